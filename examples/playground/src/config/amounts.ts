import type { Field } from './field.js'

const these = 'these amounts'

/**
 * Requests and limits at a path: the default, none at all, or amounts of one's own.
 *
 * @param of - whose they are, behind the label of each; empty for those of the model's containers.
 */
export const amountFields = (path: string, of: string, unset: string): readonly Field[] => [
  {
    path,
    label: `Requests and limits${of}`,
    kind: 'choice',
    choices: { none: {}, [these]: {} },
    unset,
  },
  ...amounts.map(([name, label, placeholder]): Field => ({
    path: `${path}.${name}`,
    label: `${label}${of}`,
    kind: 'text',
    placeholder,
    when: { path, is: these },
  })),
]

const amounts = [
  ['requests.cpu', 'CPU request', '10m'],
  ['limits.cpu', 'CPU limit', '10m'],
  ['requests.memory', 'Memory request', '15Mi'],
  ['limits.memory', 'Memory limit', '15Mi'],
  ['requests.ephemeral-storage', 'Disk request', '1Gi'],
  ['limits.ephemeral-storage', 'Disk limit', '1Gi'],
] as const
