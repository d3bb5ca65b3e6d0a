import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCase, ordinaryCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { collisions, damagedCase, damages } from '../kit/arbitraries/debris.js'
import { decorations } from '../../src/testing/arbitraries/decorations.js'
import { anyPod } from '../../src/testing/arbitraries/pods.js'
import { changes, runChanges } from '../../src/testing/changes.js'
import { clone, sameJson } from '../../src/testing/json.js'
import {
  allContainersOf,
  containersOf,
  initContainersOf,
  mountsOf,
  type PodSpec,
  volumesOf,
} from '../../src/testing/pod.js'
import { check, seed } from '../kit/runs.js'
import { admissionErrors } from '../oracle/admission.js'
import { inject } from '../laws/subject.js'

const sample = fc.sample(anyCase, { numRuns: 1000, seed })
const share = (holds: (podSpec: PodSpec) => boolean): number =>
  sample.filter(({ podSpec }) => holds(podSpec)).length / sample.length

describe('generated pods', () => {
  test.each([
    ['several containers', (podSpec: PodSpec) => containersOf(podSpec).length > 1, 0.4],
    ['init containers', (podSpec: PodSpec) => initContainersOf(podSpec).length > 0, 0.4],
    [
      'native sidecars',
      (podSpec: PodSpec) => initContainersOf(podSpec).some((each) => each['restartPolicy'] === 'Always'),
      0.1,
    ],
    ['volumes', (podSpec: PodSpec) => volumesOf(podSpec).length > 0, 0.6],
    ['mounts', (podSpec: PodSpec) => allContainersOf(podSpec).some((each) => mountsOf(each).length > 0), 0.5],
    ['null or empty lists', (podSpec: PodSpec) => /:(null|\[\])/.test(JSON.stringify(podSpec)), 0.2],
    ['unknown fields', (podSpec: PodSpec) => JSON.stringify(podSpec).includes('notAField'), 0.05],
    ['keys as JavaScript’s own', (podSpec: PodSpec) => /"(__proto__|valueOf)":/.test(JSON.stringify(podSpec)), 0.02],
    ['pod-level resources', (podSpec: PodSpec) => podSpec['resources'] !== undefined, 0.01],
    ['Windows', (podSpec: PodSpec) => JSON.stringify(podSpec).includes('windows'), 0.005],
    ['hostPID', (podSpec: PodSpec) => podSpec['hostPID'] === true, 0.01],
  ] as const)('have %s', (_name, holds, atLeast) => {
    expect(share(holds)).toBeGreaterThan(atLeast)
  })

  test('are plain JSON, and shrink to plain JSON', () => {
    check(
      fc.property(anyPod, (podSpec) => {
        expect(sameJson(JSON.parse(JSON.stringify(podSpec)), podSpec)).toBe(true)
        expect(Object.getPrototypeOf(podSpec)).toBe(Object.prototype)
      }),
    )
  })
})

test.each(Object.entries(decorations))('a decoration is the same JSON: %s', (_name, decorate) => {
  for (const { podSpec } of sample.slice(0, 50)) {
    const before = JSON.stringify(podSpec)
    expect(sameJson(decorate(podSpec), podSpec)).toBe(true)
    expect(JSON.stringify(podSpec)).toBe(before)
  }
})

describe('what happens between two calls', () => {
  const cases = fc.sample(ordinaryCase, { numRuns: 150, seed }).map(({ podSpec, config }) => {
    try {
      return { podSpec: inject(podSpec, config), config }
    } catch {
      return { podSpec, config }
    }
  })

  test.each(Object.keys(changes))('%s: something changes, the input does not, and the API server takes it', (name) => {
    let changed = 0
    for (const [at, { podSpec }] of cases.entries()) {
      const before = clone(podSpec)
      const made = runChanges([{ name, at }])(podSpec)
      expect(sameJson(podSpec, before)).toBe(true)
      expect([name, ...admissionErrors(made)]).toEqual([name])
      if (JSON.stringify(made) !== JSON.stringify(podSpec)) changed += 1
    }
    expect(changed).toBeGreaterThan(0)
  })
})

describe('damage', () => {
  const cases = fc.sample(damagedCase(ordinaryCase, config, inject), { numRuns: 1000, seed })

  test('much of it is heavy: the API server refuses the pod, or something of ours is missing', () => {
    const changed = cases.filter(({ podSpec, config }) => {
      try {
        return inject(podSpec, config) !== podSpec
      } catch {
        return true
      }
    })
    expect(changed.length / cases.length).toBeGreaterThan(0.7)
  })

  test.each(Object.entries({ ...damages, ...collisions }))('%s: it does something', (_name, damage) => {
    const hits = fc.sample(ordinaryCase, { numRuns: 100, seed }).filter(({ podSpec, config }, at) => {
      const states = [clone(podSpec)]
      try {
        states.push(clone(inject(podSpec, config)))
      } catch {
        // A refused pod is damaged as it is.
      }
      return states.some((state) => {
        const made = clone(state)
        damage(made, config, at)
        return JSON.stringify(made) !== JSON.stringify(state)
      })
    })
    expect(hits.length).toBeGreaterThan(5)
  })
})
