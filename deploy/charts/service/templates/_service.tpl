{{- define "service.service" -}}
{{- $topology := include "service.topology" . | fromYaml -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "service.name" . }}
  labels:
    {{- include "service.selector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    {{- include "service.selector" . | nindent 4 }}
  ports:
    - name: http
      port: {{ $topology.ports.service }}
      targetPort: http
      protocol: TCP
    - name: management
      port: {{ $topology.ports.management }}
      targetPort: management
      protocol: TCP
{{- end -}}
