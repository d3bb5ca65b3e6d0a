import { type Document, parseAllDocuments } from 'yaml'

/** A mark in a text: from one offset to another, in UTF-16 units, and what is to be said there. */
export interface Mark {
  readonly from: number
  readonly to: number
  readonly severity: 'error' | 'warning'
  readonly field: string
  readonly message: string
}

/** A YAML document, or a JSON text, with the object that it stands for. */
export interface Read {
  readonly document: Document.Parsed
  readonly object: object
}

export interface Reading {
  readonly documents: readonly Read[]
  readonly faults: readonly Mark[]
}

/** Reads a text of YAML documents; JSON is YAML. Where it has faults, they are told in place of the documents. */
export function read(text: string): Reading {
  const parsed = parseAllDocuments(text)
  const documents =
    'empty' in parsed ? [] : parsed.filter(({ contents, errors }) => contents !== null || errors.length > 0)
  if (documents.length === 0) return failed([fault(0, 0, 'expected a pod as YAML or JSON, found nothing')])
  const faults = documents.flatMap(({ errors }) =>
    errors.map(({ pos: [from, to], message }) => fault(within(text, from), within(text, to), firstLine(message))),
  )
  return faults.length > 0 ? failed(faults) : objectsOf(documents)
}

function objectsOf(documents: readonly Document.Parsed[]): Reading {
  const found: Read[] = []
  for (const document of documents) {
    const [from = 0, to = 0] = document.contents?.range ?? []
    try {
      const object: unknown = document.toJS()
      if (typeof object !== 'object' || object === null)
        return failed([fault(from, to, 'expected an object, found a text or number')])
      found.push({ document, object })
    } catch (error) {
      // An alias that leads nowhere, or to too much.
      return failed([fault(from, to, error instanceof Error ? error.message : String(error))])
    }
  }
  return { documents: found, faults: [] }
}

const failed = (faults: readonly Mark[]): Reading => ({ documents: [], faults })

const fault = (from: number, to: number, message: string): Mark => ({ from, to, severity: 'error', field: '', message })

/** A fault at the end of a text is one behind it. */
const within = (text: string, offset: number): number => Math.min(offset, text.length)

/** The others draw the place, which the editor marks. */
const firstLine = (message: string): string => message.split('\n')[0]?.replace(/:$/, '') ?? message
