{{/*
Those in `followedFiles` change under a running service, so that they are in no checksum of its pods. The annotation tells
the deploy command where a pod says which text it has in force.
*/}}
{{- define "service.files-configmap" -}}
{{- range .Values.service.environmentFiles -}}
  {{- if not (hasKey $.Values.service.files (base .)) -}}
    {{- fail (printf "service.files is missing %q: the deploy command takes it from the environment's folder" .) -}}
  {{- end -}}
{{- end -}}
{{- if .Values.service.files -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "service.name" . }}-files
  labels:
    {{- include "service.selector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
  {{- with .Values.service.followedFiles }}
  annotations:
    wellspring/followed-files: {{ toJson . | quote }}
  {{- end }}
data:
  {{- range $name, $content := .Values.service.files }}
  {{ $name }}: {{ $content | toJson }}
  {{- end }}
{{- end -}}
{{- end -}}
