import { clone, type Fields, isFields, sameJson, setField, show } from './json.js'

/** One operation of a JSON patch (RFC 6902). */
export interface Operation {
  readonly op: 'add' | 'replace' | 'remove' | 'test' | 'move' | 'copy'
  readonly path: string
  readonly from?: string
  readonly value?: unknown
}

/** Thrown where a patch does not apply; the message is the API server's own for the faults that were seen there. */
export class PatchError extends Error {
  override readonly name = 'PatchError'
}

/**
 * Applies a JSON patch to a copy of a document, as strictly as RFC 6902 and the API server: an operation whose target or parent is
 * not there is an error, as is one without its value. Nothing is applied of a patch that does not apply as a whole.
 *
 * @throws {PatchError} that names the operation.
 *
 * @example
 * const volumes = [{ name: 'logs' }]
 * console.log(applyPatch({ volumes }, [{ op: 'add', path: '/volumes/-', value: { name: 'cache' } }]))
 * //=> { volumes: [ { name: 'logs' }, { name: 'cache' } ] }
 */
export function applyPatch(document: unknown, patch: readonly Operation[]): unknown {
  const holder: Fields = { root: clone(document) }
  for (const operation of patch) run(holder, operation)
  return holder['root']
}

function run(holder: Fields, { op, path, from, value }: Operation): void {
  switch (op) {
    case 'add':
    case 'replace':
      if (value === undefined) throw new PatchError(`${op} operation does not apply: ${path} has no value`)
      return set(holder, op, path, clone(value))
    case 'remove':
      return void remove(holder, path)
    case 'test':
      if (!sameJson(get(holder, op, path), value ?? null))
        throw new PatchError(`testing value ${path} failed: test failed`)
      return
    case 'copy':
      return set(holder, 'add', path, clone(get(holder, op, from)))
    case 'move':
      return set(holder, 'add', path, remove(holder, from))
    default:
      throw new PatchError(`unexpected kind: ${show(op)}`)
  }
}

/** A place in a document: what it is in, and under which key. */
interface Place {
  readonly parent: Fields | unknown[]
  readonly key: string
  readonly pointer: string
}

function placeOf(holder: Fields, op: string, pointer: string | undefined): Place {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/'))) {
    throw new PatchError(`${op} operation does not apply: ${show(pointer)} is no JSON pointer`)
  }
  let parent: Fields | unknown[] = holder
  let key = 'root'
  for (const token of pointer.split('/').slice(1)) {
    const found = child(parent, key)
    if (!Array.isArray(found) && !isFields(found)) throw missing(op, pointer)
    parent = found
    key = unescape(token)
  }
  return { parent, key, pointer }
}

const unescape = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~')

const missing = (op: string, pointer: string): PatchError =>
  new PatchError(`${op} operation does not apply: doc is missing path: "${pointer}": missing value`)

function child(parent: Fields | unknown[], key: string): unknown {
  if (Array.isArray(parent)) return isIndex(key, parent.length - 1) ? parent[Number(key)] : undefined
  return Object.hasOwn(parent, key) ? parent[key] : undefined
}

const isIndex = (key: string, largest: number): boolean => /^(0|[1-9]\d*)$/.test(key) && Number(key) <= largest

function get(holder: Fields, op: string, at: string | undefined): unknown {
  const { parent, key, pointer } = placeOf(holder, op, at)
  const found = child(parent, key)
  if (found === undefined) throw missing(op, pointer)
  return found
}

function set(holder: Fields, op: 'add' | 'replace', at: string, value: unknown): void {
  const { parent, key, pointer } = placeOf(holder, op, at)
  if (op === 'replace' && child(parent, key) === undefined) throw missing(op, pointer)
  if (!Array.isArray(parent)) setField(parent, key, value)
  else if (op === 'replace') parent[Number(key)] = value
  else if (key === '-') parent.push(value)
  else if (isIndex(key, parent.length)) parent.splice(Number(key), 0, value)
  else throw new PatchError(`error in add for path: '${pointer}': ${invalidIndex(key)}`)
}

function remove(holder: Fields, at: string | undefined): unknown {
  const { parent, key, pointer } = placeOf(holder, 'remove', at)
  const found = child(parent, key)
  if (found === undefined) {
    const why = Array.isArray(parent) ? invalidIndex(key) : `Unable to remove nonexistent key: ${key}: missing value`
    throw new PatchError(`error in remove for path: '${pointer}': ${why}`)
  }
  if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else Reflect.deleteProperty(parent, key)
  return found
}

const invalidIndex = (key: string): string => `Unable to access invalid index: ${key}: invalid index referenced`
