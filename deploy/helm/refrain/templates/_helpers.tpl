{{/* The chart's name. */}}
{{- define "refrain.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* What everything of this release is called. */}}
{{- define "refrain.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := include "refrain.name" . }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{/* Which pods are nodes. Never changes. */}}
{{- define "refrain.selectorLabels" -}}
app.kubernetes.io/name: {{ include "refrain.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: node
{{- end }}

{{- define "refrain.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/name: {{ include "refrain.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "refrain.image" -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}

{{/* Secrets come as variables: files of a Secret are readable by a group, which Refrain refuses for keys. */}}
{{- define "refrain.env" -}}
- name: REFRAIN_STORE_URL
  valueFrom:
    secretKeyRef:
      name: {{ required "secrets.database.existingSecret must name a Secret" .Values.secrets.database.existingSecret }}
      key: {{ .Values.secrets.database.urlKey }}
- name: REFRAIN_INSTALLATION_KEY
  valueFrom:
    secretKeyRef:
      name: {{ required "secrets.keys.existingSecret must name a Secret" .Values.secrets.keys.existingSecret }}
      key: {{ .Values.secrets.keys.installationKey }}
- name: REFRAIN_LOG_KEY
  valueFrom:
    secretKeyRef:
      name: {{ required "secrets.keys.existingSecret must name a Secret" .Values.secrets.keys.existingSecret }}
      key: {{ .Values.secrets.keys.logKey }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "refrain.volumeMounts" -}}
- name: config
  mountPath: /etc/refrain
  readOnly: true
- name: data
  mountPath: /data
{{- if .Values.databaseCa.existingConfigMap }}
- name: database-ca
  mountPath: /etc/refrain-ca
  readOnly: true
{{- end }}
{{- end }}

{{- define "refrain.volumes" -}}
- name: config
  configMap:
    name: {{ include "refrain.fullname" . }}
# Nothing but the newest checkpoint that this pod has seen. It lasts as long as the pod.
- name: data
  emptyDir:
    sizeLimit: 16Mi
{{- with .Values.databaseCa.existingConfigMap }}
- name: database-ca
  configMap:
    name: {{ . }}
{{- end }}
{{- end }}

{{/* The configuration. Go's quoted strings are TOML's. */}}
{{- define "refrain.config" -}}
[server]
listen = "0.0.0.0:8080"
public_url = {{ required "publicUrl must be given, such as https://privacy.shop.example" .Values.publicUrl | quote }}
origins = {{ .Values.origins | toJson }}
trusted_proxies = {{ .Values.trustedProxies | toJson }}

[business]
name = {{ required "business.name must be given" .Values.business.name | quote }}
policy_url = {{ .Values.business.policyUrl | quote }}
contact = {{ required "business.contact must be given" .Values.business.contact | quote }}

[store]
url = "env:REFRAIN_STORE_URL"

[keys]
installation = "env:REFRAIN_INSTALLATION_KEY"
log = "env:REFRAIN_LOG_KEY"

[logging]
format = {{ .Values.logging.format | quote }}
level = {{ .Values.logging.level | quote }}
{{- with .Values.extraConfig }}

{{ . | trim }}
{{- end }}
{{- end }}
