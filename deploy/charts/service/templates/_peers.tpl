{{/* Pods with these labels in that namespace. */}}
{{- define "service.peer" -}}
- namespaceSelector:
    matchLabels: { kubernetes.io/metadata.name: {{ .namespace }} }
  podSelector:
    matchLabels: {{ .podLabels | toJson }}
{{- end -}}

{{- define "service.networks" -}}
{{- range . }}
- ipBlock: { cidr: {{ . }} }
{{- end }}
{{- end -}}

{{/* Another service in the same namespace. */}}
{{- define "service.sibling" -}}
- podSelector:
    matchLabels: { app.kubernetes.io/name: {{ . }}, app.kubernetes.io/component: service }
{{- end -}}

{{- define "service.egressToDns" -}}
- to:
    {{- include "service.peer" .Values.service.network.dns | nindent 4 }}
  ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
{{- end -}}

{{- define "service.egressToDatabase" -}}
{{- $database := .Values.service.database -}}
{{- if not $database.networks -}}
  {{- fail "service.database.networks is missing: where the database is" -}}
{{- end -}}
- to:
    {{- include "service.networks" $database.networks | trim | nindent 4 }}
  ports: [{ protocol: TCP, port: {{ $database.port }} }]
{{- end -}}
