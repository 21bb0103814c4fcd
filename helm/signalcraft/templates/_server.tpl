{{/* SPDX-License-Identifier: Apache-2.0 */}}
{{/*
What gateway and console have in common.
(dict "root" context "name" the program's name "env" its variables as YAML "secret" its file's entry "path" where)
*/}}
{{- define "signalcraft.server" -}}
{{- $root := .root -}}
{{- $server := index $root.Values .name -}}
{{- $name := printf "%s-%s" (include "signalcraft.fullname" $root) .name -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  labels:
    {{- include "signalcraft.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .name }}
spec:
  replicas: {{ $server.replicas }}
  selector:
    matchLabels:
      {{- include "signalcraft.selector" $root | nindent 6 }}
      app.kubernetes.io/component: {{ .name }}
  strategy:
    rollingUpdate: {maxUnavailable: 0, maxSurge: 1}
  template:
    metadata:
      labels:
        {{- include "signalcraft.labels" $root | nindent 8 }}
        app.kubernetes.io/component: {{ .name }}
      {{- with $server.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "signalcraft.serviceAccount" $root }}
      automountServiceAccountToken: false
      {{- include "signalcraft.pullSecrets" $root | nindent 6 }}
      securityContext:
        {{- include "signalcraft.podSecurity" $root | nindent 8 }}
      terminationGracePeriodSeconds: 30
      containers:
        - name: {{ .name }}
          image: {{ include "signalcraft.image" (list $root $root.Values.image.app) }}
          imagePullPolicy: {{ $root.Values.image.app.pullPolicy }}
          args: [{{ .name }}]
          env:
            {{- .env | nindent 12 }}
            {{- with $server.javaOptions }}
            - name: JAVA_TOOL_OPTIONS
              value: {{ . | quote }}
            {{- end }}
            {{- range $variable, $value := $server.env }}
            - name: {{ $variable }}
              value: {{ $value | quote }}
            {{- end }}
          {{- with $server.secretEnv }}
          envFrom:
            {{- range . }}
            - secretRef: {name: {{ . }}}
            {{- end }}
          {{- end }}
          ports:
            - {name: http, containerPort: {{ $server.port }}, protocol: TCP}
          startupProbe:
            httpGet: {path: /health, port: http}
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: {path: /health, port: http}
            periodSeconds: 10
            timeoutSeconds: 3
          readinessProbe:
            httpGet: {path: /ready, port: http}
            periodSeconds: 5
            timeoutSeconds: 3
          lifecycle:
            # Endpoints learn of the end a little later than the process.
            preStop: {exec: {command: [sleep, "5"]}}
          resources:
            {{- toYaml $server.resources | nindent 12 }}
          securityContext:
            {{- include "signalcraft.containerSecurity" $root | nindent 12 }}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
            - {name: secret, mountPath: {{ dir .path }}, readOnly: true}
            {{- if $server.secretFiles }}
            - {name: secret-files, mountPath: /etc/signalcraft/secrets, readOnly: true}
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: {sizeLimit: 64Mi}
        - name: secret
          secret:
            secretName: {{ .secret.name }}
            defaultMode: 0400
            items:
              - {key: {{ .secret.key | quote }}, path: {{ base .path }}}
        {{- with $server.secretFiles }}
        {{- include "signalcraft.secretFiles" . | nindent 8 }}
        {{- end }}
      {{- with $server.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $server.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $server.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels:
    {{- include "signalcraft.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .name }}
  {{- with $server.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ $server.service.type }}
  selector:
    {{- include "signalcraft.selector" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .name }}
  ports:
    - {name: http, port: {{ $server.service.port }}, targetPort: http, protocol: TCP}
{{- if $server.podDisruptionBudget.enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  labels:
    {{- include "signalcraft.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .name }}
spec:
  maxUnavailable: {{ default 1 $server.podDisruptionBudget.maxUnavailable }}
  selector:
    matchLabels:
      {{- include "signalcraft.selector" $root | nindent 6 }}
      app.kubernetes.io/component: {{ .name }}
{{- end }}
{{- if $server.ingress.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ $name }}
  labels:
    {{- include "signalcraft.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .name }}
  {{- with $server.ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with $server.ingress.className }}
  ingressClassName: {{ . }}
  {{- end }}
  rules:
    - host: {{ $server.ingress.host | quote }}
      http:
        paths:
          - path: {{ $server.ingress.path }}
            pathType: Prefix
            backend:
              service:
                name: {{ $name }}
                port: {name: http}
  {{- with $server.ingress.tlsSecret }}
  tls:
    - hosts: [{{ $server.ingress.host | quote }}]
      secretName: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}
