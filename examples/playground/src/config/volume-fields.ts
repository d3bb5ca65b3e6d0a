import { among, type Field, yesOrNo } from './field.js'

const path = 'volumeSource'
const [empty, ephemeral, claim] = ['emptyDir', 'ephemeral', 'persistentVolumeClaim'] as const

/** A template that the API server takes, to begin with. */
const template = `volumeClaimTemplate:
  spec:
    accessModes: [ReadWriteOnce]
    resources: { requests: { storage: 10Gi } }`

/** The source of the volume, and the fields of the one that was chosen. */
export const volumeFields: readonly Field[] = [
  {
    path,
    label: 'Volume source',
    kind: 'choice',
    choices: Object.fromEntries([empty, ephemeral, claim].map((source) => [source, { [source]: {} }])),
    unset: 'default (emptyDir, where the pod has none)',
    hint: 'ephemeral and persistentVolumeClaim: in mode fetch only.',
  },
  {
    path: `${path}.${empty}.medium`,
    label: 'Medium',
    kind: 'choice',
    choices: among('Memory'),
    when: { path, is: empty },
  },
  {
    path: `${path}.${empty}.sizeLimit`,
    label: 'Size limit',
    kind: 'text',
    placeholder: '1Gi',
    when: { path, is: empty },
  },
  {
    path: `${path}.${ephemeral}`,
    label: 'Ephemeral volume, as YAML',
    kind: 'yaml',
    isWide: true,
    start: template,
    when: { path, is: ephemeral },
  },
  { path: `${path}.${claim}.claimName`, label: 'Name of the claim', kind: 'text', when: { path, is: claim } },
  {
    path: `${path}.${claim}.readOnly`,
    label: 'Read-only claim',
    kind: 'choice',
    choices: yesOrNo,
    when: { path, is: claim },
  },
]
