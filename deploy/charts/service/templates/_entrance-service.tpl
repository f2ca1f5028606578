{{/*
How systems outside the cluster reach the service, at the ports they are declared to call. `Local` is no value: only so does
the network policy see who is asking. With `Cluster` a node passes others' requests on under its own address.
*/}}
{{- define "service.entrance-service" -}}
{{- $values := .Values.service -}}
{{- with $values.entrance -}}
{{- $topology := include "service.topology" $ | fromYaml -}}
{{- $networks := list -}}
{{- $ports := list -}}
{{- range $topology.callers -}}
  {{- if and .outside (hasKey $values.callers .app) -}}
    {{- $networks = concat $networks (get $values.callers .app).networks -}}
    {{- $ports = append $ports (int .port) -}}
  {{- end -}}
{{- end -}}
{{- if not $networks -}}
  {{- fail "service.entrance: nobody outside may come in; service.callers says who" -}}
{{- end -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "service.name" $ }}-entrance
  labels:
    {{- include "service.selector" $ | nindent 4 }}
    {{- include "service.labels" $ | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .type }}
  externalTrafficPolicy: Local
  {{- if eq .type "LoadBalancer" }}
  loadBalancerSourceRanges: {{ $networks | uniq | toJson }}
  {{- end }}
  selector:
    {{- include "service.selector" $ | nindent 4 }}
  ports:
    {{- range $port := uniq $ports }}
    - name: outside-{{ $port }}
      port: {{ $port }}
      targetPort: {{ $port }}
      protocol: TCP
      {{- with $values.entrance.nodePort }}
      nodePort: {{ int . }}
      {{- end }}
    {{- end }}
{{- end -}}
{{- end -}}
