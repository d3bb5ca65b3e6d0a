import { describe, expect, test } from 'vitest'
import { inputOf, podsAfter, recordedCases } from '../reference/recorded-cases.js'
import { recordedPods, type RecordedPod } from '../reference/recorded-pods.js'
import { restrictedViolations } from '../../src/testing/api-server/validation/pod-security.js'
import { validatePodSpec } from '../../src/testing/api-server/validation/pod-spec.js'

// The rules against a real API server: all pods that one was shown, with its own answers.

/** What no reader of a parsed pod can know, each with the reason. */
const UNKNOWABLE: Readonly<Record<string, string>> = {
  'runAsUser-float-integral': 'the JSON text said 1010.0, and JSON.parse reads that as 1010',
}

const ofDefaultRules = recordedPods.filter(({ namespace, name }) => namespace !== 'restricted' && !(name in UNKNOWABLE))
const accepted = ofDefaultRules.filter(({ answer }) => answer.spec !== undefined)
const invalid = ofDefaultRules.filter(({ answer }) => answer.errors !== undefined)
const undecodable = ofDefaultRules.filter(({ answer }) => answer.code === 400)
const restricted = recordedPods.filter(({ namespace }) => namespace === 'restricted')

const named = (pods: readonly RecordedPod[]): [string, RecordedPod][] => pods.map((pod) => [pod.name, pod])

test('every recorded pod is in one of the groups below', () => {
  expect(recordedPods).toHaveLength(214)
  const counts = [accepted, invalid, undecodable, restricted, Object.keys(UNKNOWABLE)].map((group) => group.length)
  expect(counts).toEqual([138, 53, 15, 7, 1])
})

describe('a pod that the API server accepted has no error', () => {
  test.each(named(accepted))('%s', (_name, { pod, answer }) => {
    expect(validatePodSpec(pod.spec)).toEqual([])
    expect(validatePodSpec(answer.spec)).toEqual([])
  })
})

describe('a pod that it found invalid has the same errors, in its own words', () => {
  test.each(named(invalid))('%s', (_name, { pod, answer }) => {
    expect(validatePodSpec(pod.spec)).toEqual(answer.errors)
  })
})

describe('a pod that it could not read has the error that it stopped at', () => {
  test.each(named(undecodable))('%s', (_name, { pod, answer }) => {
    const [first] = validatePodSpec(pod.spec)
    expect(`Pod in version "v1" cannot be handled as a Pod: ${first?.message}`).toBe(answer.message)
  })
})

describe('a namespace of level "restricted"', () => {
  test.each(named(restricted))('%s', (_name, { pod, answer }) => {
    const violations = restrictedViolations(pod.spec)
    const message = `pods "pod" is forbidden: violates PodSecurity "restricted:latest": ${violations.join(', ')}`
    expect(violations.length === 0 ? undefined : message).toBe(answer.message)
  })
})

test.each(Object.entries(UNKNOWABLE))('%s: %s', (name) => {
  const recorded = recordedPods.find((pod) => pod.name === name)
  expect(recorded?.answer.code).toBe(400)
  expect(validatePodSpec(recorded?.pod.spec)).toEqual([])
})

describe('rules that no recorded pod breaks alone', () => {
  const pod = (extra: object, container: object = {}): unknown => ({
    containers: [{ name: 'server', image: 'server:1', ...container }],
    ...extra,
  })
  const messages = (podSpec: unknown): string[] =>
    validatePodSpec(podSpec).map(({ field, message }) => `${field}: ${message}`)

  test('pod-level requests hold what the containers ask for together', () => {
    const room = { resources: { requests: { cpu: '1' } } }
    expect(messages(pod(room, { resources: { requests: { cpu: '1000m' } } }))).toEqual([])
    expect(messages(pod(room, { resources: { requests: { cpu: '1010m' } } }))).toEqual([
      'spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 1010m',
    ])
  })

  test('an init container asks for its share while it runs alone, a native sidecar all the time', () => {
    const withInit = (init: object): unknown =>
      pod(
        { resources: { requests: { cpu: '1' } }, initContainers: [{ name: 'init', image: 'i', ...init }] },
        { resources: { requests: { cpu: '600m' } } },
      )
    expect(messages(withInit({ resources: { requests: { cpu: '1' } } }))).toEqual([])
    expect(messages(withInit({ resources: { requests: { cpu: '500m' } }, restartPolicy: 'Always' }))).toEqual([
      'spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 1100m',
    ])
  })

  test('a container stays below the limits of its pod', () => {
    const limits = { resources: { limits: { memory: '1Gi' } } }
    expect(messages(pod(limits, { resources: { limits: { memory: '2Gi' }, requests: { memory: '1Gi' } } }))).toEqual([
      'spec.resources.containers[0][memory].limits: Invalid value: "2Gi": must be less than or equal to pod limits of 1Gi',
    ])
  })

  test('a host process container among others', () => {
    const windows = { securityContext: { windowsOptions: { hostProcess: true } } }
    expect(messages(pod({ hostNetwork: true }, windows))).toEqual([])
    expect(
      messages({
        hostNetwork: true,
        containers: [
          { name: 'a', image: 'a', ...windows },
          { name: 'b', image: 'b' },
        ],
      }),
    ).toEqual([expect.stringContaining('all containers must be HostProcess containers')])
  })

  test('one host port twice in a pod of the host network', () => {
    const port = { ports: [{ containerPort: 80 }] }
    const containers = ['a', 'b'].map((name) => ({ name, image: name, ...port }))
    expect(messages({ containers })).toEqual([])
    expect(messages({ hostNetwork: true, containers })).toEqual([
      'spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//80"',
    ])
  })
})

describe('pods that KServe handles well, which an API server took before and after', () => {
  const clean = recordedCases.filter((recorded) => recorded.clean)
  const afterCalls = clean.flatMap((recorded) => podsAfter(recorded, 'head').slice(0, 1))

  test('there are enough of them', () => {
    expect(clean.length).toBe(379)
    expect(afterCalls.length).toBe(379)
  })

  test('no error in any of them', () => {
    const refused = [...clean.map(inputOf), ...afterCalls].map(validatePodSpec).filter((errors) => errors.length > 0)
    expect(refused).toEqual([])
  })
})
