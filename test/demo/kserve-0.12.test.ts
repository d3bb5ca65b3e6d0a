import { expect, test } from 'vitest'
import { duplicates } from '../../examples/demo/duplicates.js'
import { injectLikeKServe012, type PodSpec } from '../../examples/demo/kserve-0.12.js'
import { recordedCases, podsAfter } from '../reference/recorded-cases.js'
import { recordedPods } from '../reference/recorded-pods.js'

// The demo's model of KServe 0.12.0 does what that release did, and its check of duplicates says what an API server said.

const annotation = 'internal.serving.kserve.io/storage-initializer-sourceuri'
const recorded = recordedCases.filter(
  ({ call, results }) => call === 'InjectModelcar' && typeof results['v0.12.0']?.[0] === 'object',
)

test('there are recorded calls of 0.12.0', () => {
  expect(recorded.length).toBeGreaterThan(4)
})

test.each(recorded)('0.12.0, called three times: $name', (each) => {
  const image = (each.pod?.metadata?.annotations?.[annotation] ?? '').replace('oci://', '')
  const uid = each.config?.['uidModelcar'] as number | undefined
  const pods = podsAfter(each, 'v0.12.0')
  let pod = each.pod?.spec as PodSpec
  for (const expected of pods) {
    pod = injectLikeKServe012(pod, image, uid)
    expect(pod).toEqual(expected)
  }
  expect(pods).toHaveLength(3)
})

test('0.12.0 refuses a pod without kserve-container in its own words', () => {
  expect(() => injectLikeKServe012({ containers: [{ name: 'worker-container' }] }, 'm')).toThrow(
    'no container found with name kserve-container',
  )
})

test('a volume, a mount and a container that come twice are told in the words of the API server', () => {
  const doubled = recordedPods.find(({ name }) => name === '3506')
  const words = doubled?.answer.errors?.map(({ field, message }) => `${field}: ${message}`)
  expect(words).toHaveLength(3)
  expect(duplicates(doubled?.pod.spec as PodSpec)).toEqual(words)
})

test('an init container may have no container’s name', () => {
  const spec = { containers: [{ name: 'a' }], initContainers: [{ name: 'b' }, { name: 'a' }, { name: 'b' }] }
  expect(duplicates(spec)).toEqual([
    'spec.initContainers[1].name: Duplicate value: "a"',
    'spec.initContainers[2].name: Duplicate value: "b"',
  ])
})
