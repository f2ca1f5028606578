{{- define "service.deployment" -}}
{{- $values := .Values.service -}}
{{- $topology := include "service.topology" . | fromYaml -}}
{{- $readAtStart := dict -}}
{{- range $name, $text := $values.files -}}
  {{- if not (hasKey $values.followedFiles $name) }}{{ $_ := set $readAtStart $name $text }}{{ end -}}
{{- end -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "service.name" . }}
  labels:
    {{- include "service.selector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
  {{- with $values.smokePath }}
  annotations:
    wellspring/smoke-path: {{ . | quote }}
  {{- end }}
spec:
  revisionHistoryLimit: 3
  minReadySeconds: {{ $values.rollout.minReadySeconds }}
  progressDeadlineSeconds: {{ $values.rollout.progressDeadlineSeconds }}
  selector:
    matchLabels:
      {{- include "service.selector" . | nindent 6 }}
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
  template:
    metadata:
      labels:
        {{- include "service.selector" . | nindent 8 }}
        app.kubernetes.io/part-of: wellspring
        app.kubernetes.io/version: {{ include "service.version" . | quote }}
      annotations:
        checksum/settings: {{ include "service.settings" . | sha256sum }}
        {{- with $readAtStart }}
        checksum/files: {{ . | toJson | sha256sum }}
        {{- end }}
        prometheus.io/scrape: 'true'
        prometheus.io/path: /metrics
        prometheus.io/port: {{ $topology.ports.management | quote }}
    spec:
      serviceAccountName: {{ include "service.name" . }}
      {{- include "service.podSecurity" . | nindent 6 }}
      {{- /*
      Long enough for every step of the platform's shutdown to use up its deadline (shutdown-deadlines.ts): three wait for
      work under way (workers, requests, connections), three only close (destroy hooks, management port and app).
      */}}
      {{- $stop := $values.shutdown }}
      {{- $stopMs := add $stop.propagationMs (mul 3 (add $stop.drainMs 500)) (mul 3 5000) }}
      terminationGracePeriodSeconds: {{ add $stop.preStopSeconds (ceil (divf $stopMs 1000)) 5 }}
      topologySpreadConstraints:
        {{- /*
        Pods of the same release only, or the ones that leave would decide where the new ones go. A node that takes no pods
        (drained, gone) does not count. A constraint whose label a node lacks makes the scheduler overlook that node in all
        others, too, so zones are named only where nodes have them.
        */}}
        - topologyKey: kubernetes.io/hostname
          maxSkew: 1
          whenUnsatisfiable: {{ $values.spread.hosts }}
          nodeTaintsPolicy: Honor
          matchLabelKeys: [pod-template-hash]
          labelSelector:
            matchLabels:
              {{- include "service.selector" . | nindent 14 }}
        {{- if $values.spread.zones }}
        - topologyKey: topology.kubernetes.io/zone
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          nodeTaintsPolicy: Honor
          matchLabelKeys: [pod-template-hash]
          labelSelector:
            matchLabels:
              {{- include "service.selector" . | nindent 14 }}
        {{- end }}
      containers:
        - name: {{ include "service.name" . }}
          image: {{ include "service.image" . }}
          workingDir: /app
          command: [node, main.js]
          {{- include "service.containerSecurity" . | nindent 10 }}
          ports:
            - { name: http, containerPort: {{ $topology.ports.service }}, protocol: TCP }
            - { name: management, containerPort: {{ $topology.ports.management }}, protocol: TCP }
          envFrom:
            - configMapRef: { name: {{ include "service.name" . }}-settings }
          env:
            {{- include "service.env" . | nindent 12 }}
          resources:
            {{- toYaml $values.resources | nindent 12 }}
          startupProbe:
            httpGet: { path: /health/live, port: management }
            periodSeconds: 1
            failureThreshold: 60
          livenessProbe:
            httpGet: { path: /health/live, port: management }
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 3
          readinessProbe:
            httpGet: { path: /health/ready, port: management }
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 2
          lifecycle:
            preStop:
              sleep: { seconds: {{ $stop.preStopSeconds }} }
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
            {{- if $values.files }}
            - { name: files, mountPath: /etc/wellspring, readOnly: true }
            {{- end }}
            {{- if $values.readsPods }}
            - { name: api-server, mountPath: /var/run/secrets/kubernetes.io/serviceaccount, readOnly: true }
            {{- end }}
            {{- range $path, $secret := $values.secretFolders }}
            {{- if regexMatch "^/etc/wellspring(/|$)" $path }}
              {{- fail (printf "service.secretFolders: %s cannot be mounted in /etc/wellspring, which is read-only" $path) }}
            {{- end }}
            - { name: secret-{{ $secret }}, mountPath: {{ $path }}, readOnly: true }
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: { sizeLimit: 64Mi }
        {{- if $values.files }}
        - name: files
          configMap: { name: {{ include "service.name" . }}-files }
        {{- end }}
        {{- if $values.readsPods }}
        # What is mounted by itself would be in every container of the pod.
        - name: api-server
          projected:
            sources:
              - serviceAccountToken: { path: token, expirationSeconds: 3600 }
              - configMap: { name: kube-root-ca.crt, items: [{ key: ca.crt, path: ca.crt }] }
              - downwardAPI:
                  items: [{ path: namespace, fieldRef: { fieldPath: metadata.namespace } }]
        {{- end }}
        {{- range $secret := values $values.secretFolders | uniq | sortAlpha }}
        - name: secret-{{ $secret }}
          secret: { secretName: {{ $secret }} }
        {{- end }}
{{- end -}}
