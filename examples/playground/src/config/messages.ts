import type { Cause } from 'modelcar'
import type { Field } from './fields.js'

/** Messages by the path of the form's field that they are about, and those about none of them. */
export interface Messages {
  readonly byField: Readonly<Record<string, readonly string[]>>
  readonly others: readonly string[]
}

export function messagesOf(causes: readonly Cause[], fields: readonly Field[]): Messages {
  const byField: Record<string, string[]> = {}
  const others: string[] = []
  for (const { field, message } of causes) {
    const about = fields.find(({ path }) => isIn(field, path))
    if (about === undefined) others.push(`${field}: ${message}`)
    else (byField[about.path] ??= []).push(field === about.path ? message : `${field}: ${message}`)
  }
  return { byField, others }
}

/** A cause of `targets[1]` is about the field `targets`. */
const isIn = (field: string, path: string): boolean =>
  field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`)
