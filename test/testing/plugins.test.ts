import { describe, expect, test } from 'vitest'
import { builtInAdmission, defaultTolerations, priority } from '../../src/testing/api-server/admission.js'
import { alwaysPullImages } from '../../src/testing/api-server/always-pull-images.js'
import { isLatest } from '../../src/testing/api-server/image-tag.js'
import { limitRanger } from '../../src/testing/api-server/limit-ranger.js'
import { serviceAccount } from '../../src/testing/api-server/service-account.js'
import { fieldsOf } from '../../src/testing/json.js'
import type { PodSpec } from '../../src/testing/pod.js'

// What each built-in plugin makes of a small pod.

const pod = (more: object = {}): PodSpec => ({ containers: [{ name: 'app', image: 'a:1' }], ...more })

describe('DefaultTolerationSeconds', () => {
  const five = (state: string): object => ({
    key: `node.kubernetes.io/${state}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  })
  const both = [five('not-ready'), five('unreachable')]

  test.each<[tolerations: unknown, added: object[]]>([
    [undefined, both],
    [[], both],
    [[{ key: 'gpu', operator: 'Exists' }], both],
    [[{ operator: 'Exists', effect: 'NoSchedule' }], both],
    [[{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }], both],
    [[{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }], [five('unreachable')]],
    [[{ key: 'node.kubernetes.io/unreachable' }], [five('not-ready')]],
  ])('%j', (tolerations, added) => {
    const spec = pod(tolerations === undefined ? {} : { tolerations })
    expect(defaultTolerations(spec)).toEqual(pod({ tolerations: [...((tolerations ?? []) as object[]), ...added] }))
  })

  test.each([[[{ operator: 'Exists' }]], [[{ operator: 'Exists', effect: 'NoExecute' }]], [both]])(
    'adds nothing to %j',
    (tolerations) => {
      const spec = pod({ tolerations })
      expect(defaultTolerations(spec)).toBe(spec)
    },
  )
})

test.each<[given: object, made: object]>([
  [{}, { priority: 0, preemptionPolicy: 'PreemptLowerPriority' }],
  [{ priorityClassName: 'mine' }, { priority: 0, preemptionPolicy: 'PreemptLowerPriority' }],
  [{ priorityClassName: 'system-node-critical' }, { priority: 2000001000, preemptionPolicy: 'PreemptLowerPriority' }],
  [{ priorityClassName: 'system-cluster-critical', preemptionPolicy: 'Never' }, { priority: 2000000000 }],
])('Priority: %j', (given, made) => {
  expect(priority(pod(given))).toEqual(pod({ ...given, ...made }))
})

describe('ServiceAccount', () => {
  const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount'
  const mount = { name: 'kube-api-access-abcde', readOnly: true, mountPath }
  const names = (spec: PodSpec): unknown => (spec['volumes'] as { name: string }[] | undefined)?.map(({ name }) => name)
  const admit = serviceAccount('abcde')

  test('mounts the token into every container that has not got one there', () => {
    const own = { name: 'mine', mountPath }
    const spec = admit({
      containers: [
        { name: 'a', volumeMounts: [{ name: 'v', mountPath: '/v' }] },
        { name: 'b', volumeMounts: [own] },
      ],
      initContainers: [{ name: 'c' }],
      volumes: [{ name: 'v' }],
    })
    expect(spec).toMatchObject({
      serviceAccountName: 'default',
      serviceAccount: 'default',
      containers: [
        { name: 'a', volumeMounts: [{ name: 'v', mountPath: '/v' }, mount] },
        { name: 'b', volumeMounts: [own] },
      ],
      initContainers: [{ name: 'c', volumeMounts: [mount] }],
    })
    expect(names(spec)).toEqual(['v', 'kube-api-access-abcde'])
  })

  test('finds the volume again that it added before, or that is called like one', () => {
    const once = admit(pod())
    expect(serviceAccount('other')(once)).toEqual(once)
    const spec = admit(pod({ volumes: [{ name: 'v' }, { name: 'kube-api-access-x' }] }))
    expect(names(spec)).toEqual(['v', 'kube-api-access-x'])
    expect(spec.containers[0]?.['volumeMounts']).toEqual([{ name: 'kube-api-access-x', readOnly: true, mountPath }])
  })

  test('adds no volume that nobody mounts', () => {
    const spec = pod()
    spec.containers = [{ name: 'app', volumeMounts: [{ name: 'v', mountPath }] }]
    expect(admit(spec)).toEqual({ ...spec, serviceAccountName: 'default', serviceAccount: 'default' })
  })

  test('only names the account of a pod that wants no token', () => {
    const spec = pod({ automountServiceAccountToken: false, serviceAccountName: 'sa' })
    expect(admit(spec)).toEqual({ ...spec, serviceAccount: 'sa' })
    expect(spec).not.toHaveProperty('serviceAccount')
    expect(names(admit(pod({ automountServiceAccountToken: true })))).toHaveLength(1)
  })
})

test('LimitRanger fills in, by resource, what every container has not got', () => {
  const admit = limitRanger({ cpu: '1', memory: '1Gi' }, { cpu: '100m' })
  const own = { limits: { cpu: '2' }, requests: { memory: '1Mi' }, claims: [{ name: 'c' }] }
  expect(admit({ containers: [{ name: 'a', resources: own }], initContainers: [{ name: 'b' }] })).toEqual({
    containers: [
      {
        name: 'a',
        resources: {
          ...own,
          limits: { cpu: '2', memory: '1Gi' },
          requests: { cpu: '100m', memory: '1Mi' },
        },
      },
    ],
    initContainers: [{ name: 'b', resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m' } } }],
  })
})

test('AlwaysPullImages writes the policy of every container and image volume, and nothing else', () => {
  const volumes = [{ name: 'v' }, { name: 'w', image: { reference: 'w:1', pullPolicy: 'Never' } }]
  const spec = pod({ initContainers: [{ name: 'init', imagePullPolicy: 'Never' }], volumes })
  expect(alwaysPullImages(spec)).toEqual({
    containers: [{ name: 'app', image: 'a:1', imagePullPolicy: 'Always' }],
    initContainers: [{ name: 'init', imagePullPolicy: 'Always' }],
    volumes: [{ name: 'v' }, { name: 'w', image: { reference: 'w:1', pullPolicy: 'Always' } }],
  })
})

describe('the plugins together', () => {
  const seen = (plugins: (spec: PodSpec) => PodSpec): unknown => {
    const { containers, volumes, tolerations, priority: number } = plugins(pod())
    const { imagePullPolicy, resources, volumeMounts } = fieldsOf(containers[0])
    const [volume] = (volumes ?? []) as { name: string }[]
    return [imagePullPolicy, resources, volumeMounts === undefined, volume?.name, tolerations === undefined, number]
  }

  test('are those of a cluster that nobody configured', () => {
    expect(seen(builtInAdmission())).toEqual([undefined, undefined, false, 'kube-api-access-x7k2p', false, 0])
  })

  test('or as they are set up', () => {
    const [limits, requests] = [{ cpu: '1' }, { cpu: '1m' }]
    const plugins = builtInAdmission({ alwaysPullImages: true, tokenSuffix: 'abcde', limitRange: { limits, requests } })
    expect(seen(plugins)).toEqual(['Always', { limits, requests }, false, 'kube-api-access-abcde', false, 0])
  })
})

describe('the tag of an image is latest', () => {
  test.each([
    'a',
    'a:latest',
    'example.com/a',
    'example.com:5000/a',
    'example.com:5000/a:latest',
    'a/b__c/d--e/f.g',
    `a:latest@sha256:${'0'.repeat(64)}`,
    'A.example/a',
  ])('%s', (image) => {
    expect(isLatest(image)).toBe(true)
  })

  test.each([
    'a:1',
    'a:latest1',
    'example.com:5000/a:1',
    `a@sha256:${'0'.repeat(64)}`,
    `a:1@sha256:${'0'.repeat(64)}`,
    // These are no references.
    '',
    'A',
    'a/B',
    ' a',
    'a ',
    'a:',
    'a//b',
    '-a',
    'a-',
    'a___b',
    'a..b',
    'a@sha256:0',
    `a:${'x'.repeat(129)}`,
    'a@latest',
    'oci://a',
    undefined,
  ])('not of %s', (image) => {
    expect(isLatest(image)).toBe(false)
  })
})
