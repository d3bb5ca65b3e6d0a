import { allFields, type Field } from './fields.js'

/** What stands in the form: a text by each field's path, and how many models there are. */
export interface Values {
  readonly models: number
  readonly texts: Readonly<Record<string, string>>
}

type Writable = Record<string, unknown>

/** The config that a form says. Empty fields are left out; what does not read is passed on as it is, so that the library tells what it expects. */
export function configOf({ models, texts }: Values): object {
  const config: Writable = {}
  for (const field of allFields(models)) {
    const text = texts[field.path]?.trim() ?? ''
    if (text !== '') put(config, field.path.split(/[.[\]]+/), valueOf(field, text))
  }
  if (models > 1) config['models'] = Array.from({ length: models }, (_, index) => entryOf(config['models'], index))
  return config
}

function valueOf({ kind, path }: Field, text: string): unknown {
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  if (kind === 'names') return text.split(/[\s,]+/).filter((name) => name !== '')
  return path === 'fetch.insecureRegistry' ? text === 'true' : text
}

function put(object: Writable, [step = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) object[step] = value
  else put(below(object, step), rest, value)
}

function below(object: Writable, step: string): Writable {
  const made = { ...(isObject(object[step]) ? object[step] : {}) }
  object[step] = made
  return made
}

const entryOf = (models: unknown, index: number): unknown => (isObject(models) ? (models[String(index)] ?? {}) : {})

const isObject = (value: unknown): value is Writable => typeof value === 'object' && value !== null

/** The form with one model more: the fields of the first move into the list, or out of it. */
export function withModels({ models, texts }: Values, count: number): Values {
  const moved = { ...texts }
  for (const name of ['image', 'mountPath']) {
    const [from, to] = [pathOf(name, models), pathOf(name, count)]
    moved[to] = texts[from] ?? ''
    for (let index = count; index < models; index++) moved[`models[${index}].${name}`] = ''
  }
  return { models: count, texts: moved }
}

const pathOf = (name: string, models: number): string => (models === 1 ? name : `models[0].${name}`)
