{{/* Nothing in and nothing out, except for what service.yaml declares and what keeps any service running. */}}
{{- define "service.networkpolicy" -}}
{{- $values := .Values.service -}}
{{- $topology := include "service.topology" . | fromYaml -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "service.name" . }}
  labels:
    {{- include "service.selector" . | nindent 4 }}
    {{- include "service.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "service.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- range $topology.callers }}
    {{- $outside := get $values.callers .app }}
    {{- if or (not .outside) $outside }}
    # {{ .app }}: {{ .why }}
    - from:
        {{- if .outside }}
        {{- include "service.networks" $outside.networks | trim | nindent 8 }}
        {{- else }}
        {{- include "service.sibling" .app | nindent 8 }}
        {{- end }}
      ports: [{ protocol: TCP, port: {{ .port }} }]
    {{- end }}
    {{- end }}
    {{- if $topology.public }}
    # customers, through the ingress controller
    - from:
        {{- include "service.peer" $values.network.ingress | nindent 8 }}
      ports: [{ protocol: TCP, port: {{ $topology.ports.service }} }]
    {{- end }}
    {{- if $topology.operators }}
    # operators, through their ingress controller
    - from:
        {{- include "service.peer" $values.network.operatorIngress | nindent 8 }}
      ports: [{ protocol: TCP, port: {{ $topology.ports.service }} }]
    {{- end }}
    # the metrics scraper
    - from:
        {{- include "service.peer" $values.network.scraper | nindent 8 }}
      ports: [{ protocol: TCP, port: {{ $topology.ports.management }} }]
    {{- with $values.network.apiServerNetworks }}
    # the deploy command's checks, through the API server's proxy
    - from:
        {{- include "service.networks" . | trim | nindent 8 }}
      ports: [{ protocol: TCP, port: {{ $topology.ports.service }} }, { protocol: TCP, port: {{ $topology.ports.management }} }]
    {{- end }}
  egress:
    {{- include "service.egressToDns" . | nindent 4 }}
    {{- if $values.readsPods }}
    # the API server: which pods there are
    - to:
        {{- include "service.networks" (required "service.network.apiServerNetworks is missing: where the API server is" $values.network.apiServerNetworks) | trim | nindent 8 }}
      ports: [{ protocol: TCP, port: 443 }, { protocol: TCP, port: 6443 }]
    {{- end }}
    {{- if $topology.database }}
    {{- include "service.egressToDatabase" . | nindent 4 }}
    {{- end }}
    {{- with and $topology.hub (get $values.outside "HUB_CALLBACKS") }}
    # events, to those who registered for them
    - to:
        {{- include "service.networks" .networks | trim | nindent 8 }}
      ports:
        {{- range include "service.portsOfUrl" .url | fromJsonArray }}
        - { protocol: TCP, port: {{ . }} }
        {{- end }}
    {{- end }}
    {{- range $call := $topology.calls }}
    {{- if eq (.as | default "address") "profile" }}
    {{- range $name, $portal := include "service.oldPortals" $ | fromYaml }}
    {{- range include "service.placesOfPortal" $portal | fromJsonArray }}
    {{- if not .networks }}{{ fail (printf "old-portals.yaml: %s.networks is missing: where its addresses are" $name) }}{{ end }}
    # {{ $name }}: {{ $call.why }}
    - to:
        {{- include "service.networks" .networks | trim | nindent 8 }}
      ports:
        {{- range include "service.portsOfUrl" .urls | fromJsonArray }}
        - { protocol: TCP, port: {{ . }} }
        {{- end }}
    {{- end }}
    {{- end }}
    {{- else }}
    # {{ .app }}: {{ .why }}
    {{- if .outside }}
    {{- $system := get $values.outside .env | required (printf "service.outside.%s is missing: where %s is (%s)" .env .app .why) }}
    - to:
        {{- include "service.networks" $system.networks | trim | nindent 8 }}
      ports:
        {{- range include "service.portsOfUrl" $system.url | fromJsonArray }}
        - { protocol: TCP, port: {{ . }} }
        {{- end }}
    {{- else }}
    - to:
        {{- include "service.sibling" .app | nindent 8 }}
      ports: [{ protocol: TCP, port: {{ .port }} }]
    {{- end }}
    {{- end }}
    {{- end }}
{{- end -}}
