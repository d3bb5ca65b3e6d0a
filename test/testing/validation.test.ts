import { describe, expect, test } from 'vitest'
import { inputOf, podsAfter, recordedCases } from '../reference/recorded-cases.js'
import { recordedPods, recordedRules, type RecordedPod } from '../reference/recorded-pods.js'
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

describe('what a rule was asked with has the errors that it had', () => {
  test('some of it has none', () => {
    const [taken, refused] = [true, false].map((isTaken) =>
      recordedRules.filter(({ errors }) => (errors.length === 0) === isTaken),
    )
    expect([taken?.length, refused?.length]).toEqual([42, 106])
  })

  test.each(recordedRules.map((rule) => [rule.name, rule] as const))('%s', (_name, { spec, errors }) => {
    expect(validatePodSpec(spec)).toEqual(errors)
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

  test('a container that asks for less than nothing takes nothing from what native sidecars ask for', () => {
    const sidecar = { name: 'init', image: 'i', restartPolicy: 'Always', resources: { requests: { cpu: '10m' } } }
    const spec = { resources: { limits: { memory: '1Gi' } }, initContainers: [sidecar] }
    expect(messages(pod(spec, { resources: { limits: { cpu: '-1' } } }))).toEqual([
      'spec.containers[0].resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0',
      'spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0',
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

  test('a debug container counts among the containers of a pod', () => {
    const windows = { securityContext: { windowsOptions: { hostProcess: true } } }
    const debug = { ephemeralContainers: [{ name: 'debugger', image: 'a' }] }
    expect(messages(pod({ hostNetwork: true, ...debug }, windows))).toEqual([
      expect.stringContaining('all containers must be HostProcess containers'),
      'spec.ephemeralContainers: Forbidden: cannot be set on create',
    ])
    expect(
      messages(pod({ os: { name: 'linux' }, ephemeralContainers: [{ name: 'd', image: 'a', ...windows }] })),
    ).toEqual([
      'spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers',
      'spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers',
      'spec.ephemeralContainers[0].securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod',
      'spec.ephemeralContainers: Forbidden: cannot be set on create',
    ])
  })

  test('a container does not contradict its pod about host processes', () => {
    const saying = (hostProcess: boolean): object => ({ securityContext: { windowsOptions: { hostProcess } } })
    expect(messages(pod({ ...saying(false) }, saying(false)))).toEqual([])
    expect(messages(pod({ hostNetwork: true, ...saying(false) }, saying(true)))).toEqual([
      'spec.containers[0].securityContext.windowsOptions.hostProcess: Invalid value: true: pod hostProcess value must be identical if both are specified, was false',
    ])
  })

  test('a limit of the pod that is absent is no less than its request', () => {
    const container = { resources: { requests: { memory: '1Mi' }, limits: { memory: '2Mi' } } }
    expect(messages(pod({ resources: { requests: { memory: '3Mi' } } }, container))).toEqual([])
  })

  test('a resource may have the name of a method', () => {
    const amounts = { resources: { limits: { constructor: '1' } } }
    expect(messages(pod({ resources: { limits: { cpu: '1' } } }, amounts))).toEqual([
      'spec.containers[0].resources.limits[constructor]: Invalid value: "constructor": must be a standard resource type or fully qualified',
      'spec.containers[0].resources.limits[constructor]: Invalid value: "constructor": must be a standard resource for containers',
      'spec.containers[0].resources.requests[constructor]: Invalid value: "constructor": must be a standard resource type or fully qualified',
      'spec.containers[0].resources.requests[constructor]: Invalid value: "constructor": must be a standard resource for containers',
    ])
  })

  test('huge pages of the containers fit into those of the pod', () => {
    const container = { resources: { limits: { cpu: '1', 'hugepages-2Mi': '4Mi' } } }
    expect(messages(pod({ resources: { limits: { cpu: '1' } } }, container))).toEqual([])
    expect(messages(pod({ resources: { limits: { cpu: '1', 'hugepages-2Mi': '2Mi' } } }, container))).toEqual([
      'spec.resources.requests[hugepages-2Mi]: Invalid value: "2Mi": must be greater than or equal to aggregate container requests of 4Mi',
      'spec.resources.limits[hugepages-2Mi]: Invalid value: "2Mi": must be greater than or equal to aggregate container limits of 4Mi',
      'spec.resources.containers[0][hugepages-2Mi].limits: Invalid value: "4Mi": must be less than or equal to pod limits of 2Mi',
    ])
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

describe('what a live API server answered beside the recordings', () => {
  const pod = (container: object, spec: object = {}): object => ({
    containers: [{ name: 'a', image: 'a', ...container }],
    ...spec,
  })
  const limits = (cpu: unknown): object => pod({ resources: { limits: { cpu } } })
  const mounted = (source: object): object =>
    pod({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }, { volumes: [{ name: 'v', ...source }] })
  const format = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  const suffix = "unable to parse quantity's suffix"

  test.each<[object, string[]]>([
    [limits('.'), []],
    [limits('k'), []],
    [limits('e3'), []],
    [limits('\u00a01'), []],
    [limits('1\ufeff'), [format]],
    [limits('1..'), [format]],
    [limits('1\t'), [format]],
    [limits('+-1'), [suffix]],
    [limits('1i'), [suffix]],
    [pod({ name: 'A.b'.repeat(2) }), [expect.stringContaining('a lowercase RFC 1123 label must consist of')]],
    [pod({ restartPolicy: '' }), ['Unsupported value: "": supported values: "Always", "Never", "OnFailure"']],
    [pod({ imagePullPolicy: 'a<\u0001' }), [expect.stringContaining(String.raw`"a\u003c\u0001"`)]],
    [pod({}, { resources: { limits: { foo: '1' } } }), [expect.stringContaining('must be a standard resource type')]],
    [pod({}, { hostUsers: false, hostPID: true }), ['Forbidden: when `hostUsers` is false']],
    [pod({}, { os: {} }), ['Required value']],
    [
      pod({ readinessProbe: { exec: { command: ['a'] }, terminationGracePeriodSeconds: 0 } }),
      ['Invalid value: 0: must be greater than 0', 'Invalid value: 0: must not be set for readinessProbes'],
    ],
    [
      pod({ lifecycle: { preStop: { sleep: { seconds: 31 } } } }),
      ['Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)'],
    ],
    [
      pod({ securityContext: { seccompProfile: { type: 'Unconfined', localhostProfile: 'a' } } }),
      [expect.stringContaining('{"Type":"Unconfined","LocalhostProfile":"a"}: can only be set when')],
    ],
    [
      mounted({ nfs: {} }),
      ['Required value', 'Required value', expect.stringContaining('absolute path'), 'Not found: "v"'],
    ],
    [
      mounted({ secret: { secretName: 's', items: [{ key: 'k', path: '..a' }] } }),
      [expect.stringContaining("must not start with '..'"), 'Not found: "v"'],
    ],
    // The same fault in the same words is told once, as these field paths have no index.
    [
      pod(
        { volumeMounts: ['/a', '/b'].map((mountPath) => ({ name: 'v', mountPath, subPath: '/x' })) },
        { volumes: [{ name: 'v', emptyDir: {} }] },
      ),
      ['Invalid value: "/x": must be a relative path'],
    ],
    [pod({ ports: [{ containerPort: 'x' }], resources: { limits: { cpu: '1MB' } } }), [format]],
    [
      pod({ securityContext: { capabilities: { add: 1 } } }),
      [
        'json: cannot unmarshal number into Go struct field Capabilities.spec.containers.securityContext.capabilities.add of type []v1.Capability',
      ],
    ],
    [
      mounted({ configMap: { name: 1 } }),
      [
        'json: cannot unmarshal number into Go struct field ConfigMapVolumeSource.spec.volumes.VolumeSource.configMap.LocalObjectReference.name of type string',
      ],
    ],
  ])('%j', (podSpec, messages) => {
    expect(validatePodSpec(podSpec).map(({ message }) => message)).toEqual(messages)
  })
})
