import { type Document, isMap, isNode, isScalar, isSeq, type Pair } from 'yaml'

type Range = readonly [from: number, to: number]

/**
 * Where a field is in the text that a document was read from, by its path as Kubernetes writes it: `spec.containers[0].image`. It is
 * the value where that is a scalar, else the key, or the first line of an entry. A field that is not there is marked at the nearest one
 * around it.
 */
export function rangeOf(document: Document.Parsed, text: string, field: string): Range {
  let node: unknown = document.contents
  let range = firstLine(text, startOf(node))
  for (const step of stepsOf(field)) {
    const found = entryOf(node, step)
    if (found === undefined) break
    node = found.value
    range = rangeOfEntry(found, text) ?? range
  }
  return range
}

/** The steps of a field path: names, and what stands in brackets. */
export const stepsOf = (field: string): readonly string[] =>
  [...field.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([name, key]) => key?.replace(/^"(.*)"$/, '$1') ?? name)

interface Entry {
  readonly key?: unknown
  readonly value: unknown
}

function entryOf(node: unknown, step: string): Entry | undefined {
  if (isSeq(node)) return step in node.items ? { value: node.items[Number(step)] } : undefined
  if (!isMap(node)) return undefined
  return node.items.find(({ key }: Pair) => isScalar(key) && String(key.value) === step)
}

function rangeOfEntry({ key, value }: Entry, text: string): Range | undefined {
  if (isScalar(value) && value.range != null && value.range[1] > value.range[0]) return [value.range[0], value.range[1]]
  if (isScalar(key) && key.range != null) return [key.range[0], key.range[1]]
  return isNode(value) && value.range != null ? firstLine(text, value.range[0]) : undefined
}

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0)

function firstLine(text: string, from: number): Range {
  const end = text.indexOf('\n', from)
  return [from, end === -1 ? text.length : end]
}
