{{/* Which pods there are, in its own namespace, and nothing else: for whoever looks at each of them. */}}
{{- define "service.role" -}}
{{- if .Values.service.readsPods -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ include "service.name" . }}
  labels:
    {{- include "service.selector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
rules:
  - apiGroups: ['']
    resources: [pods]
    verbs: [get, list]
{{- end -}}
{{- end -}}

{{- define "service.rolebinding" -}}
{{- if .Values.service.readsPods -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ include "service.name" . }}
  labels:
    {{- include "service.selector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: {{ include "service.name" . }} }
subjects:
  - { kind: ServiceAccount, name: {{ include "service.name" . }}, namespace: {{ .Release.Namespace }} }
{{- end -}}
{{- end -}}
