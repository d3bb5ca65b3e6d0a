import { changesOf } from '../pod/inject.js'
import type { Call } from './play.js'
import type { CallOfKServe } from './kserve.js'

/** What came of a call, in words. */
export interface Verdict {
  readonly isGood: boolean
  readonly text: string
  readonly lines: readonly string[]
}

export function verdictOfOurs({ ours, refused }: Call, index: number): Verdict {
  if (ours === undefined)
    return {
      isGood: false,
      text: 'refuses the pod',
      lines: refused.map(({ field, message }) => `${field}: ${message}`),
    }
  const count = changesOf(ours)
  const changes = `${count} ${count === 1 ? 'change' : 'changes'}`
  const text = ours.isSame ? `${changes}: the very same object` : changes
  return { isGood: ours.isSame || index === 0, text, lines: [] }
}

export function verdictOfTheirs({ refusals, error }: CallOfKServe): Verdict {
  if (error !== undefined) return { isGood: false, text: 'fails', lines: [error] }
  if (refusals.length === 0) return { isGood: true, text: 'appends; nothing comes twice', lines: [] }
  const [told, more] = [refusals.slice(0, mostTold), refusals.length - mostTold]
  return {
    isGood: false,
    text: 'appends; the API server refuses the pod',
    lines: more > 0 ? [...told, `and ${more} more`] : told,
  }
}

const mostTold = 3

/** The last of several calls in one sentence, to be read out; of the first one the result says it all. */
export function lastOf(calls: readonly Call[]): string {
  const [call, index] = [calls.at(-1), calls.length - 1]
  if (call === undefined || index === 0) return ''
  const theirs = call.theirs === undefined ? '' : ` KServe 0.12.0: ${verdictOfTheirs(call.theirs).text}.`
  return `Call ${calls.length}. modelcar: ${verdictOfOurs(call, index).text}.${theirs}`
}
