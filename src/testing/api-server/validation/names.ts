import { duplicate, invalid, required, type FieldError } from './field-error.js'

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const DNS_LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"

/** A required DNS label of at most 63 characters. */
export function* dnsLabelErrors(name: string, field: string): Generator<FieldError> {
  if (name === '') {
    yield required(field)
    return
  }
  if (name.length > 63) yield invalid(field, name, 'must be no more than 63 characters')
  if (name.includes('.')) yield invalid(field, name, 'must not contain dots')
  else if (!DNS_LABEL.test(name)) yield invalid(field, name, DNS_LABEL_RULE)
}

/** Notes a name, and says whether it was there already. An empty name is another fault's business. */
export function* uniqueNameErrors(name: string, field: string, seen: Set<string>): Generator<FieldError> {
  if (name === '') return
  if (seen.has(name)) yield duplicate(field, name)
  seen.add(name)
}

export function* portNameErrors(name: string, field: string): Generator<FieldError> {
  if (name.length > 15) yield invalid(field, name, 'must be no more than 15 characters')
  if (!/^[-a-z0-9]+$/.test(name)) {
    yield invalid(field, name, 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  }
  if (!/[a-z]/.test(name)) yield invalid(field, name, 'must contain at least one letter (a-z)')
  if (name.includes('--')) yield invalid(field, name, 'must not contain consecutive hyphens')
  if (name.startsWith('-') || name.endsWith('-')) yield invalid(field, name, 'must not begin or end with a hyphen')
}

export function* portNumberErrors(port: number, field: string): Generator<FieldError> {
  if (port < 1 || port > 65535) yield invalid(field, port, 'must be between 1 and 65535, inclusive')
}
