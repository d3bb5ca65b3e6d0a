import { describe, expect, test } from 'vitest'
import { expectConflicts, injected, linkModes, named, server, type Entry, type Spec } from '../kit/injected.js'

const amounts = (limits: object | undefined, requests: object | undefined) => ({
  ...(limits && { limits }),
  ...(requests && { requests }),
})
const starting = (restartPolicy?: string): Entry => ({
  name: 'starts-first',
  image: 'x',
  resources: { requests: { cpu: '1' } },
  ...(restartPolicy !== undefined && { restartPolicy }),
})
const pod = (resources: object, container: object = {}, spec: object = {}): Spec =>
  server({ resources: container }, { resources, ...spec })

describe('preferred resources', () => {
  test.each(linkModes)('are left out beside pod-level ones: mode %s', (mode) => {
    const made = injected(pod({ limits: { cpu: '1' } }), { mode })
    for (const { name, resources } of [...made.containers, ...made.initContainers!])
      expect(resources).toEqual(name === 'kserve-container' ? {} : undefined)
  })

  test('need no room', () => {
    for (const resources of [{ limits: { cpu: '1m' } }, { requests: { cpu: '1m' } }]) {
      expect(() => injected(pod(resources))).not.toThrow()
      expect(() => injected(pod(resources), { resources: {} })).not.toThrow()
      expect(() =>
        injected(pod(resources), { mode: 'image-volume', resources: { requests: { cpu: '1' } } }),
      ).not.toThrow()
    }
  })
})

describe('enforced resources', () => {
  const cpu = (request: string) => ({ requests: { cpu: request } })

  test.each<[string, Spec, object]>([
    ['no pod-level resources', pod({}, cpu('8')), cpu('1')],
    ['empty ones', pod({ limits: {}, requests: {} }, cpu('8')), cpu('1')],
    ['null ones', server({}, { resources: null }), cpu('1')],
    ['room for all', pod(cpu('2'), cpu('1')), cpu('1')],
    ['room in the limit', pod({ limits: { cpu: '2' } }, cpu('1')), cpu('1')],
    ['another name', pod({ requests: { memory: '1' } }), cpu('1')],
    ['a limit that fits', pod({ limits: { cpu: '1' }, requests: { cpu: '1' } }), amounts({ cpu: '1' }, { cpu: '1m' })],
    ['a sidecar that starts once', pod(cpu('1200m'), {}, { initContainers: [starting('Always')] }), cpu('100m')],
    ['a request that is none', pod({ requests: { cpu: 'x' } }), cpu('1')],
    ['requests of containers that are none', pod(cpu('1'), { requests: { cpu: 'x' } }), cpu('1')],
    ['limits of containers that are none', pod(cpu('1'), { limits: { cpu: null } }), cpu('1')],
    ['in other words', pod(cpu('0.2'), cpu('100m')), cpu('100m')],
  ])('fit: %s', (_what, podSpec, resources) => {
    expect(named(injected(podSpec, { resources }).containers, 'modelcar').resources).toEqual(resources)
  })

  test.each<[string, Spec, object, string, string, string]>([
    ['the request', pod(cpu('1'), cpu('999m')), cpu('2m'), 'requests[cpu]', '1001m', '1'],
    ['the limit in place of a request', pod({ limits: { cpu: '1' } }, cpu('1')), cpu('1'), 'limits[cpu]', '2', '1'],
    [
      'a container’s limit counts where it has no request',
      pod(cpu('1'), { limits: { cpu: '1' } }),
      cpu('1m'),
      'requests[cpu]',
      '1001m',
      '1',
    ],
    [
      'our limit counts where we have no request',
      pod(cpu('1'), cpu('1')),
      { limits: { cpu: '1m' } },
      'requests[cpu]',
      '1001m',
      '1',
    ],
    [
      'memory',
      pod({ requests: { memory: '1Gi' } }, { requests: { memory: '1Gi' } }),
      { requests: { memory: '1' } },
      'requests[memory]',
      '1073741825',
      '1Gi',
    ],
    [
      'memory of a round number',
      pod({ requests: { memory: '1Gi' } }, { requests: { memory: '2Gi' } }),
      { requests: { memory: '15Mi' } },
      'requests[memory]',
      '2063Mi',
      '1Gi',
    ],
    [
      'storage',
      pod({ requests: { 'ephemeral-storage': '1' } }),
      { requests: { 'ephemeral-storage': '2' } },
      'requests[ephemeral-storage]',
      '2',
      '1',
    ],
  ])('do not fit: %s', (_what, podSpec, resources, field, sum, room) => {
    expectConflicts(podSpec, { resources }, [
      'PodResources',
      `spec.resources.${field}`,
      `expected room for the containers' requests of ${sum} in all, found ${room};`,
      'raise it, or set smaller resources in the config',
    ])
  })

  test('amounts are told in words of Kubernetes, none and very large ones too', () => {
    const memory = (request: string) => ({ requests: { memory: request } })
    const others = Array.from({ length: 255 }, (_, at) => ({ name: `other-${String(at)}`, resources: memory('4Ei') }))
    const large = pod(memory('1Ei'))
    large.containers.push(...others)
    for (const [podSpec, request, told] of [
      [pod(memory('0')), '1Ki', 'requests of 1Ki in all, found 0;'],
      [large, '4Ei', 'requests of 1024Ei in all, found 1Ei;'],
    ] as const)
      expectConflicts(podSpec, { resources: memory(request) }, [
        'PodResources',
        'spec.resources.requests[memory]',
        told,
      ])
  })

  test('a limit of ours above the pod’s', () => {
    expectConflicts(
      pod({ limits: { cpu: '1' }, requests: { cpu: '1' } }),
      { resources: amounts({ cpu: '2' }, { cpu: '1m' }) },
      [
        'PodResources',
        'spec.resources.limits[cpu]',
        'expected room for a container limit of 2, found 1;',
        'raise it, or set smaller resources in the config',
      ],
    )
    expectConflicts(pod({ limits: { cpu: '1' } }), { resources: amounts({ cpu: '1500m' }, { cpu: '1m' }) }, [
      'PodResources',
      'spec.resources.limits[cpu]',
      'expected room for a container limit of 1500m, found 1',
    ])
  })

  test('a limit of ours above the pod’s, whose requests just fit', () => {
    const resources = amounts({ cpu: '2' }, { cpu: '500m' })
    expectConflicts(pod({ limits: { cpu: '1' } }, { requests: { cpu: '500m' } }), { resources }, [
      'PodResources',
      'spec.resources.limits[cpu]',
      'expected room for a container limit of 2, found 1',
    ])
  })

  test('the largest limit of all, wherever it is', () => {
    for (const limits of [
      ['2', '500m'],
      ['500m', '2'],
      ['2', 'x'],
    ]) {
      const [first, second] = limits.map((cpu) => amounts({ cpu }, { cpu: '1m' }))
      const podSpec = pod({ limits: { cpu: '1' }, requests: { cpu: '1' } }, first)
      podSpec.containers.push({ name: 'other', resources: second! })
      expectConflicts(podSpec, { resources: amounts({ cpu: '100m' }, { cpu: '1m' }) }, [
        'PodResources',
        'spec.resources.limits[cpu]',
        'expected room for a container limit of 2, found 1;',
      ])
    }
  })

  test('both at once, and each name', () => {
    expectConflicts(
      pod(
        { limits: { cpu: '1', memory: '1' }, requests: { cpu: '1', memory: '1' } },
        amounts(undefined, { cpu: '1', memory: '1' }),
      ),
      { resources: { limits: { cpu: '2' }, requests: { cpu: '1', memory: '1' } } },
      ['PodResources', 'spec.resources.limits[cpu]', 'limit of 2'],
      ['PodResources', 'spec.resources.requests[cpu]', 'of 2 in all'],
      ['PodResources', 'spec.resources.requests[memory]', 'of 2 in all'],
    )
  })

  test('the sum without a request beside the limit is told once', () => {
    expectConflicts(pod({ limits: { cpu: '1' } }), { resources: { limits: { cpu: '2' } } }, [
      'PodResources',
      'spec.resources.limits[cpu]',
      'in all',
    ])
  })

  describe('what Kubernetes counts', () => {
    const init = (name: string, request: string, more: object = {}): Entry => ({
      name,
      resources: cpu(request),
      ...more,
    })
    const room = (request: string, initContainers: Entry[], mode = 'sidecar') =>
      [pod(cpu(request), cpu('1'), { initContainers }), { mode, resources: cpu('1') }] as const

    test.each<[string, readonly [Spec, object], boolean]>([
      ['the containers together', room('2', []), true],
      ['the containers together, too much', room('1999m', []), false],
      ['an init container that starts before them', room('3', [init('a', '3')]), true],
      ['an init container that needs more', room('3', [init('a', '3001m')]), false],
      ['init containers one after another', room('2', [init('a', '2'), init('b', '2')]), true],
      ['sidecars beside the containers', room('3', [init('a', '1', { restartPolicy: 'Always' })]), true],
      ['sidecars beside the containers, too much', room('2999m', [init('a', '1', { restartPolicy: 'Always' })]), false],
      [
        'two sidecars beside the containers',
        room('4', [init('a', '1', { restartPolicy: 'Always' }), init('b', '1', { restartPolicy: 'Always' })]),
        true,
      ],
      [
        'two sidecars beside the containers, too much',
        room('3999m', [init('a', '1', { restartPolicy: 'Always' }), init('b', '1', { restartPolicy: 'Always' })]),
        false,
      ],
      [
        'a sidecar beside an init container that starts after it',
        room('4', [init('a', '1', { restartPolicy: 'Always' }), init('b', '3')]),
        true,
      ],
      [
        'a sidecar beside an init container that starts after it, too much',
        room('3999m', [init('a', '1', { restartPolicy: 'Always' }), init('b', '3')]),
        false,
      ],
      [
        'an init container before a sidecar',
        room('3', [init('b', '3'), init('a', '1', { restartPolicy: 'Always' })]),
        true,
      ],
      ['our own as a sidecar', room('2', [], 'native-sidecar'), true],
      ['our own as a sidecar, too much', room('1999m', [], 'native-sidecar'), false],
      ['our own after an init container', room('3', [init('a', '3')], 'native-sidecar'), true],
      [
        'containers without resources',
        [pod(cpu('1'), {}, { initContainers: [{ name: 'a', resources: null }] }), { resources: cpu('1') }],
        true,
      ],
    ])('%s', (_what, [podSpec, config], fits) => {
      if (fits) expect(() => injected(podSpec, config)).not.toThrow()
      else expectConflicts(podSpec, config, ['PodResources', 'spec.resources.requests[cpu]'])
    })
  })

  test('a pod that has all of ours is left as it is, whatever room it has', () => {
    const made = injected(pod(cpu('2'), cpu('1')), { resources: cpu('1') })
    const tight = { ...made, resources: cpu('1') }
    expect(injected(tight, { resources: cpu('1') })).toEqual(tight)
  })

  test('ours that are there already count once, and leftovers not at all', () => {
    const podSpec = injected(pod(cpu('2'), cpu('1')), { resources: cpu('1') })
    expect(injected(podSpec, { resources: cpu('1') })).toEqual(podSpec)
    expect(() => injected(podSpec, { mode: 'native-sidecar', resources: cpu('1') })).not.toThrow()
    expectConflicts(podSpec, { resources: cpu('1001m') }, ['PodResources', 'spec.resources.requests[cpu]', 'of 2001m'])
  })

  test('the storage initializer’s own count where ours are a preference', () => {
    const initContainers = [{ name: 'storage-initializer', resources: cpu('5') }]
    const podSpec = pod(cpu('2'), cpu('1'), { initContainers })
    expect(() => injected(podSpec, { mode: 'fetch' })).not.toThrow()
    expectConflicts(podSpec, { mode: 'fetch', fetch: { resources: cpu('2001m') } }, [
      'PodResources',
      'spec.resources.requests[cpu]',
      'of 2001m',
    ])
    expect(() => injected(podSpec, { mode: 'fetch', fetch: { resources: cpu('2') } })).not.toThrow()
  })
})
