import { describe, expect, test } from 'vitest'
import { expectConflicts, injected, modes, otherModes, server, type Entry, type Spec } from '../kit/injected.js'

/** Names of the containers in which a model is mounted, of init containers with a mark. */
const readers = (podSpec: Spec, config: object): string[] => {
  const { containers, initContainers = [] } = injected(podSpec, config)
  const isMounted = ({ volumeMounts }: Entry): boolean => Array.isArray(volumeMounts) && volumeMounts.length > 0
  const there = (made: readonly Entry[], given: readonly Entry[] = []): Entry[] =>
    made.filter(({ name }) => given.some((entry) => entry.name === name)).filter(isMounted)
  return [
    ...there(containers, podSpec.containers).map(({ name }) => name),
    ...there(initContainers, podSpec.initContainers).map(({ name }) => `init ${name}`),
  ]
}

const pod = (names: readonly string[], sidecars: readonly string[] = []): Spec => ({
  containers: names.map((name) => ({ name })),
  initContainers: sidecars.map((name) => ({ name, restartPolicy: 'Always' })),
})

describe.each(modes)('mode %s: who reads the model', (mode) => {
  test.each([
    ['kserve-container', ['mesh', 'kserve-container', 'other'], [], ['kserve-container']],
    ['worker-container', ['other', 'worker-container'], [], ['worker-container']],
    ['the first of the two', ['worker-container', 'kserve-container'], [], ['kserve-container']],
    [
      'the transformer too',
      ['transformer-container', 'kserve-container'],
      [],
      ['transformer-container', 'kserve-container'],
    ],
    [
      'the transformer beside a worker',
      ['worker-container', 'transformer-container'],
      [],
      ['worker-container', 'transformer-container'],
    ],
    ['no transformer that is a sidecar', ['kserve-container'], ['transformer-container'], ['kserve-container']],
  ])('by KServe’s rule: %s', (_what, names, sidecars, expected) => {
    expect(readers(pod(names, sidecars), { mode }).sort()).toEqual([...expected].sort())
  })

  test.each([
    ['one', ['a', 'b'], [], ['b'], ['b']],
    ['several', ['a', 'b', 'c'], [], ['c', 'a'], ['a', 'c']],
    ['a sidecar', ['a'], ['b'], ['b'], ['init b']],
    ['a container before a sidecar of that name', ['a'], ['a'], ['a'], ['a']],
    ['KServe’s names are nothing special', ['kserve-container', 'a'], [], ['a'], ['a']],
  ])('by name: %s', (_what, names, sidecars, targets, expected) => {
    expect(readers(pod(names, sidecars), { mode, targets })).toEqual(expected)
  })

  test('a container twice: the first reads it', () => {
    const made = injected(pod(['a', 'b', 'a']), { mode, targets: ['a'] })
    expect(made.containers.slice(0, 3).map(({ volumeMounts }) => volumeMounts !== undefined)).toEqual([
      true,
      false,
      false,
    ])
  })

  describe('nobody', () => {
    test('by KServe’s rule', () => {
      expectConflicts(pod(['a', 'transformer-container'], ['b', 'kserve-container']), { mode }, [
        'TargetNotFound',
        'spec.containers',
        'expected a container named kserve-container or worker-container to read the model',
        'found a, transformer-container, b (init), kserve-container (init)',
        'set targets to the containers that read it',
      ])
    })

    test('not one container', () => {
      expectConflicts({ containers: [] }, { mode }, ['TargetNotFound', 'spec.containers', 'found none;'])
    })

    test('by name', () => {
      const podSpec = { ...pod(['a']), initContainers: [{ name: 'init' }, { name: 'init2', restartPolicy: 'Never' }] }
      expectConflicts(podSpec, { mode, targets: ['init'] }, [
        'TargetNotFound',
        'spec.containers',
        'expected a container named init to read the model, found a;',
      ])
      expectConflicts(podSpec, { mode, targets: ['init2'] }, ['TargetNotFound', 'spec.containers', 'named init2'])
      expectConflicts({ ...podSpec, ephemeralContainers: [{ name: 'debug' }] }, { mode, targets: ['a', 'debug'] }, [
        'TargetNotFound',
        'spec.containers',
        'named debug',
      ])
    })
  })
})

describe('a target that has a name of ours', () => {
  test.each([
    ['sidecar', 'modelcar', {}],
    ['sidecar', 'modelcar-1', {}],
    ['sidecar', 'modelcar-init-12', {}],
    ['native-sidecar', 'modelcar-init', {}],
    ['sidecar', 'car', { names: { sidecar: 'car' } }],
    ['native-sidecar', 'init-7', { names: { initContainer: 'init' } }],
  ])('mode %s: %s', (mode, name, config) => {
    const podSpec = { containers: [{ name: 'other' }, { name }] }
    expectConflicts(podSpec, { mode, targets: [name], ...config }, [
      'TargetReserved',
      'spec.containers[1].name',
      `expected a target with a name of its own, found ${name}, which is needed for the model`,
      'choose other names in the config',
    ])
  })

  test.each([
    ['sidecar', 'modelcar-init'],
    ['native-sidecar', 'modelcar'],
  ])('mode %s: %s, which the other list of containers needs', (mode, name) => {
    expectConflicts(
      { containers: [{ name }] },
      { mode, targets: [name] },
      ['ContainerNameTaken', 'spec.containers[0].name'],
      ['TargetReserved', 'spec.containers[0].name'],
    )
  })

  test.each([
    ['sidecar', 'modelcars'],
    ['sidecar', 'modelcar-0'],
    ['sidecar', 'modelcar-x'],
    ['sidecar', 'modelcar-1x'],
    ['sidecar', 'my-modelcar'],
    ['sidecar', 'storage-initializer'],
    ['native-sidecar', 'modelcar-inits'],
    ['image-volume', 'modelcar'],
    ['fetch', 'modelcar-init'],
  ])('not in mode %s: %s', (mode, name) => {
    expect(readers(pod([name]), { mode, targets: [name] })).toEqual([name])
  })

  test.each(modes)('an init container that is named as the storage initializer, in mode %s', (mode) => {
    expectConflicts(
      { containers: [], initContainers: [{ name: 'storage-initializer', restartPolicy: 'Always' }] },
      { mode, targets: ['storage-initializer'] },
      ['TargetReserved', 'spec.initContainers[0].name'],
    )
  })

  test('a sidecar of ours that another mode left is no target', () => {
    const podSpec = injected(server({}, { containers: [{ name: 'a' }] }), { targets: ['a'] })
    expectConflicts(podSpec, { mode: 'image-volume', targets: ['modelcar'] }, [
      'TargetReserved',
      'spec.containers[1].name',
    ])
    expectConflicts(podSpec, { mode: 'fetch', targets: ['modelcar'] }, ['TargetReserved', 'spec.containers[1].name'])
  })

  test('a container that goes as the second of a name of ours is no target', () => {
    const podSpec = { containers: [], initContainers: [{ name: 'x' }, { name: 'x', restartPolicy: 'Always' }] }
    for (const mode of otherModes)
      expectConflicts(podSpec, { mode, targets: ['x'], names: { sidecar: 'x' } }, [
        'TargetReserved',
        'spec.initContainers[1].name',
      ])
  })
})
