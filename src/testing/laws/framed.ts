import { clone, fieldsOf, isFields, sameJson } from '../json.js'
import { keyOf } from '../list-keys.js'
import type { Mutate, PodSpec } from '../pod.js'
import { BrokenLaw, type Judge, lenient, type Verdict } from './law.js'
import { attempt } from './refusal.js'
import type { Steps } from './steps.js'

/** Tells whether a mutator may change what stands at a path, such as `containers[*].image`. */
export type MayChange = (path: string) => boolean

/**
 * What was in the pod is in it afterwards: every entry of a list with keys by its key, in the same order, and every field with the
 * value that it had, unless the mutator is there to change it. New entries and new fields are free.
 */
export function* framed(
  mutate: Mutate,
  podSpec: PodSpec,
  mayChange: MayChange = () => false,
  { isRefusal }: Judge = lenient,
): Steps<Verdict> {
  const before = clone(podSpec)
  const outcome = yield* attempt(() => mutate(podSpec), isRefusal)
  if ('refusal' in outcome) return 'refused'
  const lost = lostBetween(before, outcome.result, mayChange)
  if (lost.length === 0) return 'held'
  throw new BrokenLaw('framed: changed what was there', {
    before,
    after: outcome.result,
    calls: ['one call'],
    details: lost,
  })
}

/** Lists what was in a value and is not in another one. */
export const lostBetween = (before: unknown, after: unknown, mayChange: MayChange): string[] =>
  walk(before, after, { shown: '', path: '' }, mayChange)

interface Place {
  /** With the keys of entries, for a person. */
  readonly shown: string
  /** With a star for each entry. */
  readonly path: string
}

const field = ({ shown, path }: Place, key: string): Place => ({
  shown: shown === '' ? key : `${shown}.${key}`,
  path: path === '' ? key : `${path}.${key}`,
})

function walk(before: unknown, after: unknown, place: Place, mayChange: MayChange): string[] {
  // An absent field, null and what is empty are the same to the API server.
  if (sameJson(before, after) || isEmpty(before) || mayChange(place.path)) return []
  if (Array.isArray(before)) return walkList(before, after, place, mayChange)
  if (!isFields(before) || !isFields(after))
    return [`${place.shown}: ${isEmpty(after) ? 'is gone' : 'has another value'}`]
  return Object.entries(before).flatMap(([key, value]) =>
    walk(value, fieldsOf(after)[key], field(place, key), mayChange),
  )
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)

function walkList(before: readonly unknown[], after: unknown, place: Place, mayChange: MayChange): string[] {
  const made: readonly unknown[] = Array.isArray(after) ? after : []
  const key = keyOf(place.path)
  if (key === undefined) return walkSequence(before, made, place, mayChange)
  const indexes = indexesByKey(made.map((entry) => key(fieldsOf(entry))))
  const seen = new Map<string, number>()
  const order: number[] = []
  const lost = before.flatMap((entry) => {
    const name = key(fieldsOf(entry))
    const at = { shown: `${place.shown}[${name}]`, path: `${place.path}[*]` }
    const found = indexes.get(name) ?? []
    const [first] = found
    if (first === undefined) return mayChange(at.path) ? [] : [`${at.shown}: is gone`]
    // A key may be there twice, as the API server lets a variable be: the second entry is compared with the second.
    const nth = seen.get(name) ?? 0
    seen.set(name, nth + 1)
    const index = found[nth]
    if (index !== undefined) order.push(index)
    return walk(entry, made[index ?? first], at, mayChange)
  })
  const isOrdered = order.every((index, at) => index >= (order[at - 1] ?? 0))
  return isOrdered ? lost : [...lost, `${place.shown}: in another order`]
}

/** Words of a command line mean something else where more stand among them; other lists without keys, such as tolerations, may grow. */
const isCommandLine = (path: string): boolean => /(^|\.)(command|args)$/.test(path)

/** Entries without keys are found again by what they hold, in their order. */
function walkSequence(
  before: readonly unknown[],
  made: readonly unknown[],
  place: Place,
  mayChange: MayChange,
): string[] {
  if (made.length === 0) return [`${place.shown}: is gone`]
  if (isCommandLine(place.path)) return [`${place.shown}: has another value`]
  let next = 0
  for (const [index, entry] of before.entries()) {
    const at = { shown: `${place.shown}[${index}]`, path: `${place.path}[*]` }
    while (next < made.length && walk(entry, made[next], at, mayChange).length > 0) next += 1
    if (next === made.length) return [`${at.shown}: is gone, or has another value`]
    next += 1
  }
  return []
}

function indexesByKey(keys: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const indexes = new Map<string, number[]>()
  for (const [index, key] of keys.entries()) {
    const known = indexes.get(key)
    if (known === undefined) indexes.set(key, [index])
    else known.push(index)
  }
  return indexes
}
