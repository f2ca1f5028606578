{{/*
The autoscaler alone says how many pods there are, also where least and most are the same: a number in the Deployment that
comes or goes with a release would have Helm set it to 1, or to what it was long ago.
*/}}
{{- define "service.horizontalpodautoscaler" -}}
{{- $replicas := .Values.service.replicas -}}
{{- if gt (int $replicas.min) (int $replicas.max) -}}
  {{- fail "service.replicas.min is greater than service.replicas.max" -}}
{{- end -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ include "service.name" . }}
  labels:
    {{- include "service.selector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: {{ include "service.name" . }} }
  minReplicas: {{ $replicas.min }}
  maxReplicas: {{ $replicas.max }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: {{ $replicas.targetCpuPercent }} }
{{- end -}}
