/** What a log line says of a review. Nothing of the pod but its name: a spec has secrets in it. */
export interface ReviewFacts {
  readonly uid: string | undefined
  readonly namespace: string | undefined
  readonly name: string | undefined
  readonly dryRun: true | undefined
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Parses a body once, for the answer and for the log; one that holds no object stays as it is, and the answer says why. */
export function parseReview(body: Uint8Array): object {
  try {
    const value: unknown = JSON.parse(decoder.decode(body))
    return isObject(value) ? value : body
  } catch {
    return body
  }
}

/** Reads what a log line says. A pod of a controller has only the start of a name when it is admitted. */
export function factsOf(review: object): ReviewFacts {
  const request = fieldOf(review, 'request')
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
