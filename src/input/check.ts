import { mostCauses, type Cause, type ConfigCauseCode } from '../errors.js'
import { cut, found, isList, isObject, withoutHoles, type JsonObject } from '../json.js'
import { misspelt, nearest } from './nearest.js'

/** The faults of a config, collected while it is read, so that all are told at once. */
export type Causes = Cause<ConfigCauseCode>[]

export function addCause(causes: Causes, code: ConfigCauseCode, field: string, message: string): undefined {
  causes.push({ code, field, message })
  return undefined
}

/** A field below another: `fetch.image`, or `image` at the top; a key that is no word is quoted, as in `limits["example.com/gpu"]`. */
export function at(parent: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${parent || 'config'}[${JSON.stringify(cut(key))}]`
  return parent === '' ? cut(key) : `${parent}.${cut(key)}`
}

/** Reports every field that is not known, with the known one it looks most like. */
export function checkKeys(causes: Causes, value: JsonObject, known: readonly string[], field: string): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key) || value[key] === undefined) continue
    // A comparison with every known field takes long, and what is behind the first hundred causes is only counted.
    const like = causes.length < mostCauses ? nearest(key, known) : undefined
    const hint = like === undefined ? `the fields are ${known.join(', ')}` : `did you mean ${like}?`
    addCause(causes, 'Unknown', at(field, key), `expected a known field, found ${JSON.stringify(cut(key))}; ${hint}`)
  }
}

/** Reads an optional object. `null` counts as absent, as everywhere in Kubernetes. */
export function readObject(causes: Causes, value: unknown, field: string): JsonObject | undefined {
  if (value === undefined || value === null) return undefined
  if (isObject(value)) return value
  return addCause(causes, 'InvalidType', field, `expected an object, found ${found(value)}`)
}

/** Reads an optional list of names, without repetitions. */
export function readNames(causes: Causes, value: unknown, field: string): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined
  if (!isList(value)) {
    const hint = typeof value === 'string' && isName(value) ? `; write [${found(value)}]` : ''
    return addCause(causes, 'InvalidType', field, `expected a list of names, found ${found(value)}${hint}`)
  }
  const names = new Set<string>()
  withoutHoles(value).forEach((name, index) => {
    const where = `${field}[${String(index)}]`
    const read = checkName(causes, name, where)
    if (read === undefined) return
    if (names.has(read))
      addCause(causes, 'Duplicate', where, `expected every name once, found ${found(name)} again; remove it`)
    else names.add(read)
  })
  return [...names]
}

/** Reads an optional name of an object. */
export function readName(causes: Causes, value: unknown, field: string): string | undefined {
  return value === undefined || value === null ? undefined : checkName(causes, value, field)
}

function checkName(causes: Causes, name: unknown, field: string): string | undefined {
  if (typeof name !== 'string') {
    const hint = isObject(name) ? '; write its name alone' : ''
    return addCause(causes, 'InvalidType', field, `expected a name, found ${found(name)}${hint}`)
  }
  if (isName(name)) return name
  const message = `expected a DNS name (lower case letters, digits, "-", "."), found ${found(name)}`
  return addCause(causes, 'InvalidValue', field, message)
}

/** RFC 1123 subdomain, as the API server wants it of the names of objects. */
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/
const isName = (name: string): boolean => name.length <= 253 && subdomain.test(name)

/** Reads an optional string out of a closed list. */
export function readChoice<const T extends string>(
  causes: Causes,
  value: unknown,
  choices: readonly T[],
  field: string,
): T | undefined {
  if (value === undefined || value === null) return undefined
  const choice = choices.find((each) => each === value)
  if (choice !== undefined) return choice
  const known = choices.map((each) => (each === '' ? '""' : each)).join(', ')
  const like = typeof value === 'string' ? misspelt(value, choices) : undefined
  const hint = like ? `; did you mean ${like}?` : ''
  return addCause(causes, 'InvalidValue', field, `expected one of ${known}, found ${found(value)}${hint}`)
}

/** Reads an optional boolean. */
export function readBoolean(causes: Causes, value: unknown, field: string): boolean | undefined {
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined
  return addCause(causes, 'InvalidType', field, `expected true or false, found ${found(value)}`)
}

/** Reads an optional UID or GID: the API server takes 0 to 2147483647. */
export function readId(causes: Causes, value: unknown, field: string): number | undefined {
  if (value === undefined || value === null) return undefined
  const message = `expected a whole number from 0 to 2147483647, found ${found(value)}`
  if (typeof value !== 'number') return addCause(causes, 'InvalidType', field, message)
  if (Number.isInteger(value) && value >= 0 && value <= 2147483647) return value
  return addCause(causes, 'InvalidValue', field, message)
}
