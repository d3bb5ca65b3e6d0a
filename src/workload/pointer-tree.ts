import { isList, isObject } from '../json.js'
import { below, type Location } from './location.js'
import type { Tokens } from './pointer.js'

/** Pointers by their tokens: what two of them have in common is there once, and so each place is found once. */
export interface PointerTree {
  /** Whether a pointer ends here. */
  isEnd: boolean
  readonly next: Map<string, PointerTree>
}

export function pointerTree(pointers: readonly Tokens[]): PointerTree {
  const root: PointerTree = { isEnd: false, next: new Map() }
  for (const tokens of pointers) {
    let tree = root
    for (const token of tokens) {
      const next = tree.next.get(token) ?? { isEnd: false, next: new Map<string, PointerTree>() }
      tree.next.set(token, next)
      tree = next
    }
    tree.isEnd = true
  }
  return root
}

/**
 * Finds what pointers lead to, from a location on, in the order of the pointers; what is not there, or is null, is left out. Where
 * one ends it is not looked any deeper: what lies in a pod spec is no pod spec.
 */
export function findPlaces(from: Location, tree: PointerTree): readonly Location[] {
  const places: Location[] = []
  const open: Step[] = [{ location: from, trees: [tree] }]
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { location, trees } = step
    if (location.value === undefined || location.value === null) continue
    if (trees.some(({ isEnd }) => isEnd)) places.push(location)
    // The first one has to come off the stack first.
    else for (const next of stepsBelow(location, trees).reverse()) open.push(next)
  }
  return places
}

interface Step {
  readonly location: Location
  /** Where the pointers stand that led here: a named one and a `*` may lead to the same place. */
  readonly trees: PointerTree[]
}

function stepsBelow(location: Location, trees: readonly PointerTree[]): Step[] {
  const steps = new Map<string | number, Step>()
  for (const { next } of trees) {
    for (const [token, tree] of next) {
      for (const { key, value } of entriesAt(location.value, token)) {
        const step = steps.get(key)
        if (step === undefined) steps.set(key, { location: below(location, key, value), trees: [tree] })
        else step.trees.push(tree)
      }
    }
  }
  return [...steps.values()]
}

interface Entry {
  readonly key: string | number
  readonly value: unknown
}

/** What a token names in a list or object: one entry or none, or all for `*`. */
function* entriesAt(value: unknown, token: string): Generator<Entry> {
  if (isList(value)) {
    if (token === '*') for (const [key, entry] of value.entries()) yield { key, value: entry }
    else if (isIndex(token)) yield { key: Number(token), value: value[Number(token)] }
  } else if (isObject(value)) {
    if (token === '*') for (const key of Object.keys(value)) yield { key, value: value[key] }
    else if (Object.hasOwn(value, token)) yield { key: token, value: value[token] }
  }
}

/** RFC 6901, section 4: no sign and no zero in front. */
const isIndex = (token: string): boolean => /^(?:0|[1-9]\d*)$/.test(token)
