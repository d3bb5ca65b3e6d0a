import type { Field } from './field.js'
import type { Fault } from './yaml-value.js'

/** Messages by the path of the form's field that they are about, and those about none of them. */
export interface Messages {
  readonly byField: Readonly<Record<string, readonly string[]>>
  readonly others: readonly string[]
}

export function messagesOf(faults: readonly Fault[], fields: readonly Field[]): Messages {
  const byField: Record<string, string[]> = {}
  const others: string[] = []
  for (const { field, message } of faults) {
    const about = nearest(field, fields)
    const told = field === about?.path ? message : `${field}: ${message}`
    const list = about === undefined ? others : (byField[about.path] ??= [])
    // Two objects may lack the same container.
    if (!list.includes(told)) list.push(told)
  }
  return { byField, others }
}

/** A fault of `targets[1]` is about the field `targets`, and one of `resources.limits.cpu` about that, rather than about `resources`. */
const nearest = (field: string, fields: readonly Field[]): Field | undefined =>
  fields
    .filter(({ path }) => field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`))
    .reduce<Field | undefined>((best, each) => (each.path.length > (best?.path.length ?? 0) ? each : best), undefined)
