/** What can be seen of one object: its class, whether it may be written to, and its fields in order. */
interface View {
  readonly object: object
  readonly prototype: unknown
  readonly extensible: boolean
  readonly fields: readonly (readonly [PropertyKey, PropertyDescriptor])[]
}

/**
 * Records every object that can be reached from a value, so that a later record tells whether anything was written to it:
 * `expect(sameView(before, snapshot(value))).toBe(true)`.
 */
export function snapshot(root: unknown): readonly View[] {
  const views: View[] = []
  const seen = new Set<unknown>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    const object = value
    const fields = Reflect.ownKeys(object).map((key) => [key, Reflect.getOwnPropertyDescriptor(object, key)!] as const)
    views.push({ object, prototype: Object.getPrototypeOf(object), extensible: Object.isExtensible(object), fields })
    for (const [, descriptor] of fields) visit(descriptor.value)
  }
  visit(root)
  return views
}

/** Lists where two records of the same value differ, by the identity of every object and primitive in them. */
export function differences(before: readonly View[], after: readonly View[]): readonly string[] {
  const found: string[] = before.length === after.length ? [] : [`${before.length} objects, then ${after.length}`]
  for (const [index, old] of before.entries()) {
    const now = after[index]
    if (now === undefined) break
    if (old.object !== now.object) found.push(`object ${index} is another one`)
    if (old.prototype !== now.prototype) found.push(`object ${index} has another class`)
    if (old.extensible !== now.extensible) found.push(`object ${index} was frozen, sealed or closed`)
    if (!sameFields(old, now)) found.push(`object ${index} has other fields`)
  }
  return found
}

function sameFields(old: View, now: View): boolean {
  if (old.fields.length !== now.fields.length) return false
  return old.fields.every(([key, descriptor], index) => {
    const [nowKey, nowDescriptor] = now.fields[index]!
    return (
      key === nowKey &&
      Object.is(descriptor.value, nowDescriptor.value) &&
      descriptor.writable === nowDescriptor.writable &&
      descriptor.configurable === nowDescriptor.configurable
    )
  })
}
