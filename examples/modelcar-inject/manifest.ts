import { isDeepStrictEqual } from 'node:util'
import { mapDocument, type ChangeOptions, type ChangePodSpec, type MappedDocument } from './map-document.js'
import type { Note } from './note.js'
import { readDocument, restOf, type ManifestDocument } from './yaml/document.js'
import { ManifestError } from './yaml/manifest-error.js'
import { fieldOf } from './yaml/path.js'
import { split } from './yaml/split.js'
import { writeDocument } from './yaml/write.js'

export interface ChangedManifest {
  /** Undefined where there are faults. */
  readonly text: string | undefined
  readonly faults: readonly Note[]
  readonly notes: readonly Note[]
}

/**
 * Changes the pod specs of a manifest, or tells every fault in it. Documents in which nothing changes come out byte for byte;
 * the others are written anew. What is to come out is read again first, and has to mean what is wanted.
 *
 * @throws what `change` throws and is no error of the library.
 */
export function changeManifest(stream: string, change: ChangePodSpec, options: ChangeOptions = {}): ChangedManifest {
  const parts = readParts(stream).map((part): MappedPart => {
    const { document, where } = part
    return { ...part, mapped: document && mapDocument(document.reading.value, where, change, options) }
  })
  const notes = parts.flatMap((part) => [...notesOn(part), ...(part.mapped?.notes ?? [])])
  const faults = parts.flatMap(({ fault, mapped }) => fault ?? mapped?.faults ?? [])
  if (faults.length > 0) return { text: undefined, faults, notes }
  if (options.isRemoval !== true && parts.every(({ mapped }) => mapped === undefined || mapped.done === 0)) {
    return { text: undefined, faults: [nothingDone], notes }
  }
  return { ...written(parts), notes }
}

/** A piece of the stream, and the document that it is. */
interface Part {
  readonly text: string
  readonly where: string
  readonly document?: ManifestDocument | undefined
  readonly fault?: Note | undefined
}

interface MappedPart extends Part {
  readonly mapped: MappedDocument | undefined
}

const nothingDone: Note = {
  where: '',
  field: '',
  message: 'nothing is injected; --verbose tells why, and --target and --pointer say where the model is to be',
}

function readParts(stream: string): readonly Part[] {
  const { value: pieces, fault } = attempt('', () => split(stream))
  if (pieces === undefined) return [{ text: stream, where: '', fault }]
  let number = 1
  return pieces.map((piece) => {
    const { text, isDocument } = piece
    if (!isDocument) return { text, where: '' }
    const where = `document ${String(number)}`
    const { value: document, fault } = attempt(where, () => readDocument(piece))
    if (document !== undefined || fault !== undefined) number++
    return { text, where, document, fault }
  })
}

/** What `kubectl` passes over, too. */
function notesOn({ document, where }: Part): readonly Note[] {
  if (document === undefined) return []
  const overridden = document.reading.overridden.map(({ path, by }) => {
    const message = by === 'key' ? 'the key is there twice; the last one counts' : 'the merge behind it goes over it'
    return { where, field: fieldOf(path), message }
  })
  const unread = unreadIn(restOf(document))
  return unread === undefined ? overridden : [...overridden, { where, field: '', message: unread }]
}

/** What to say of the text behind a document; undefined where there is nothing in it but comments. */
function unreadIn(rest: string): string | undefined {
  const lines = rest.split(/[\n\r\u0085\u2028\u2029]/).filter((line) => /^\s*[^\s#]/.test(line))
  if (lines.every((line) => /^---\s*(#|$)/.test(line))) return undefined
  return lines[0]?.startsWith('---') === true
    ? 'kubectl reads nothing from the line "---" on, as no line feed is in front of it; end lines by line feeds'
    : 'kubectl reads nothing of what is behind the line "..."; begin a document by a line "---"'
}

/** The manifest as it is to be printed. What that means is looked at first: nobody would see a mistake in it before it is in a cluster. */
function written(parts: readonly MappedPart[]): Pick<ChangedManifest, 'text' | 'faults'> {
  const texts = parts.map(({ text, where, document, mapped }) => {
    if (document === undefined || mapped === undefined || mapped.value === document.reading.value)
      return { value: text }
    return attempt(where, () => writeDocument(document, mapped.value))
  })
  const faults = texts.flatMap((text) => ('fault' in text ? (text.fault ?? []) : []))
  if (faults.length > 0) return { text: undefined, faults }
  const text = texts.map(({ value }) => value).join('')
  const fault = difference(
    text,
    parts.flatMap(({ mapped }) => (mapped === undefined ? [] : [mapped.value])),
  )
  return fault === undefined ? { text, faults } : { text: undefined, faults: [fault] }
}

/** Tells whether a text means something else than it should. */
export function difference(text: string, wanted: readonly unknown[]): Note | undefined {
  const parts = readParts(text).filter(({ document, fault }) => document !== undefined || fault !== undefined)
  const isRight = (index: number): boolean =>
    parts[index]?.document !== undefined && isDeepStrictEqual(parts[index].document.reading.value, wanted[index])
  const wrong = Array.from({ length: Math.max(parts.length, wanted.length) }, (_, index) => index).find(
    (index) => !isRight(index),
  )
  if (wrong === undefined) return undefined
  const message = 'what would be printed does not mean what it should, so nothing is; please report this as a bug'
  return { where: `document ${String(wrong + 1)}`, field: '', message }
}

/** Runs something that may find out why it cannot be done. */
function attempt<T>(where: string, run: () => T): { readonly value?: T; readonly fault?: Note } {
  try {
    return { value: run() }
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error
    return { fault: { where, field: error.field, message: error.message } }
  }
}
