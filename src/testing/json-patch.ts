import { clone, type Fields, isFields, setField } from './json.js'

/** One operation of a JSON patch, of the three kinds that a merge needs. */
export interface Operation {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  readonly value?: unknown
}

/** Reads an RFC 6901 pointer. */
const tokensOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))

/**
 * Applies an RFC 6902 patch to a copy of a document, as strictly as the RFC: an operation whose target or parent is not there
 * is an error, as is an `add` or `replace` without a value.
 */
export function applyPatch(document: unknown, patch: readonly Operation[]): unknown {
  let root = clone(document)
  for (const { op, path, value } of patch) {
    if (path !== '' && !path.startsWith('/')) throw new Error(`${path} is no pointer`)
    if (op !== 'remove' && value === undefined) throw new Error(`${op} ${path} has no value`)
    if (path === '') {
      root = clone(value)
      continue
    }
    const tokens = tokensOf(path)
    const last = tokens.pop() ?? ''
    const holder = tokens.reduce<unknown>((node, token) => child(node, token, path), root)
    if (Array.isArray(holder)) editList(holder, op, last, clone(value), path)
    else if (isFields(holder)) editFields(holder, op, last, clone(value), path)
    else throw new Error(`${path}: the parent is neither object nor list`)
  }
  return root
}

function child(node: unknown, token: string, path: string): unknown {
  if (Array.isArray(node)) return node[indexIn(node, token, node.length - 1, path)]
  if (isFields(node) && Object.hasOwn(node, token)) return node[token]
  throw new Error(`${path}: ${token} is not there`)
}

function indexIn(list: readonly unknown[], token: string, largest: number, path: string): number {
  if (!/^(0|[1-9]\d*)$/.test(token) || Number(token) > largest)
    throw new Error(`${path}: no index ${token} in ${list.length}`)
  return Number(token)
}

function editList(list: unknown[], op: Operation['op'], token: string, value: unknown, path: string): void {
  if (op === 'add') list.splice(token === '-' ? list.length : indexIn(list, token, list.length, path), 0, value)
  else if (op === 'replace') list[indexIn(list, token, list.length - 1, path)] = value
  else list.splice(indexIn(list, token, list.length - 1, path), 1)
}

function editFields(object: Fields, op: Operation['op'], token: string, value: unknown, path: string): void {
  if (op !== 'add' && !Object.hasOwn(object, token)) throw new Error(`${path}: ${token} is not there`)
  if (op === 'remove') Reflect.deleteProperty(object, token)
  else setField(object, token, value)
}
