{{- define "log-agent.selector" -}}
app.kubernetes.io/name: log-agent
app.kubernetes.io/component: log-agent
{{- end -}}

{{- define "log-agent.labels" -}}
{{ include "log-agent.selector" . }}
app.kubernetes.io/part-of: wellspring
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "log-agent.portOfUrl" -}}
{{- $host := urlParse . | dig "host" "" -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $host) | default (hasPrefix "https:" . | ternary "443" "80") -}}
{{- end -}}

{{- define "log-agent.networks" -}}
{{- range . }}
- ipBlock: { cidr: {{ . }} }
{{- end }}
{{- end -}}
