{{/* What the service's pod and its migration's have in common: both pass Pod Security "restricted". */}}
{{- define "service.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.service.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "service.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end -}}

{{/* Secrets are made by the operator's own means; a chart only says which key of which one. */}}
{{- define "service.env" -}}
- name: SERVICE_VERSION
  value: {{ include "service.version" . | quote }}
{{- range $name, $ref := .Values.service.secrets }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef: { name: {{ $ref.name }}, key: {{ $ref.key }} }
{{- end }}
{{- end -}}
