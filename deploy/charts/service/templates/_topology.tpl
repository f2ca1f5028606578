{{/*
What the chart knows of apps/<app>/service.yaml: ports, database, calls and callers, from the generated topology.yaml in
the service's chart. No value can change it, so an environment cannot open a way that the service does not declare.
*/}}
{{- define "service.topology" -}}
{{ required "topology.yaml is missing from the chart: npm run deploy -- topology" (.Files.Get "topology.yaml") }}
{{- end -}}

{{/* The systems in the environment's old-portals.yaml, which the service reads for itself. */}}
{{- define "service.oldPortals" -}}
{{- $portals := get .Values.service.files "old-portals.yaml" | fromYaml -}}
{{- with $portals.Error }}{{ fail (printf "old-portals.yaml: %s" .) }}{{ end -}}
{{- $portals | toYaml -}}
{{- end -}}

{{/* Networks an old portal is in: those it names, and the addresses that are numbers. */}}
{{- define "service.networksOfPortal" -}}
{{- $networks := .networks | default list -}}
{{- range .addresses -}}
  {{- $host := (urlParse .).hostname -}}
  {{- if regexMatch "^[0-9.]+$" $host -}}
    {{- $networks = append $networks (printf "%s/32" $host) -}}
  {{- end -}}
{{- end -}}
{{- uniq $networks | toJson -}}
{{- end -}}

{{/* Addresses of an old portal, separated by commas: those of its nodes, and of a sign-in only the gateway reaches. */}}
{{- define "service.urlsOfPortal" -}}
{{- $urls := .addresses -}}
{{- with (dig "bridge" "form" "listener" "" .) -}}
  {{- $urls = append $urls . -}}
{{- end -}}
{{- join "," $urls -}}
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
