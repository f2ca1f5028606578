{{/*
The environment of the service's process, except for secrets. Shared by the service and its migration, which reads the
same configuration.
*/}}
{{- define "service.settings" -}}
{{- $values := .Values.service -}}
{{- $topology := include "service.topology" . | fromYaml -}}
{{- $env := dict
  "NODE_ENV" "production"
  "PORT" $topology.ports.service
  "MANAGEMENT_PORT" $topology.ports.management
  "PUBLIC_URL" $values.publicUrl
  "SHUTDOWN_PROPAGATION_MS" $values.shutdown.propagationMs
  "SHUTDOWN_IDLE_GRACE_MS" $values.shutdown.idleGraceMs
  "SHUTDOWN_DRAIN_MS" $values.shutdown.drainMs
-}}
{{- range $topology.calls -}}
  {{- if eq (.as | default "address") "profile" -}}
    {{- $_ := set $env .env "/etc/wellspring/old-portals.yaml" -}}
  {{- else -}}
    {{- $address := "" -}}
    {{- if .outside -}}
      {{- $system := get $values.outside .env | required (printf "service.outside.%s is missing: where %s is (%s)" .env .app .why) -}}
      {{- $address = $system.url -}}
    {{- else -}}
      {{- $address = printf "http://%s:%d%s" .app (int .port) (.path | default "") -}}
    {{- end -}}
    {{- if eq (.as | default "address") "list" -}}
      {{- $address = printf "%s %s=%s" (get $env .env) .app $address | trim -}}
    {{- end -}}
    {{- $_ := set $env .env $address -}}
  {{- end -}}
{{- end -}}
{{- with and $topology.hub (get $values.outside "HUB_CALLBACKS") -}}
  {{- $_ := set $env "HUB_CALLBACKS" .url -}}
{{- end -}}
{{/* Helm reads every number as a float: without int64, 86400000 would become 8.64e+07. */}}
{{- range $name, $value := merge (dict) $values.settings $env }}
{{- if and (kindIs "float64" $value) (eq (floor $value) $value) }}{{ $value = int64 $value }}{{ end }}
{{ $name }}: {{ $value | toString | quote }}
{{- end }}
{{- end -}}
