import type { Operation } from 'modelcar'
import { isPair, visit, type Document, type Node, type Pair } from 'yaml'
import { entryOf, indexIn, isCollectionNode, isMapNode, isSeqNode, keyOf, type MapNode } from './nodes.js'
import { isObject, pointerOf, tokensOf, valueAt } from './pointer.js'

/**
 * Copies in place of the aliases (`*name`) and merges (`<<: *name`) that stand between a patch and what it changes: those that it
 * leads through, and those that would show the change elsewhere. They are operations themselves, and change no value.
 */
export function copiesFor(document: Document, patch: readonly Operation[]): readonly Operation[] {
  const { contents } = document
  if (patch.length === 0 || contents === null) return []
  const touched = new Set<Node>()
  for (const { op, path } of patch) touch(contents, tokensOf(path), op, touched)
  const root: unknown = document.toJS()
  const copies = new Map<string, readonly Operation[]>()
  visit(document, {
    Alias: (role, alias, ancestors) => {
      const target = alias.resolve(document)
      if (role === 'key' || !(touched.has(alias) || (target && touched.has(target)))) return
      const merge = ancestors.findIndex((node) => isPair(node) && keyOf(node) === '<<')
      const map = ancestors[merge - 1]
      const tokens = tokensTo([...ancestors, alias].slice(0, isMapNode(map) ? merge : undefined))
      const pointer = pointerOf(tokens)
      const value = valueAt(root, tokens)
      copies.set(pointer, isMapNode(map) ? unmerge(pointer, map, value) : [{ op: 'replace', path: pointer, value }])
    },
  })
  return [...copies.values()].flat()
}

/** Collects what an operation changes or leads through, as far as the document holds it in one place only. */
function touch(node: Node, tokens: readonly string[], op: Operation['op'], touched: Set<Node>): void {
  touched.add(node)
  const [token, ...rest] = tokens
  if (token === undefined || !isCollectionNode(node)) return
  const entry = entryOf(node, indexIn(node, token))
  const isLast = rest.length === 0
  if (entry !== undefined && !isLast) return touch(entry.node, rest, op, touched)
  if (entry !== undefined) visit(entry.node, { Value: (_, value) => void touched.add(value) })
  // A key of the map's own goes before a merged one, so only what is below a merged one, or takes it away, needs a copy.
  else if (isMapNode(node) && (!isLast || op === 'remove')) mergesOf(node).forEach((merge) => touched.add(merge))
}

/** The aliases of `<<: *name` and of `<<: [*name, *other]`. */
const mergesOf = ({ items }: MapNode): readonly Node[] =>
  items.flatMap((pair) => {
    if (keyOf(pair) !== '<<' || pair.value === null) return []
    return isSeqNode(pair.value) ? pair.value.items : [pair.value]
  })

/** What was merged into a map becomes its own. */
function unmerge(pointer: string, { items }: MapNode, value: unknown): readonly Operation[] {
  const own = items.map(keyOf)
  const merged = Object.entries(isObject(value) ? value : {}).filter(([key]) => !own.includes(key))
  return [
    ...merged.map(([key, field]): Operation => ({ op: 'add', path: pointer + pointerOf([key]), value: field })),
    { op: 'remove', path: `${pointer}/<<` },
  ]
}

const tokensTo = (chain: readonly (Document | Node | Pair)[]): readonly (string | number)[] =>
  chain.flatMap((node, depth): readonly (string | number)[] => {
    if (isPair(node)) return [keyOf(node)]
    return isSeqNode(node) ? [node.items.findIndex((item) => item === chain[depth + 1])] : []
  })
