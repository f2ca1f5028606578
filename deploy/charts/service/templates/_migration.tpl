{{/* Before a release, and so before the release's own objects: the migration brings its own settings and policy. */}}
{{- define "service.migrationHook" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ .weight | quote }}
# A failed migration stays, with its log, until the next attempt.
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}

{{- define "service.migrationSelector" -}}
app.kubernetes.io/name: {{ include "service.name" . }}
app.kubernetes.io/component: migration
{{- end -}}
