{{/*
What the chart knows of apps/<app>/service.yaml: ports, database, calls and callers, from the generated topology.yaml in
the service's chart. No value can change it, so an environment cannot open a way that the service does not declare.
*/}}
{{- define "service.topology" -}}
{{ required "topology.yaml is missing from the chart: npm run deploy -- generate" (.Files.Get "topology.yaml") }}
{{- end -}}

{{/* The systems in the environment's old-portals.yaml, which the service reads for itself. */}}
{{- define "service.oldPortals" -}}
{{- $portals := get .Values.service.files "old-portals.yaml" | fromYaml -}}
{{- with $portals.Error }}{{ fail (printf "old-portals.yaml: %s" .) }}{{ end -}}
{{- $portals | toYaml -}}
{{- end -}}

{{/*
Where an old portal is, as networks with the addresses there: those with a name together, and each host that is a number,
which is a network by itself.
*/}}
{{- define "service.placesOfPortal" -}}
{{- $urls := .addresses -}}
{{- with (dig "bridge" "form" "listener" "" .) -}}
  {{- $urls = append $urls . -}}
{{- end -}}
{{- $named := .networks | default list -}}
{{- $there := dict -}}
{{- range $urls -}}
  {{- $host := (urlParse .).hostname -}}
  {{- $network := "" -}}
  {{- if regexMatch "^[0-9.]+$" $host -}}
    {{- $network = printf "%s/32" $host -}}
  {{- else if contains ":" $host -}}
    {{- $network = printf "%s/128" $host -}}
  {{- end -}}
  {{- $_ := set $there $network (append (get $there $network | default list) .) -}}
{{- end -}}
{{- $places := list -}}
{{- range $network, $urls := $there -}}
  {{- $networks := empty $network | ternary $named (list $network) -}}
  {{- $places = append $places (dict "networks" $networks "urls" (join "," $urls)) -}}
{{- end -}}
{{- $places | toJson -}}
{{- end -}}

{{/* Ports behind the address of a system outside: `https://a:8443,https://b` → [8443, 443]. */}}
{{- define "service.portsOfUrl" -}}
{{- $ports := list -}}
{{- range splitList "," . -}}
  {{- $url := urlParse (trim .) -}}
  {{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" -}}
  {{- $ports = append $ports (int ($port | default (eq $url.scheme "https" | ternary "443" "80"))) -}}
{{- end -}}
{{- uniq $ports | toJson -}}
{{- end -}}
