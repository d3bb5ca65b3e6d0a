import equal from 'fast-deep-equal'
import { isList, isNested, isObject } from './json.js'

/** Makes a value that is new in each call. */
type Make = () => unknown

/** Compiles the copying of a JSON value, for one that is copied again and again. */
export function copier(value: unknown): Make {
  if (isList(value)) return listCopier(value)
  if (!isObject(value)) return () => value
  const keys = Object.keys(value)
  // Stryker disable next-line ConditionalExpression: what has a literal may be copied by a spread as well, in more time.
  for (const { fields, of } of literals) if (equal(fields, keys)) return of((key) => copier(value[key]))
  const nested = keys.filter((key) => isNested(value[key])).map((key) => ({ key, make: copier(value[key]) }))
  return () => {
    const fresh: Record<string, unknown> = { ...value }
    for (const { key, make } of nested) fresh[key] = make()
    return fresh
  }
}

function listCopier(list: readonly unknown[]): Make {
  // Stryker disable next-line ConditionalExpression: entry by entry the copy is the same; at once it takes less time.
  if (!list.some(isNested)) return () => list.slice()
  const entries = list.map(copier)
  return () => entries.map((make) => make())
}

/** An object that is written out, by its fields in their order. */
interface Literal {
  readonly fields: readonly string[]
  readonly of: (copierOf: (key: string) => Make) => Make
}

/** Engines make a literal in a tenth of the time of a spread, so what modes add most has one. */
const literals: readonly Literal[] = [
  { fields: [], of: () => () => ({}) },
  {
    fields: ['name', 'value'],
    of: (copierOf) => {
      const [name, value] = [copierOf('name'), copierOf('value')]
      return () => ({ name: name(), value: value() })
    },
  },
  {
    fields: ['name', 'mountPath'],
    of: (copierOf) => {
      const [name, mountPath] = [copierOf('name'), copierOf('mountPath')]
      return () => ({ name: name(), mountPath: mountPath() })
    },
  },
  {
    fields: ['name', 'emptyDir'],
    of: (copierOf) => {
      const [name, emptyDir] = [copierOf('name'), copierOf('emptyDir')]
      return () => ({ name: name(), emptyDir: emptyDir() })
    },
  },
  {
    fields: ['cpu', 'memory'],
    of: (copierOf) => {
      const [cpu, memory] = [copierOf('cpu'), copierOf('memory')]
      return () => ({ cpu: cpu(), memory: memory() })
    },
  },
  {
    fields: ['limits', 'requests'],
    of: (copierOf) => {
      const [limits, requests] = [copierOf('limits'), copierOf('requests')]
      return () => ({ limits: limits(), requests: requests() })
    },
  },
  {
    fields: ['name', 'image', 'command', 'resources', 'terminationMessagePolicy'],
    of: (copierOf) => {
      const [name, image, command] = [copierOf('name'), copierOf('image'), copierOf('command')]
      const [resources, terminationMessagePolicy] = [copierOf('resources'), copierOf('terminationMessagePolicy')]
      return () => ({
        name: name(),
        image: image(),
        command: command(),
        resources: resources(),
        terminationMessagePolicy: terminationMessagePolicy(),
      })
    },
  },
  {
    fields: ['name', 'image', 'command', 'resources', 'volumeMounts', 'terminationMessagePolicy'],
    of: (copierOf) => {
      const [name, image, command] = [copierOf('name'), copierOf('image'), copierOf('command')]
      const [resources, volumeMounts] = [copierOf('resources'), copierOf('volumeMounts')]
      const terminationMessagePolicy = copierOf('terminationMessagePolicy')
      return () => ({
        name: name(),
        image: image(),
        command: command(),
        resources: resources(),
        volumeMounts: volumeMounts(),
        terminationMessagePolicy: terminationMessagePolicy(),
      })
    },
  },
]
