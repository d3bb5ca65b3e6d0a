import { excessIn } from './json-bounds.js'

/** What a log line says of a review. Nothing of the pod but its name: a spec has secrets in it. */
export interface ReviewFacts {
  readonly uid: string | undefined
  readonly namespace: string | undefined
  readonly name: string | undefined
  readonly dryRun: true | undefined
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** A review as it came, or why there is none. */
export type Parsed = { readonly review: object } | { readonly fault: string }

/** Parses a body once, for the answer and for the log. JSON that is no object stays as it is, and the answer says what it is. */
export function parseReview(body: Uint8Array): Parsed {
  const excess = excessIn(body)
  if (excess !== undefined) return { fault: `expected an AdmissionReview, found JSON with ${excess}` }
  try {
    const value: unknown = JSON.parse(decoder.decode(body))
    return { review: isObject(value) ? value : body }
  } catch (error) {
    return { fault: `expected an AdmissionReview as JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** Reads what a log line says. A pod of a controller has only the start of a name when it is admitted. */
export function factsOf(parsed: Parsed): ReviewFacts {
  const request = fieldOf(fieldOf(parsed, 'review'), 'request')
  const metadata = fieldOf(fieldOf(request, 'object'), 'metadata')
  const prefix = textOf(metadata, 'generateName')
  return {
    uid: textOf(request, 'uid'),
    namespace: textOf(request, 'namespace'),
    name: textOf(request, 'name') ?? textOf(metadata, 'name') ?? (prefix && `${prefix}*`),
    dryRun: fieldOf(request, 'dryRun') === true || undefined,
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const fieldOf = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined)

/** No name in Kubernetes is longer; what is longer here is something else. */
const longest = 253

function textOf(value: unknown, key: string): string | undefined {
  const text = fieldOf(value, key)
  return typeof text === 'string' && text !== '' ? text.slice(0, longest) : undefined
}
