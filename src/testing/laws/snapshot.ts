/** What can be told about one object without calling anything on it. */
interface Sight {
  readonly object: object
  readonly prototype: unknown
  readonly extensible: boolean
  readonly descriptors: readonly (readonly [PropertyKey, PropertyDescriptor])[]
}

/** A picture of an object graph: every object, its prototype, its own properties with their flags, in their order. */
export type Snapshot = readonly Sight[]

/** Takes a picture of a value and of everything that can be reached from it. */
export function snapshot(value: unknown): Snapshot {
  const sights = new Map<object, Sight>()
  const visit = (object: unknown): void => {
    if (typeof object !== 'object' || object === null || sights.has(object)) return
    const descriptors = Reflect.ownKeys(object).map(
      (key) => [key, Reflect.getOwnPropertyDescriptor(object, key) ?? {}] as const,
    )
    const sight = {
      object,
      prototype: Reflect.getPrototypeOf(object),
      extensible: Reflect.isExtensible(object),
      descriptors,
    }
    sights.set(object, sight)
    for (const [, { value: field }] of descriptors) visit(field)
  }
  visit(value)
  return [...sights.values()]
}

/** Says what differs between two pictures of one value; `undefined` where nothing does. */
export function difference(before: Snapshot, after: Snapshot): string | undefined {
  if (before.length !== after.length) return `${before.length} objects became ${after.length}`
  for (const [index, old] of before.entries()) {
    const made = after[index]
    if (made === undefined || made.object !== old.object) return `object ${index} is another one`
    if (made.prototype !== old.prototype) return `object ${index} has another prototype`
    if (made.extensible !== old.extensible)
      return `object ${index} was frozen: ${JSON.stringify(old.object).slice(0, 200)}`
    const changed = differentProperty(old, made)
    if (changed !== undefined) return `object ${index}, ${changed}: ${JSON.stringify(old.object).slice(0, 200)}`
  }
  return undefined
}

const flags = ['value', 'get', 'set', 'writable', 'enumerable', 'configurable']

function differentProperty(old: Sight, made: Sight): string | undefined {
  if (old.descriptors.length !== made.descriptors.length) return 'number of own properties'
  for (const [index, [key, descriptor]] of old.descriptors.entries()) {
    const [otherKey, other] = made.descriptors[index] ?? []
    const isSame = flags.every((flag) => Object.is(Reflect.get(descriptor, flag), Reflect.get(other ?? {}, flag)))
    if (key !== otherKey || !isSame) return `property ${String(key)}`
  }
  return undefined
}
