import { isObject, type JsonObject } from './yaml/json.js'

/** An object of a manifest: a document, or an item of a List. */
export interface ManifestObject {
  /** A JSON pointer from the document. */
  readonly pointer: string
  readonly value: unknown
  readonly kind: string
  readonly name: string
  /** Whether it comes from a cluster, so that applying it updates what is there. */
  readonly isLive: boolean
}

/** Lists the objects in a document, by their pointers. */
export function objectsIn(document: unknown): ReadonlyMap<string, ManifestObject> {
  const objects = new Map<string, ManifestObject>()
  const open = [{ value: document, pointer: '', kind: '' }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, pointer } = next
    const fields: JsonObject = isObject(value) ? value : {}
    const kind = textOf(fields.kind) ?? next.kind
    if (kind.endsWith('List') && Array.isArray(fields.items)) {
      // The items of a DeploymentList need not say that they are Deployments.
      const items = fields.items.map((item: unknown, index) => ({
        value: item,
        pointer: `${pointer}/items/${String(index)}`,
        kind: kind.slice(0, -'List'.length),
      }))
      open.push(...items.reverse())
      continue
    }
    const { name, generateName, uid } = isObject(fields.metadata) ? fields.metadata : {}
    const known = { kind, name: textOf(name) ?? textOf(generateName) ?? '', isLive: typeof uid === 'string' }
    objects.set(pointer, { pointer, value, ...known })
  }
  return objects
}

/** The object that a pointer leads into. */
export function objectAt(objects: ReadonlyMap<string, ManifestObject>, pointer: string): ManifestObject | undefined {
  let prefix = /^(\/items\/\d+)*/.exec(pointer)?.[0] ?? ''
  while (prefix !== '' && !objects.has(prefix)) prefix = prefix.slice(0, prefix.lastIndexOf('/items/'))
  return objects.get(prefix)
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Why an object of a kind cannot be injected once it is in a cluster; undefined where it can. */
export function fixedOnceLive(kind: string): string | undefined {
  if (kind === 'Pod') {
    return 'a Pod that exists gets no more containers or volumes; inject what creates it, or delete it and create it anew'
  }
  if (kind === 'Job') return 'the pod template of a Job that exists cannot be changed; delete it and create it anew'
  return undefined
}
