{{- define "service.migration-job" -}}
{{- if (include "service.topology" . | fromYaml).database -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "service.name" . }}-migration
  labels:
    {{- include "service.migrationSelector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
  annotations:
    {{- include "service.migrationHook" (dict "weight" "0") | nindent 4 }}
spec:
  # It waits for the database by itself; what fails then would fail again.
  backoffLimit: 0
  activeDeadlineSeconds: {{ .Values.service.migration.deadlineSeconds }}
  template:
    metadata:
      labels:
        {{- include "service.migrationSelector" . | nindent 8 }}
        app.kubernetes.io/part-of: wellspring
        app.kubernetes.io/version: {{ include "service.version" . | quote }}
    spec:
      restartPolicy: Never
      {{- include "service.podSecurity" . | nindent 6 }}
      containers:
        - name: migration
          image: {{ include "service.image" . }}
          workingDir: /app
          command: [node, migrate.js]
          {{- include "service.containerSecurity" . | nindent 10 }}
          envFrom:
            - configMapRef: { name: {{ include "service.name" . }}-migration }
          env:
            {{- include "service.env" . | nindent 12 }}
          resources:
            {{- toYaml .Values.service.resources | nindent 12 }}
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
      volumes:
        - name: tmp
          emptyDir: { sizeLimit: 64Mi }
{{- end -}}
{{- end -}}
