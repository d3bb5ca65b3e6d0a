import { isDeepStrictEqual } from 'node:util'
import { asFields, type Fields } from './cast.js'

/** One difference of two pod specs: in a field, or of an entry of a list whose entries have a key. */
export interface Change {
  /** Fields, with the keys of entries in place of indexes: `['containers', 'vllm', 'volumeMounts', '/mnt']`. */
  readonly path: readonly string[]
  /** Undefined or null where there is nothing. */
  readonly before: unknown
  readonly after: unknown
  /** Whether an entry goes, and another one with its key stays. */
  readonly isRepeated: boolean
}

/** Lists the differences of two pod specs in the order of their YAML. What is new or gone as a whole is one difference. */
export const changesOf = (before: object, after: object): readonly Change[] => fieldChanges(before, after, [], podLists)

interface KeyedList {
  readonly key: string
  /** The lists in its entries. What has none is compared as a whole. */
  readonly lists?: Lists
}

type Lists = Readonly<Record<string, KeyedList>>

const containers: KeyedList = { key: 'name', lists: { env: { key: 'name' }, volumeMounts: { key: 'mountPath' } } }
const podLists: Lists = {
  containers,
  initContainers: containers,
  volumes: { key: 'name' },
  imagePullSecrets: { key: 'name' },
}

function fieldChanges(before: object, after: object, path: readonly string[], lists: Lists): readonly Change[] {
  const [old, made] = [asFields(before), asFields(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(made)])].flatMap((field) => {
    const [was, is] = [old[field], made[field]]
    const below = [...path, field]
    if (isDeepStrictEqual(was, is)) return []
    const list = lists[field]
    if (list !== undefined) return listChanges(entriesOf(was), entriesOf(is), below, list)
    return [{ path: below, before: was, after: is, isRepeated: false }]
  })
}

const entriesOf = (list: unknown): readonly Fields[] => (Array.isArray(list) ? list.map(asFields) : [])

function listChanges(
  before: readonly Fields[],
  after: readonly Fields[],
  path: readonly string[],
  { key, lists }: KeyedList,
): readonly Change[] {
  // One path can be spelt in two ways.
  const keyOf = (entry: Fields): string => String(entry[key]).replace(/(?<=.)\/+$/, '')
  const keys = new Set(after.map(keyOf))
  return pair(before, after, keyOf).flatMap(([was, is]) => {
    if (isDeepStrictEqual(was, is)) return []
    const below = [...path, keyOf(is ?? was ?? {})]
    if (was !== undefined && is !== undefined && lists !== undefined) return fieldChanges(was, is, below, lists)
    return [{ path: below, before: was, after: is, isRepeated: is === undefined && keys.has(below.at(-1) ?? '') }]
  })
}

type Pair = readonly [before: Fields | undefined, after: Fields | undefined]

/** Pairs the entries that have one key, equal ones first, in the order of both lists. */
function pair(before: readonly Fields[], after: readonly Fields[], keyOf: (entry: Fields) => string): readonly Pair[] {
  // By indexes, since an alias in YAML makes two entries one object.
  const partners = new Map<number, number>()
  const taken = new Set<number>()
  for (const isLike of [isDeepStrictEqual, (was: Fields, is: Fields) => keyOf(was) === keyOf(is)]) {
    for (const [index, was] of before.entries()) {
      const partner = after.findIndex((is, at) => !partners.has(index) && !taken.has(at) && isLike(was, is))
      if (partner < 0) continue
      partners.set(index, partner)
      taken.add(partner)
    }
  }
  const added = [...after.keys()].filter((at) => !taken.has(at))
  const additions = (count: number): readonly Pair[] => added.splice(0, count).map((at) => [undefined, after[at]])
  const pairs = before.flatMap((was, index): readonly Pair[] => {
    const partner = partners.get(index)
    if (partner === undefined) return [[was, undefined]]
    return [...additions(added.filter((at) => at < partner).length), [was, after[partner]]]
  })
  return [...pairs, ...additions(added.length)]
}
