import { expect } from 'vitest'
import { attempt, type Cause, type Refusal } from './refusal.js'

/** What is expected of a cause: its code, its field, and parts or patterns of its message. */
export type ExpectedCause = readonly [code: string, field: string, ...parts: (string | RegExp)[]]

/** Calls what has to be refused, and gives the refusal. */
export function refusalOf(call: () => unknown): Refusal {
  const outcome = attempt(call)
  if ('refusal' in outcome) return outcome.refusal
  throw new Error('nothing was refused')
}

/** Expects exactly these causes, in this order. */
export function expectCauses(causes: readonly Cause[], expected: readonly ExpectedCause[]): void {
  expect(causes.map(({ code, field }) => [code, field])).toEqual(expected.map(([code, field]) => [code, field]))
  expected.forEach(([, , ...parts], index) => {
    for (const part of parts) expect(causes[index]?.message).toMatch(part)
  })
}
