/** How what is typed into a field becomes a value of the config. */
export type FieldKind = 'text' | 'number' | 'names' | 'choice'

/** A field of the form: one of the config, by its path there. */
export interface Field {
  readonly path: string
  readonly label: string
  readonly kind: FieldKind
  readonly hint?: string
  readonly placeholder?: string
  readonly choices?: readonly string[]
}

/** Fields that belong together, under a heading that folds them away. */
export interface FieldGroup {
  readonly title: string
  readonly fields: readonly Field[]
}

/** Of each model; `image` and `mountPath` stand at the top of the config where there is one model. */
export const modelFields: readonly Field[] = [
  { path: 'image', label: 'Image', kind: 'text', placeholder: 'registry.example/team/llama:1' },
  { path: 'mountPath', label: 'Mount path', kind: 'text', placeholder: '/mnt/models' },
]

export const mainFields: readonly Field[] = [
  {
    path: 'mode',
    label: 'Mode',
    kind: 'choice',
    choices: ['sidecar', 'native-sidecar', 'image-volume', 'fetch'],
  },
  {
    path: 'targets',
    label: 'Containers that read it',
    kind: 'names',
    hint: 'Names, with commas between them. If empty, KServe’s rule counts.',
    placeholder: 'kserve-container',
  },
]

const pullPolicies = ['Always', 'IfNotPresent', 'Never']

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
      { path: 'securityContext', label: 'Security context', kind: 'choice', choices: ['restricted'] },
    ],
  },
  {
    title: 'Image',
    fields: [
      { path: 'sourcePath', label: 'Path in the image', kind: 'text', placeholder: '/models' },
      { path: 'imagePullPolicy', label: 'Pull policy', kind: 'choice', choices: pullPolicies },
      { path: 'imagePullSecrets', label: 'Pull secrets', kind: 'names', hint: 'Names, with commas between them.' },
    ],
  },
  {
    title: 'Resources',
    fields: [
      { path: 'resources.requests.cpu', label: 'CPU request', kind: 'text', placeholder: '10m' },
      { path: 'resources.limits.cpu', label: 'CPU limit', kind: 'text', placeholder: '10m' },
      { path: 'resources.requests.memory', label: 'Memory request', kind: 'text', placeholder: '15Mi' },
      { path: 'resources.limits.memory', label: 'Memory limit', kind: 'text', placeholder: '15Mi' },
    ],
  },
  {
    title: 'Names and volume',
    fields: [
      { path: 'names.sidecar', label: 'Sidecar', kind: 'text', placeholder: 'modelcar' },
      { path: 'names.initContainer', label: 'Init container', kind: 'text', placeholder: 'modelcar-init' },
      { path: 'names.volume', label: 'Volume', kind: 'text', placeholder: 'kserve-provision-location' },
      { path: 'volumeSource.emptyDir.medium', label: 'Medium', kind: 'choice', choices: ['Memory'] },
      { path: 'volumeSource.emptyDir.sizeLimit', label: 'Size limit', kind: 'text', placeholder: '1Gi' },
    ],
  },
  {
    title: 'Mode fetch',
    fields: [
      {
        path: 'fetch.image',
        label: 'Image that fetches',
        kind: 'text',
        placeholder: 'kserve/storage-initializer:latest',
      },
      { path: 'fetch.pullSecret', label: 'Pull secret', kind: 'text' },
      { path: 'fetch.caBundle.configMap', label: 'ConfigMap of CA certificates', kind: 'text' },
      { path: 'fetch.caBundle.mountPath', label: 'Mounted at', kind: 'text', placeholder: '/etc/ssl/custom-certs' },
      { path: 'fetch.insecureRegistry', label: 'Registry without TLS', kind: 'choice', choices: ['true', 'false'] },
    ],
  },
]

/** The fields of the model at an index, of so many. */
export function fieldsOfModel(index: number, count: number): readonly Field[] {
  if (count === 1) return modelFields
  return modelFields.map((field) => ({ ...field, path: `models[${index}].${field.path}` }))
}

/** Every field of the form, of so many models. */
export const allFields = (models: number): readonly Field[] => [
  ...Array.from({ length: models }, (_, index) => fieldsOfModel(index, models)).flat(),
  ...mainFields,
  ...moreFields.flatMap(({ fields }) => fields),
]
