import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import type { PodSpecLike } from '../../src/index.js'
import { DemoError } from './demo-error.js'

/** A pod spec in a manifest. */
export interface Found {
  /** The object that it is in: `Deployment llama`. */
  readonly object: string
  /** Where it is in there: `spec.template.spec`. */
  readonly path: string
  readonly podSpec: PodSpecLike
}

/** Reads every pod spec of a YAML or JSON manifest: of pods, workloads, lists and custom resources, in one or several documents. */
export function readManifest(file: string): readonly Found[] {
  const found = parse(file).flatMap((document) => podSpecsIn(document, 'pod spec', []))
  if (found.length > 0) return found
  throw new DemoError(`${file}: expected a Kubernetes object with a pod spec, found no list of containers`)
}

function parse(file: string): readonly unknown[] {
  return parseAllDocuments(read(file)).map((document) => {
    const [error] = document.errors
    if (error !== undefined) throw new DemoError(`${file}: ${error.message.trimEnd()}`)
    const value: unknown = document.toJS()
    return value
  })
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const [reason] = String(error)
      .replace(/^Error: \w+: /, '')
      .split(',')
    throw new DemoError(`${file}: ${reason}`)
  }
}

/** Wherever an object has containers, it is a pod spec. */
function podSpecsIn(value: unknown, object: string, path: readonly string[]): readonly Found[] {
  if (!isObject(value)) return []
  if (Array.isArray(value)) return value.flatMap((item: unknown) => podSpecsIn(item, object, []))
  if (isPodSpec(value)) return [{ object, path: path.join('.'), podSpec: value }]
  const name = nameOf(value)
  return Object.entries(value).flatMap(([key, field]) =>
    podSpecsIn(field, name ?? object, name === undefined ? [...path, key] : [key]),
  )
}

function nameOf({ kind, metadata }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof kind !== 'string') return undefined
  const { name, generateName } = isObject(metadata) ? metadata : {}
  return [kind, name ?? generateName].filter((part) => typeof part === 'string').join(' ')
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** What is in it the injector checks. */
const isPodSpec = (value: object): value is PodSpecLike => 'containers' in value
