{{/* Every object of a service; a service's chart includes this and nothing else. */}}
{{- define "service.all" -}}
{{- range list
  "serviceaccount" "role" "rolebinding" "settings-configmap" "files-configmap" "service" "pods-service" "entrance-service"
  "deployment" "poddisruptionbudget" "horizontalpodautoscaler" "networkpolicy" "migration-configmap"
  "migration-networkpolicy" "migration-job"
}}
{{- with include (printf "service.%s" .) $ }}
---
{{ . }}
{{- end }}
{{- end }}
{{- end -}}
