{{- define "service.settings-configmap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "service.name" . }}-settings
  labels:
    {{- include "service.selector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
data:
  {{- include "service.settings" . | trim | nindent 2 }}
{{- end -}}
