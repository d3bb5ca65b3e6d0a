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
  if (DNS_LABEL.test(name)) return
  // Where dots are all that is wrong, the rule is said in short.
  yield invalid(field, name, isDnsSubdomain(name) ? 'must not contain dots' : DNS_LABEL_RULE)
}

const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const DNS_SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"

const isDnsSubdomain = (name: string): boolean => DNS_SUBDOMAIN.test(name) && name.length <= 253

/** A DNS subdomain, such as the name of most objects. */
export function* dnsSubdomainErrors(name: string, field: string): Generator<FieldError> {
  if (name.length > 253) yield invalid(field, name, 'must be no more than 253 characters')
  if (!DNS_SUBDOMAIN.test(name)) yield invalid(field, name, DNS_SUBDOMAIN_RULE)
}

const QUALIFIED_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const QUALIFIED_NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. " +
  "'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

/** A name with an optional prefix: of a resource, or a label. */
export function* qualifiedNameErrors(name: string, field: string): Generator<FieldError> {
  const parts = name.split('/')
  if (parts.length > 2) {
    const rule = `a valid label key ${QUALIFIED_NAME_RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`
    yield invalid(field, name, rule)
    return
  }
  const [last = '', prefix] = parts.toReversed()
  if (prefix === '') yield invalid(field, name, 'prefix part must be non-empty')
  else if (prefix !== undefined) {
    if (prefix.length > 253) yield invalid(field, name, 'prefix part must be no more than 253 bytes')
    if (!DNS_SUBDOMAIN.test(prefix)) yield invalid(field, name, `prefix part ${DNS_SUBDOMAIN_RULE}`)
  }
  if (last === '') yield invalid(field, name, 'name part must be non-empty')
  else if (last.length > 63) yield invalid(field, name, 'name part must be no more than 63 bytes')
  if (!QUALIFIED_NAME.test(last)) yield invalid(field, name, `name part ${QUALIFIED_NAME_RULE}`)
}

/** Notes a name, and says whether it was there already. */
export function* uniqueNameErrors(name: string, field: string, seen: Set<string>): Generator<FieldError> {
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
