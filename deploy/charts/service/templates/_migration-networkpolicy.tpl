{{/* A migration talks to its database and to nobody else. */}}
{{- define "service.migration-networkpolicy" -}}
{{- if (include "service.topology" . | fromYaml).database -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "service.name" . }}-migration
  labels:
    {{- include "service.migrationSelector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
  annotations:
    {{- include "service.migrationHook" (dict "weight" "-5") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "service.migrationSelector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress: []
  egress:
    {{- include "service.egressToDns" . | nindent 4 }}
    {{- include "service.egressToDatabase" . | nindent 4 }}
{{- end -}}
{{- end -}}
