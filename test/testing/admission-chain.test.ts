import { describe, expect, test } from 'vitest'
import { admit, type Webhook } from '../../src/testing/admission-chain.js'
import { containersOf, namesOf, type PodSpec, volumesOf } from '../../src/testing/pod.js'
import { recordedExperiments } from '../reference/recorded-pods.js'

const pod: PodSpec = { containers: [{ name: 'main', image: 'main:1' }] }
const withoutToken: PodSpec = { ...pod, automountServiceAccountToken: false }

/** What the webhooks of the recorded experiments do: each adds a container of its own name, once. */
const adds =
  (name: string) =>
  (podSpec: PodSpec): PodSpec =>
    containersOf(podSpec).some((container) => container.name === name)
      ? podSpec
      : { ...podSpec, containers: [...podSpec.containers, { name, image: 'a:1' }] }

let counter = 0
const keepsChanging = (podSpec: PodSpec): PodSpec => ({ ...podSpec, nodeSelector: { n: String((counter += 1)) } })
const nothing = (podSpec: PodSpec): PodSpec => podSpec
const equal = (podSpec: PodSpec): PodSpec => ({ ...podSpec })

describe('the admission chain calls whom a real API server called', () => {
  test.each([
    ['alone', pod, { a: adds('a') }],
    ['later-changes', pod, { a: adds('a'), b: adds('b') }],
    ['later-changes-never', pod, { a: adds('a'), b: adds('b') }],
    ['later-does-nothing', pod, { a: adds('a'), b: nothing }],
    ['order-by-name', pod, { a: adds('a'), b: adds('b') }],
    ['both-if-needed', pod, { a: adds('a'), b: adds('b') }],
    ['never-settles', pod, { a: keepsChanging, b: adds('b') }],
    ['two-that-never-settle', pod, { a: keepsChanging, b: keepsChanging }],
    ['three', pod, { a: adds('a'), b: adds('b'), c: adds('c') }],
    ['no-op-patch', pod, { a: adds('a'), b: equal }],
    ['alone-no-token', withoutToken, { a: adds('a') }],
    ['no-op-patch-no-token', withoutToken, { a: adds('a'), b: equal }],
  ] as const)('%s', (name, podSpec, mutations: Readonly<Record<string, (podSpec: PodSpec) => PodSpec>>) => {
    const recorded = recordedExperiments.find((experiment) => experiment.name === name)!
    const webhooks = recorded.webhooks.map((webhook): Webhook => ({ ...webhook, mutate: mutations[webhook.name]! }))
    const { podSpec: made, calls } = admit(podSpec, webhooks)
    expect(calls).toEqual(recorded.calls.map(({ webhook }) => webhook))
    expect(namesOf(containersOf(made))).toEqual(recorded.result?.containers)
    expect(namesOf(volumesOf(made)).map((volume) => volume.replace(/-[^-]*$/, '-xxxxx'))).toEqual(
      recorded.result?.volumes,
    )
  })
})
