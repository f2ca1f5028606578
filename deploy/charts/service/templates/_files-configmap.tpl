{{/* Files the service follows while it runs, so a change of one restarts nothing: but for those named in _deployment.tpl they are in no checksum. */}}
{{- define "service.files-configmap" -}}
{{- range .Values.service.environmentFiles -}}
  {{- if not (hasKey $.Values.service.files (base .)) -}}
    {{- fail (printf "service.files is missing %q: the deploy command takes it from the environment's folder" .) -}}
  {{- end -}}
{{- end -}}
{{- if .Values.service.files -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "service.name" . }}-files
  labels:
    {{- include "service.selector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
data:
  {{- range $name, $content := .Values.service.files }}
  {{ $name }}: {{ $content | toJson }}
  {{- end }}
{{- end -}}
{{- end -}}
