import { isFields, sameJson } from '../json.js'
import type { Steps } from './steps.js'

/** How often a step is repeated before it is said where it leads. */
const repetitions = 6

/** What becomes of something that a step changes again and again. */
export type Trend =
  | { readonly kind: 'settles'; readonly after: number }
  | { readonly kind: 'oscillates'; readonly period: number }
  | { readonly kind: 'grows'; readonly lists: Readonly<Record<string, number>> }
  | { readonly kind: 'changes' }

/** Repeats a step, and says whether what it makes comes to rest, comes back, grows, or only changes. */
export function* trendOf<T>(start: T, step: (state: T) => Steps<T>): Steps<Trend> {
  const states = [start]
  for (let count = 0; count < repetitions; count += 1) {
    const last = states.at(-1) ?? start
    const next = yield* step(last)
    if (sameJson(next, last)) return { kind: 'settles', after: count }
    const seen = states.findIndex((state) => sameJson(state, next))
    if (seen !== -1) return { kind: 'oscillates', period: states.length - seen }
    states.push(next)
  }
  const lists = growing(states.map((state) => listLengths(state)))
  return Object.keys(lists).length > 0 ? { kind: 'grows', lists } : { kind: 'changes' }
}

/** Says a trend in words. */
export function trendText(trend: Trend): string {
  switch (trend.kind) {
    case 'settles':
      return trend.after === 0 ? 'nothing changes' : `it settles after ${trend.after} more`
    case 'oscillates':
      return `it oscillates: every ${trend.period} rounds the pod is as it was before`
    case 'grows':
      return `it grows: ${Object.entries(trend.lists)
        .map(([list, by]) => `${list} by ${by}`)
        .join(', ')} in every round`
    case 'changes':
      return 'it changes in every round, and comes to no end'
  }
}

/** The lists that grow from each state to the next, with what they grew by in the last one. */
function growing(states: readonly ReadonlyMap<string, number>[]): Record<string, number> {
  const [last, before] = [states.at(-1), states.at(-2)]
  const grown = [...(last ?? [])].filter(([list]) =>
    states.every((lengths, index) => index === 0 || (lengths.get(list) ?? 0) > (states[index - 1]?.get(list) ?? 0)),
  )
  return Object.fromEntries(grown.map(([list, length]) => [list, length - (before?.get(list) ?? 0)]))
}

/** The lengths of all lists in a value, by their path without indexes. */
function listLengths(value: unknown, path = '', lengths = new Map<string, number>()): Map<string, number> {
  if (Array.isArray(value)) {
    lengths.set(path, (lengths.get(path) ?? 0) + value.length)
    for (const entry of value) listLengths(entry, `${path}[*]`, lengths)
  } else if (isFields(value)) {
    for (const [key, field] of Object.entries(value)) listLengths(field, path === '' ? key : `${path}.${key}`, lengths)
  }
  return lengths
}
