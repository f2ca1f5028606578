{{/* The service's pods by one name: for whoever shares requests out among them, instead of having each connection led to one. */}}
{{- define "service.pods-service" -}}
{{- $topology := include "service.topology" . | fromYaml -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "service.name" . }}-pods
  labels:
    {{- include "service.selector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
spec:
  clusterIP: None
  selector:
    {{- include "service.selector" . | nindent 4 }}
  ports:
    - name: http
      port: {{ $topology.ports.service }}
      targetPort: http
      protocol: TCP
{{- end -}}
