import { describe, expect, test } from 'vitest'
import {
  expectIdempotent,
  expectLaws,
  expectStable,
  fromReview,
  type LawName,
  lawNames,
  type Mutate,
  reportLaws,
} from '../../src/testing/index.js'
import { handlerOf, marks, soundMutators } from './sound-mutators.js'

// No law accuses a mutator that has no fault, whatever its style.

const options = { runs: 60, seed: 7 }
const others = (...left: readonly LawName[]): LawName[] =>
  lawNames.filter((law) => !['patch', 'total', ...left].includes(law))

describe.each(Object.entries(soundMutators))('one that %s', (name, mutate) => {
  const laws = name === 'edits in place' ? others('pure') : others()

  test('keeps all laws', async () => {
    await expectLaws(mutate, { ...options, laws })
  })

  test('keeps them on decoded pods', async () => {
    await expectLaws(mutate, { ...options, decoded: true, laws })
  })
})

describe('a webhook that goes by its own annotation', () => {
  const webhook = fromReview(handlerOf(marks), { metadata: { labels: { a: 'b' } } })

  test('keeps all laws', async () => {
    await expectLaws(webhook, { ...options, decoded: true })
  })

  test('is found to write another one in every call', async () => {
    let calls = 0
    const counting = fromReview(handlerOf(({ spec }) => ({ spec, annotations: { calls: String((calls += 1)) } })))
    await expect(expectIdempotent(counting, options)).rejects.toThrow(
      /^  \/metadata\/annotations\/calls: "\d+" became "\d+"$/m,
    )
  })

  test('is found to look at one that is never written', async () => {
    const forgets = fromReview(handlerOf((pod) => ({ spec: marks(pod).spec })))
    await expect(expectIdempotent(forgets, options)).rejects.toThrow('it grows: containers by 1 in every round')
  })
})

test('one that writes what the API server leaves out is told that it does so in vain; the pod settles all the same', async () => {
  const mutate: Mutate = (spec) => ({
    ...spec,
    containers: spec.containers.map((container) => ({ ...container, workingDir: container['workingDir'] ?? '' })),
  })
  await expectLaws(mutate, { ...options, laws: others('stable') })
  await expect(expectStable(mutate, options)).rejects.toThrow('so the patch is in vain, in every call')
})

test('each law is asked about 100 pods by default', async () => {
  const reports = await reportLaws((spec) => spec, { seed: 1 })
  expect(reports.every(({ runs }) => runs === 100)).toBe(true)
}, 60_000)
