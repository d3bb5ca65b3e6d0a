import type { Operation } from 'modelcar'
import type { Document } from 'yaml'
import { entryOf, extentsOf, indexIn, isCollectionNode, isMapNode, placeAt, type Place } from './nodes.js'
import { splitPointer } from './pointer.js'
import { add, remove, replace, type Edit, type Text } from './text-edits.js'
import { styleOf } from './writing.js'

/** What a patch does to the entries of one map or list. */
interface Change {
  readonly pointer: string
  readonly place: Place
  readonly added: (readonly [key: string, value: unknown])[]
  readonly replaced: (readonly [index: number, value: unknown])[]
  readonly removed: Set<number>
}

/**
 * Carries out patches, one for each document of a stream, on the stream's text: what no operation is about stays as it is, byte
 * for byte. Operations name entries as they were before the patch, as those of a plan do: it adds at the end of a list, and
 * removes last, from the back to the front.
 */
export function patchText(
  source: string,
  documents: readonly Document[],
  patches: readonly (readonly Operation[])[],
): string {
  const edits = documents.flatMap((document, index) => editsOf(source, document, patches[index] ?? []))
  edits.sort((left, right) => left.start - right.start || left.end - right.end)
  let text = ''
  let at = 0
  for (const edit of edits) {
    text += source.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return text + source.slice(at)
}

function editsOf(source: string, document: Document, patch: readonly Operation[]): readonly Edit[] {
  if (patch.length === 0) return []
  const text: Text = { source, style: styleOf(source, document) }
  // Where several end on the same line, the innermost is added to first: a container's field goes before the next container.
  const innermostFirst = changesOf(document, patch).sort((left, right) => right.pointer.length - left.pointer.length)
  return innermostFirst.flatMap((change) => editsFor(change, text))
}

function changesOf(document: Document, patch: readonly Operation[]): Change[] {
  const changes = new Map<string, Change>()
  for (const operation of patch) {
    const [pointer, token] = splitPointer(operation.path)
    const place = placeAt(document, pointer)
    if (!isCollectionNode(place?.node)) throw new Error(`${pointer}: expected a map or a list in the document`)
    const change = changes.get(pointer) ?? { pointer, place, added: [], replaced: [], removed: new Set<number>() }
    changes.set(pointer, change)
    const index = indexIn(place.node, token)
    if (operation.op === 'remove') change.removed.add(index)
    else if (index < 0) change.added.push([token, operation.value])
    else change.replaced.push([index, operation.value])
  }
  return [...changes.values()]
}

function editsFor({ place, added, replaced, removed }: Change, text: Text): readonly Edit[] {
  const { node: collection } = place
  if (!isCollectionNode(collection)) return []
  const values = isMapNode(collection) ? Object.fromEntries(added) : added.map(([, value]) => value)
  const extents = extentsOf(collection)
  // A block can't be empty, and what is empty is `[]` or `{}`, which is no block.
  if (extents.length === removed.size) return replace(place, values, text)
  const removals = [...removed].map((index) => remove(collection, extents, index, removed, text))
  const replacements = replaced.flatMap(([index, value]) => {
    const entry = entryOf(collection, index)
    return entry === undefined ? [] : replace(entry, value, text)
  })
  if (added.length === 0) return [...replacements, ...removals]
  return [...replacements, ...removals, add(collection, place, extents, removed, values, text)]
}
