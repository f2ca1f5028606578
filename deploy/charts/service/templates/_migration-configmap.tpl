{{- define "service.migration-configmap" -}}
{{- if (include "service.topology" . | fromYaml).database -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "service.name" . }}-migration
  labels:
    {{- include "service.migrationSelector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
  annotations:
    {{- include "service.migrationHook" (dict "weight" "-5") | nindent 4 }}
data:
  {{- include "service.settings" . | trim | nindent 2 }}
{{- end -}}
{{- end -}}
