import { describe, expect, test } from 'vitest'
import { Tally } from '../reference/tally.js'
import { attempt, fieldsOf, resolutionOf } from './attempt.js'
import { casesOf, firstOutcome, type RecordedCase } from './recorded.js'

// Which paths of several models may stand together: KServe's rule forbids what hurts its own sidecar, and misses nesting.

const amounts = { memoryRequest: '1Mi', memoryLimit: '1Gi', cpuRequest: '1m', cpuLimit: '1' }
const spec = { containers: [{ name: 'kserve-container' }] }

/** Where we differ on purpose. */
const DIFFERENT: Readonly<Record<string, { readonly ours: readonly string[]; readonly reason: string }>> = {
  'mount paths: shared parent': { ours: ['models'], reason: 'siblings share one volume' },
  'mount paths: three, the last two collide': { ours: ['models'], reason: 'siblings share one volume' },
  'mount paths: shared parent, fetch': { ours: ['models'], reason: 'each path is a volume of its own' },
  'mount paths: shared parent, no mode': { ours: ['Disabled'], reason: 'nothing is injected, so nothing is checked' },
  'mount paths: nested, native': { ours: ['Duplicate storageUris[1].mountPath'], reason: 'one hides the other' },
  'mount paths: nested, modelcar': {
    ours: ['Duplicate storageUris[1].mountPath'],
    reason: 'a link inside of the other',
  },
  'mount paths: slash at the end, native': {
    ours: ['Duplicate storageUris[1].mountPath'],
    reason: 'it is the same path',
  },
  'mount paths: slash at the end, modelcar': {
    ours: ['Duplicate storageUris[1].mountPath'],
    reason: 'it is the same path',
  },
}

/** What both refuse, where we see it. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'mount paths: default path twice': ['Duplicate storageUris[1].mountPath'],
  'mount paths: exact duplicate, native': ['Duplicate storageUris[1].mountPath'],
  'mount paths: top level, modelcar': [
    'InvalidValue storageUris[0].mountPath',
    'InvalidValue storageUris[1].mountPath',
  ],
}

const cases = casesOf('ValidateOCIMountPaths')
const tally = new Tally()

describe('the paths of several models', () => {
  test.each(cases.map((recorded): [string, RecordedCase] => [recorded.name, recorded]))('%s', (name, recorded) => {
    const { mode, storageUris } = recorded
    const configMap = { storageInitializer: JSON.stringify({ ...amounts, ociModelMode: mode }) }
    const result = attempt({ spec }, configMap, { storageUris })
    const ours = 'refusal' in result ? fieldsOf(result) : [resolutionOf(result).skip ?? 'models']
    const isRefused = firstOutcome(recorded)?.error !== undefined
    const theirs = isRefused ? REFUSED[name] : [storageUris?.length === 0 ? 'NoSource' : 'models']
    expect({ [name]: ours }).toEqual({ [name]: DIFFERENT[name]?.ours ?? theirs })
    tally.add(DIFFERENT[name] ? 'different on purpose' : isRefused ? 'refused by both' : 'taken by both')
  })

  test('the outcomes, counted', () => {
    tally.print(`ValidateOCIMountPaths (${String(cases.length)} cases):`)
    expect(tally.counts).toEqual({ 'different on purpose': 8, 'refused by both': 3, 'taken by both': 4 })
  })
})
