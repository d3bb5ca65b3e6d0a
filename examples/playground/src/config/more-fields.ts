import { amountFields } from './amounts.js'
import { among, type FieldGroup, yesOrNo } from './field.js'
import { volumeFields } from './volume-fields.js'

/** What most configs leave alone. */
export const moreFields: readonly FieldGroup[] = [
  {
    title: 'User and security',
    fields: [
      {
        path: 'runAsUser',
        label: 'UID',
        kind: 'number',
        hint: 'Of the sidecar and the containers that read the model.',
      },
      { path: 'runAsGroup', label: 'GID', kind: 'number' },
      {
        path: 'securityContext',
        label: 'Security context, as YAML',
        kind: 'yaml',
        isWide: true,
        placeholder: 'readOnlyRootFilesystem: true',
        hint: 'Of the containers that are added: an object, or the word restricted.',
      },
    ],
  },
  {
    title: 'Path in the image, and pulling it',
    fields: [
      {
        path: 'sourcePath',
        label: 'Path in the image',
        kind: 'text',
        placeholder: '/models',
        hint: 'Of every model that has none of its own.',
      },
      {
        path: 'imagePullPolicy',
        label: 'Pull policy',
        kind: 'choice',
        choices: among('Always', 'IfNotPresent', 'Never'),
        unset: 'default (left to the cluster)',
      },
      { path: 'imagePullSecrets', label: 'Pull secrets', kind: 'names', hint: 'Names, with commas between them.' },
    ],
  },
  {
    title: 'Requests and limits',
    fields: amountFields('resources', '', 'default (10m and 15Mi, where the pod has none)'),
  },
  { title: 'Volume', fields: volumeFields },
  {
    title: 'Names, and on or off',
    fields: [
      { path: 'names.sidecar', label: 'Name of the sidecar', kind: 'text', placeholder: 'modelcar' },
      { path: 'names.initContainer', label: 'Name of the init container', kind: 'text', placeholder: 'modelcar-init' },
      { path: 'names.volume', label: 'Name of the volume', kind: 'text', placeholder: 'kserve-provision-location' },
      {
        path: 'enabled',
        label: 'Enabled',
        kind: 'choice',
        choices: yesOrNo,
        unset: 'default (true)',
        hint: 'false gives every pod back as it is.',
      },
    ],
  },
  {
    title: 'Mode fetch',
    fields: [
      {
        path: 'fetch.image',
        label: 'Image of the initializer',
        kind: 'text',
        isWide: true,
        placeholder: 'kserve/storage-initializer:latest',
      },
      { path: 'fetch.pullSecret', label: 'Pull secret of the initializer', kind: 'text' },
      { path: 'fetch.caBundle.configMap', label: 'ConfigMap of CA certificates', kind: 'text' },
      {
        path: 'fetch.caBundle.mountPath',
        label: 'Where the certificates are mounted',
        kind: 'text',
        placeholder: '/etc/ssl/custom-certs',
      },
      {
        path: 'fetch.insecureRegistry',
        label: 'Registry without TLS',
        kind: 'choice',
        choices: yesOrNo,
        unset: 'default (false)',
      },
      ...amountFields('fetch.resources', ' of the initializer', "default (KServe's, where the pod has none)"),
    ],
  },
]
