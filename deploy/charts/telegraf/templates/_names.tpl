{{- define "telegraf.selector" -}}
app.kubernetes.io/name: telegraf
app.kubernetes.io/component: scraper
{{- end -}}

{{- define "telegraf.labels" -}}
{{ include "telegraf.selector" . }}
app.kubernetes.io/part-of: wellspring
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{/* Ports of the services, generated from what they declare: Telegraf can reach these and no other. */}}
{{- define "telegraf.scraped" -}}
{{ required "topology.yaml is missing from the chart: npm run deploy -- generate" (.Files.Get "topology.yaml") }}
{{- end -}}

{{- define "telegraf.portOfUrl" -}}
{{- $host := urlParse . | dig "host" "" -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $host) | default (hasPrefix "https:" . | ternary "443" "80") -}}
{{- end -}}

{{- define "telegraf.networks" -}}
{{- range . }}
- ipBlock: { cidr: {{ . }} }
{{- end }}
{{- end -}}
