import { isObject } from '../json.js'

/**
 * What an object is called in a message: `Deployment "team-a/web"`, and by the start of its name where it has no more yet
 * (`Pod "team-a/web-*"`); undefined where it has none.
 */
export function titleOf(object: unknown, kind: unknown): string | undefined {
  const { name, generateName, namespace } = isObject(object) && isObject(object.metadata) ? object.metadata : {}
  const prefix = textOf(generateName)
  const known = textOf(name) ?? (prefix === undefined ? undefined : `${prefix}*`)
  if (known === undefined) return undefined
  const place = textOf(namespace)
  return `${textOf(kind) ?? 'object'} ${JSON.stringify(place === undefined ? known : `${place}/${known}`)}`
}

/** No name in Kubernetes is longer; what is longer is something else. */
const longest = 253

const textOf = (value: unknown): string | undefined =>
  typeof value !== 'string' || value === '' ? undefined : value.length > longest ? `${value.slice(0, longest)}…` : value
