import { describe, expect, test } from 'vitest'
import { injectModelcar, planModelcar } from '../../src/index.js'
import { admissionErrors } from '../oracle/admission.js'
import { podStartErrors } from '../oracle/start.js'
import type { Spec } from './differences.js'
import { requestOf } from './kserve-config.js'
import { inputOf, podsAfter, recordedCase } from './recorded-cases.js'
import { recordedExperiments, recordedPods } from './recorded-pods.js'

// The issue that this library exists for: KServe 0.12.0's webhook, called twice, makes a pod that no API server takes.

const CASES = ['3506: the pod of the issue, modelcar', '3506: the pod of the issue, modelcar, uid 1010']

const withoutIndexes = (text: string): string => text.replaceAll(/\[\d+\]/g, '[]')
const told = (podSpec: unknown): string[] =>
  admissionErrors(podSpec).map(({ field, message }) => withoutIndexes(`${field}: ${message}`))

describe.each(CASES)('%s', (name) => {
  const recorded = recordedCase(name)
  const request = requestOf(recorded)
  if (request.kind !== 'inject') throw new Error('not a case for an injection')
  const { config, injection } = request
  const input = inputOf(recorded) as Spec
  const [once, twice, thrice] = podsAfter(recorded, 'v0.12.0') as [Spec, Spec, Spec]

  test('0.12.0 is accepted after one call, and refused after two with the words of the API server', () => {
    expect(admissionErrors(input)).toEqual([])
    expect(admissionErrors(once)).toEqual([])
    const answer = recordedPods.find((pod) => pod.name === '3506')?.answer
    const words = answer?.errors?.map(({ field, message }) => withoutIndexes(`${field}: ${message}`))
    expect(words).toHaveLength(3)
    expect(told(twice)).toEqual(words)
    expect(new Set(told(thrice))).toEqual(new Set(words))
    expect(told(thrice)).toHaveLength(6)
  })

  test('ours is accepted after any number of calls, and is the same object from the second call on', () => {
    const first = injectModelcar(input, config)
    expect(first).not.toBe(input)
    let pod = first
    for (let call = 2; call <= 10; call++) {
      pod = injectModelcar(pod, config)
      expect(pod).toBe(first)
      expect(admissionErrors(pod)).toEqual([])
    }
    expect(podStartErrors(first, injection)).toEqual([])
    expect(planModelcar(first, config)).toEqual({ changed: false, patch: [], warnings: expect.any(Array) as unknown })
  })

  test.each([
    ['one call', once],
    ['two calls', twice],
    ['three calls', thrice],
  ])('what 0.12.0 made in %s is healed', (_calls, damaged) => {
    const healed = injectModelcar(damaged, config)
    expect(admissionErrors(healed)).toEqual([])
    expect(podStartErrors(healed, injection)).toEqual([])
    expect(injectModelcar(healed, config)).toBe(healed)
    const { containers, volumes, initContainers } = injectModelcar(input, config) as Spec & { volumes: unknown }
    expect(healed).toMatchObject({ volumes, initContainers })
    expect(healed.containers.map((container) => container.name)).toEqual(containers.map((container) => container.name))
  })
})

test('without a UID the healed pod is the pod of a fresh injection', () => {
  const recorded = recordedCase(CASES[0]!)
  const request = requestOf(recorded)
  if (request.kind !== 'inject') throw new Error('not a case for an injection')
  const fresh = injectModelcar(inputOf(recorded) as Spec, request.config)
  for (const damaged of podsAfter(recorded, 'v0.12.0')) {
    expect(injectModelcar(damaged as Spec, request.config)).toEqual(fresh)
  }
})

test('the API server called one webhook twice with no neighbour there, and refused', () => {
  const alone = recordedExperiments.find((experiment) => experiment.name === 'kserve-0.12.0-alone')
  expect(alone?.webhooks).toHaveLength(1)
  expect(alone?.calls).toHaveLength(2)
  expect(alone?.refused?.message).toContain('Duplicate value: "kserve-provision-location"')
  expect(alone?.refused?.message).toContain('Duplicate value: "modelcar"')
})
