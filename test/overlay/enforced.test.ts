import { describe, expect, test } from 'vitest'
import { planOverlay } from '../../src/index.js'
import { inContainer, inPod, overlaid } from './overlaid.js'

describe('an enforced value', () => {
  test.each([
    ['is added', {}, { image: 'a' }, { image: 'a' }],
    ['is put in the place of another', { image: 'b' }, { image: 'a' }, { image: 'a' }],
    ['is put in the place of null', { image: null }, { image: 'a' }, { image: 'a' }],
    ['is put in the place of undefined', { image: undefined }, { image: 'a' }, { image: 'a' }],
    ['is put in the place of nothing', { image: '' }, { image: 'a' }, { image: 'a' }],
    [
      'is of any depth',
      { lifecycle: { preStop: {} } },
      { lifecycle: { preStop: { sleep: { seconds: 1 } } } },
      { lifecycle: { preStop: { sleep: { seconds: 1 } } } },
    ],
    [
      'leaves what is beside it',
      { a: 1, lifecycle: { b: 2 } },
      { lifecycle: { c: 3 } },
      { a: 1, lifecycle: { b: 2, c: 3 } },
    ],
    ['may be an empty object', {}, { securityContext: {} }, { securityContext: {} }],
    [
      'of which every field is undefined is an empty object',
      {},
      { securityContext: { privileged: undefined } },
      { securityContext: {} },
    ],
    [
      'in place of null',
      { securityContext: null },
      { securityContext: { privileged: true } },
      { securityContext: { privileged: true } },
    ],
    ['of an unknown field', { future: { a: 1 } }, { future: { a: 2, b: [3] } }, { future: { a: 2, b: [3] } }],
    ['that is undefined is none', { image: 'b' }, { image: undefined }, { image: 'b' }],
    ['false for true', { stdin: true }, { stdin: false }, { stdin: false }],
    [
      '0 for 1',
      { livenessProbe: { initialDelaySeconds: 1 } },
      { livenessProbe: { initialDelaySeconds: 0 } },
      { livenessProbe: { initialDelaySeconds: 0 } },
    ],
    ['another type', { workingDir: 1 }, { workingDir: '1' }, { workingDir: '1' }],
  ])('%s', (_what, container, target, expected) => {
    expect(inContainer(container, target)).toEqual(expected)
  })

  test('of the pod', () => {
    expect(inPod({ hostNetwork: true }, { hostNetwork: false, dnsPolicy: 'Default' })).toEqual({
      hostNetwork: false,
      dnsPolicy: 'Default',
    })
  })

  test('is left out of an object in which nothing is to be', () => {
    expect(inContainer({}, { securityContext: { privileged: null } })).toEqual({})
    expect(inContainer({ securityContext: null }, { securityContext: { privileged: null } })).toEqual({
      securityContext: null,
    })
  })
})

describe('the zero value of a field that is omitted', () => {
  test.each([
    ['stdin', false],
    ['workingDir', ''],
    ['terminationMessagePath', ''],
    ['command', []],
  ])('%s: %j', (field, zero) => {
    for (const absent of [{}, { [field]: null }, { [field]: undefined }, { [field]: zero }])
      expect(inContainer(absent, { [field]: zero })).toEqual(absent)
  })
})

describe('whether the API server keeps a zero value', () => {
  test.each([
    ['priority', 0],
    ['terminationGracePeriodSeconds', 0],
    ['enableServiceLinks', false],
    ['shareProcessNamespace', false],
    ['preemptionPolicy', ''],
  ])('%s: %j is kept, and differs from none', (field, zero) => {
    for (const absent of [{}, { [field]: null }]) expect(inPod(absent, { [field]: zero })).toEqual({ [field]: zero })
  })

  test.each([
    ['hostNetwork', false],
    ['schedulerName', ''],
    ['restartPolicy', ''],
    ['newerField', 0],
  ])('%s: %j is left out, and is the same as none', (field, zero) => {
    for (const absent of [{}, { [field]: null }]) expect(inPod(absent, { [field]: zero })).toEqual(absent)
  })

  test('it depends on the type: the type of a path of the host is a pointer', () => {
    const volumes = [{ name: 'v', hostPath: { path: '/v', type: '' } }]
    expect(inPod({}, { volumes })).toEqual({ volumes })
  })

  test('an empty label is one', () => {
    const nodeSelector = { 'node-role.kubernetes.io/worker': '' }
    expect(inPod({}, { nodeSelector })).toEqual({ nodeSelector })
    expect(inPod({ nodeSelector: { a: 'b' } }, { nodeSelector })).toEqual({ nodeSelector: { a: 'b', ...nodeSelector } })
  })

  test('an empty map is none', () => {
    expect(inPod({}, { nodeSelector: {} })).toEqual({})
    expect(inPod({ nodeSelector: {} }, { nodeSelector: {} })).toEqual({ nodeSelector: {} })
  })

  test('an empty object behind a pointer is one', () => {
    expect(inPod({}, { securityContext: {} })).toEqual({ securityContext: {} })
  })
})

describe('a stricter value stays', () => {
  test.each([
    ['imagePullPolicy', 'Always', 'IfNotPresent', (policy: unknown) => ({ imagePullPolicy: policy })],
    ['imagePullPolicy', 'Always', 'Never', (policy: unknown) => ({ imagePullPolicy: policy })],
    [
      'allowPrivilegeEscalation',
      false,
      true,
      (value: unknown) => ({ securityContext: { allowPrivilegeEscalation: value } }),
    ],
    [
      'readOnlyRootFilesystem',
      true,
      false,
      (value: unknown) => ({ securityContext: { readOnlyRootFilesystem: value } }),
    ],
    ['runAsNonRoot', true, false, (value: unknown) => ({ securityContext: { runAsNonRoot: value } })],
  ])('%s: %j where %j is wanted, and not the other way', (_field, strict, loose, context) => {
    expect(inContainer(context(strict), context(loose))).toEqual(context(strict))
    expect(inContainer(context(loose), context(strict))).toEqual(context(strict))
    expect(inContainer({}, context(loose))).toEqual(context(loose))
  })

  test('pullPolicy of an image volume', () => {
    const volumes = (pullPolicy: string) => ({ volumes: [{ name: 'v', image: { reference: 'a', pullPolicy } }] })
    expect(inPod(volumes('Always'), volumes('IfNotPresent'))).toEqual(volumes('Always'))
    expect(inPod(volumes('IfNotPresent'), volumes('Always'))).toEqual(volumes('Always'))
    expect(inPod(volumes('Never'), volumes('IfNotPresent'))).toEqual(volumes('IfNotPresent'))
  })

  test.each([
    ['true', 'false'],
    ['privileged', true],
    ['procMount', 'Default'],
  ])('but %s: %j is no such value', (field, value) => {
    expect(inContainer({ securityContext: { [field]: 'other' } }, { securityContext: { [field]: value } })).toEqual({
      securityContext: { [field]: value },
    })
  })

  test('words that only look stricter do not', () => {
    const wanted = {
      securityContext: { allowPrivilegeEscalation: true, readOnlyRootFilesystem: false, runAsNonRoot: false },
    }
    const words = {
      securityContext: { allowPrivilegeEscalation: 'false', readOnlyRootFilesystem: 'true', runAsNonRoot: 1 },
    }
    expect(inContainer(words, wanted)).toEqual(wanted)
  })
})

describe('an image that was rewritten stays', () => {
  test.each([
    ['mirror.local/team/a:1', true],
    [`registry.example/team/a:1@sha256:${'0'.repeat(64)}`, true],
    ['registry.example/team/a:2', false],
    ['', false],
    [1, false],
    [null, false],
  ])('%j: %s', (image, stays) => {
    const wanted = 'registry.example/team/a:1'
    expect(inContainer({ image }, { image: wanted })).toEqual({ image: stays ? image : wanted })
    const volume = (reference: unknown) => ({ volumes: [{ name: 'v', image: { reference } }] })
    expect(inPod(volume(image), volume(wanted))).toEqual(volume(stays ? image : wanted))
  })

  test('and is told of: a target’s, a container’s and a volume’s', () => {
    const wanted = 'registry.example/team/a:1'
    const mirror = 'mirror.local/team/a:1'
    const of = (image: string) => ({
      containers: [
        { name: 'server', image },
        { name: 'own', image },
      ],
      volumes: [{ name: 'v', image: { reference: image } }],
    })
    const { containers, volumes } = of(wanted)
    const overlay = {
      spec: { containers: containers.slice(1), volumes },
      targets: ['server'],
      target: { image: wanted },
    }
    const told = (podSpec: object) =>
      planOverlay(podSpec as never, overlay).warnings.map(({ code, field, message }) => `${code} ${field} ${message}`)
    expect(told(of(mirror)).sort()).toEqual(
      ['containers[0].image', 'containers[1].image', 'volumes[0].image.reference'].map(
        (field) => `ImageKept spec.${field} stays ${mirror}: taken for a rewriting of the configured ${wanted}`,
      ),
    )
    expect(told(of(wanted))).toEqual([])
    // What is written is not kept.
    expect(told({ ...of(wanted), containers: of('other:1').containers.slice(0, 1) })).toEqual([])
  })
})

describe('equal quantities', () => {
  test.each([
    ['1', '1000m', '2'],
    ['1Mi', '1024Ki', '1M'],
  ])('%s is %s, and not %s', (amount, same, other) => {
    const sizeLimit = (limit: string) => ({ volumes: [{ name: 'v', emptyDir: { sizeLimit: limit } }] })
    expect(inPod(sizeLimit(same), sizeLimit(amount))).toEqual(sizeLimit(same))
    expect(inPod(sizeLimit(other), sizeLimit(amount))).toEqual(sizeLimit(amount))

    const divisor = (unit: string) => ({
      env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: unit } } }],
    })
    expect(inContainer(divisor(same), divisor(amount))).toEqual(divisor(same))
    expect(inContainer(divisor(other), divisor(amount))).toEqual(divisor(amount))

    const overhead = (cpu: string) => ({ overhead: { cpu } })
    expect(inPod(overhead(same), overhead(amount))).toEqual(overhead(same))
    expect(inPod(overhead(other), overhead(amount))).toEqual(overhead(amount))

    const claim = (storage: string) => ({
      volumes: [
        {
          name: 'v',
          ephemeral: { volumeClaimTemplate: { spec: { resources: { limits: { storage }, requests: { storage } } } } },
        },
      ],
    })
    expect(inPod(claim(same), claim(amount))).toEqual(claim(same))
    expect(inPod(claim(other), claim(amount))).toEqual(claim(amount))
  })

  test('elsewhere they are words', () => {
    expect(inPod({ nodeSelector: { cpu: '1000m' } }, { nodeSelector: { cpu: '1' } })).toEqual({
      nodeSelector: { cpu: '1' },
    })
  })
})

test('the overlay’s values are copied', () => {
  const overlay = {
    spec: {
      containers: [{ name: 'a', image: 'a:1', args: ['x'], env: [{ name: 'A', value: '1' }], future: { list: [{}] } }],
    },
  }
  const results = [1, 2].map(() => overlaid({ containers: [] }, overlay) as unknown as typeof overlay.spec)
  const parts = [overlay.spec, ...results].map(({ containers }) => containers[0]!)
  expect(parts[1]).toEqual(parts[0])
  for (const pick of [
    (part: (typeof parts)[number]) => part,
    (part: (typeof parts)[number]) => part.args,
    (part: (typeof parts)[number]) => part.env,
    (part: (typeof parts)[number]) => part.env[0],
    (part: (typeof parts)[number]) => part.future,
    (part: (typeof parts)[number]) => part.future.list,
    (part: (typeof parts)[number]) => part.future.list[0],
  ])
    expect(new Set(parts.map(pick)).size).toBe(3)
})
