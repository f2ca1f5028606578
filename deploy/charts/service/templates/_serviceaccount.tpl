{{- define "service.serviceaccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "service.name" . }}
  labels:
    {{- include "service.selector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
automountServiceAccountToken: false
{{- end -}}
