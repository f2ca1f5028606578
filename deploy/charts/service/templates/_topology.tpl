{{/*
What the chart knows of apps/<app>/service.yaml: ports, database, calls and callers, from the generated topology.yaml in
the service's chart. No value can change it, so an environment cannot open a way that the service does not declare.
*/}}
{{- define "service.topology" -}}
{{ required "topology.yaml is missing from the chart: npm run deploy -- topology" (.Files.Get "topology.yaml") }}
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
