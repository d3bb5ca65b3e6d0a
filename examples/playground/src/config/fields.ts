import { among, type Field } from './field.js'
import { moreFields } from './more-fields.js'
import type { Values } from './values.js'

const image: Field = {
  path: 'image',
  label: 'Image',
  kind: 'text',
  isWide: true,
  placeholder: 'registry.example/team/llama:1',
}
const mountPath: Field = { path: 'mountPath', label: 'Mount path', kind: 'text', placeholder: '/mnt/models' }
const sourcePath: Field = { path: 'sourcePath', label: 'Path in the image', kind: 'text', placeholder: '/models' }

export const mainFields: readonly Field[] = [
  {
    path: 'mode',
    label: 'Mode',
    kind: 'choice',
    choices: among('sidecar', 'native-sidecar', 'image-volume', 'fetch'),
    unset: 'default (sidecar)',
  },
  {
    path: 'targets',
    label: 'Containers that read it',
    kind: 'names',
    hint: "Names, with commas between them. If empty, KServe's rule counts.",
    placeholder: 'kserve-container',
  },
]

/** The fields of the model at an index, of so many. One alone has them at the top of the config, where the path in its image is one of all. */
export function fieldsOfModel(index: number, count: number): readonly Field[] {
  if (count === 1) return [image, mountPath]
  return [image, mountPath, sourcePath].map((field) => ({
    ...field,
    path: pathOfModel(field.path, index, count),
    label: `${field.label} of model ${index + 1}`,
  }))
}

/** Where a key of a model is in the config. */
export const pathOfModel = (key: string, index: number, count: number): string =>
  count === 1 ? key : `models[${index}].${key}`

/** Whether a field is there, by what was chosen in another one. */
export const isThere =
  (texts: Values['texts']) =>
  ({ when }: Field): boolean =>
    when === undefined || texts[when.path] === when.is

/** Every field that is in the form as it stands. */
export const fieldsOf = ({ models, texts }: Values): readonly Field[] =>
  [
    ...Array.from({ length: models }, (_, index) => fieldsOfModel(index, models)).flat(),
    ...mainFields,
    ...moreFields.flatMap(({ fields }) => fields),
  ].filter(isThere(texts))
