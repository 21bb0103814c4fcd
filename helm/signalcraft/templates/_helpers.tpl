{{/* SPDX-License-Identifier: Apache-2.0 */}}
{{- define "signalcraft.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 53 | trimSuffix "-" -}}
{{- end -}}

{{/* Short enough for the names that Flink derives from it (45 characters). */}}
{{- define "signalcraft.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains (include "signalcraft.name" .) .Release.Name -}}
{{- .Release.Name | trunc 36 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "signalcraft.name" .) | trunc 36 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "signalcraft.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: signalcraft
{{ include "signalcraft.selector" . }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "signalcraft.selector" -}}
app.kubernetes.io/name: {{ include "signalcraft.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* image: (list context image) */}}
{{- define "signalcraft.image" -}}
{{- $context := index . 0 -}}
{{- $image := index . 1 -}}
{{- printf "%s:%s" $image.repository (default $context.Chart.AppVersion $image.tag) -}}
{{- end -}}

{{- define "signalcraft.pullSecrets" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "signalcraft.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "signalcraft.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "signalcraft.flinkServiceAccount" -}}
{{- if .Values.flink.serviceAccount.create -}}
{{- default (printf "%s-flink" (include "signalcraft.fullname" .)) .Values.flink.serviceAccount.name -}}
{{- else -}}
{{- required "flink.serviceAccount.name: name the account that Flink runs as" .Values.flink.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "signalcraft.stateClaim" -}}
{{- default (printf "%s-flink-state" (include "signalcraft.fullname" .)) .Values.flink.state.volume.existingClaim -}}
{{- end -}}

{{- define "signalcraft.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "signalcraft.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "signalcraft.postgresEnv" -}}
- name: SIGNALCRAFT_POSTGRES_URL
  value: {{ .Values.postgres.url | quote }}
- name: SIGNALCRAFT_POSTGRES_USER
  value: {{ .Values.postgres.user | quote }}
- name: SIGNALCRAFT_POSTGRES_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .Values.postgres.passwordSecret.name }}
      key: {{ .Values.postgres.passwordSecret.key }}
{{- end -}}

{{/* The volume of Secrets whose entries are files for file: references. */}}
{{- define "signalcraft.secretFiles" -}}
- name: secret-files
  projected:
    defaultMode: 0440
    sources:
      {{- range . }}
      - secret: {name: {{ . }}}
      {{- end }}
{{- end -}}
