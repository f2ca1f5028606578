{{/* Other services call this one by its name, so it is the chart's and not the release's. */}}
{{- define "service.name" -}}
{{ .Chart.Name }}
{{- end -}}

{{/* What never changes: a Deployment's selector is immutable, so no version may ever be in here. */}}
{{- define "service.selector" -}}
app.kubernetes.io/name: {{ include "service.name" . }}
app.kubernetes.io/component: service
{{- end -}}

{{- define "service.labels" -}}
app.kubernetes.io/part-of: wellspring
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ include "service.version" . | quote }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{/* The beginning of the image's digest: changes if and only if the code does. */}}
{{- define "service.version" -}}
{{ .Values.service.image.digest | trimPrefix "sha256:" | trunc 12 }}
{{- end -}}

{{- define "service.image" -}}
{{ .Values.service.image.registry }}/{{ include "service.name" . }}@{{ .Values.service.image.digest }}
{{- end -}}
