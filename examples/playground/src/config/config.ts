import type { Field } from './field.js'
import { fieldsOf } from './fields.js'
import type { Values } from './values.js'
import { type Fault, parseYaml } from './yaml-value.js'

/** The config that a form says, without what is no YAML. */
export interface FormConfig {
  readonly config: object
  readonly faults: readonly Fault[]
}

type Writable = Record<string, unknown>

/** Reads a form. Empty fields are left out; what does not read is passed on as it is, so that the library tells what it expects. */
export function configOf(values: Values): FormConfig {
  const { models, texts } = values
  const config: Writable = {}
  const faults: Fault[] = []
  for (const field of fieldsOf(values)) {
    const text = texts[field.path]?.trim() ?? ''
    if (text === '') continue
    const read = valueOf(field, text)
    if ('fault' in read) faults.push({ field: field.path, message: read.fault })
    else put(config, stepsOf(field.path), read.value)
  }
  if (models > 1) config['models'] = Array.from({ length: models }, (_, index) => entryOf(config['models'], index))
  return { config, faults }
}

const stepsOf = (path: string): readonly string[] => path.split(/[.[\]]+/)

function valueOf({ kind, choices }: Field, text: string): ReturnType<typeof parseYaml> {
  if (kind === 'yaml') return parseYaml(text)
  if (kind === 'number') return { value: /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text }
  if (kind === 'names') return { value: text.split(/[\s,]+/).filter((name) => name !== '') }
  return { value: choices?.[text] ?? text }
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
