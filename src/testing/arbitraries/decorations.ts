import fc from 'fast-check'
import { type Fields, isFields, setField } from '../json.js'
import { asFields } from '../cast.js'
import { nodesOf } from './values.js'

/** What a client library's generated model looks like to us: an object whose class is not Object. */
export class Model {
  constructor(fields: Fields) {
    for (const [key, value] of Object.entries(fields)) setField(asFields(this), key, value)
  }
}

type Rebuild = (value: Fields | unknown[], isRoot: boolean) => Fields | unknown[]

/** Builds a JSON value anew from its leaves up, each object and list by the given rule. */
function rebuild(value: unknown, rule: Rebuild, isRoot = true): unknown {
  if (Array.isArray(value))
    return rule(
      value.map((entry: unknown) => rebuild(entry, rule, false)),
      isRoot,
    )
  if (!isFields(value)) return value
  const copy: Fields = {}
  for (const [key, field] of Object.entries(value)) setField(copy, key, rebuild(field, rule, false))
  return rule(copy, isRoot)
}

const instance: Rebuild = (value) => (isFields(value) ? asFields(new Model(value)) : value)
const nested: Rebuild = (value, isRoot) => (isRoot ? value : instance(value, isRoot))

const nullPrototype: Rebuild = (value) => {
  if (!isFields(value)) return value
  const bare = asFields(Object.create(null))
  for (const [key, field] of Object.entries(value)) bare[key] = field
  return bare
}

/** Own keys that hold undefined, as client libraries leave them; they are absent in JSON. */
const undefinedKeys: Rebuild = (value) => {
  if (isFields(value))
    for (const key of ['env', 'volumes', 'securityContext', 'readOnly']) if (!(key in value)) value[key] = undefined
  return value
}

/** Makes equal subtrees the same object, as YAML anchors do. */
function share(value: unknown): unknown {
  const seen = new Map<string, Fields | unknown[]>()
  return rebuild(value, (node) => {
    const text = JSON.stringify(node)
    const twin = seen.get(text) ?? node
    seen.set(text, twin)
    return twin
  })
}

/** Freezes every object and list in a value, the value included. */
export function freeze<T>(value: T): T {
  for (const node of nodesOf(value)) Object.freeze(node)
  return value
}

/** Freezes all but the root. */
function freezeBelow<T>(value: T): T {
  for (const node of nodesOf(value).slice(1)) Object.freeze(node)
  return value
}

/** The same JSON, as objects that are not what JSON.parse makes. */
export const decorations: Readonly<Record<string, (value: unknown) => unknown>> = {
  plain: (value) => rebuild(value, (node) => node),
  frozen: (value) => freeze(rebuild(value, (node) => node)),
  'frozen below the root': (value) => freezeBelow(rebuild(value, (node) => node)),
  'class instances': (value) => rebuild(value, instance),
  'class instances below the root': (value) => rebuild(value, nested),
  'frozen class instances': (value) => freeze(rebuild(value, instance)),
  'shared subtrees': share,
  'shared and frozen': (value) => freeze(share(value)),
  'no prototype': (value) => rebuild(value, nullPrototype),
  'undefined fields': (value) => rebuild(value, undefinedKeys),
}

/** Draws one of the decorations. */
export const decoration: fc.Arbitrary<(value: unknown) => unknown> = fc
  .constantFrom(...Object.entries(decorations))
  .map(([name, decorate]) => Object.assign((value: unknown) => decorate(value), { toString: () => name }))
