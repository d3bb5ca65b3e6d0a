import { describe, expect, test } from 'vitest'
import {
  image,
  injected,
  linkModes,
  modes,
  namesOf,
  otherModes,
  server,
  warningsOf,
  type Spec,
} from '../kit/injected.js'

// What a plan warns of, in words, and what it does not.

const toldOf = (podSpec: Spec, config: object = {}): readonly string[] =>
  warningsOf(podSpec, config).map(({ code, field, message }) => `${code} ${field} ${message}`)

describe.each(linkModes)('mode %s: the volume of the link', (mode) => {
  const withVolume = (source: object, name = 'kserve-provision-location'): Spec =>
    server(
      {},
      {
        volumes: [
          { name: 'first', emptyDir: {} },
          { name, ...source },
        ],
      },
    )

  test.each([
    ['hostPath', { hostPath: { path: '/x' } }],
    ['nfs', { nfs: { server: 's', path: '/x' } }],
    ['persistentVolumeClaim', { persistentVolumeClaim: { claimName: 'c' } }],
  ])('may be shared as a %s', (source, given) => {
    expect(toldOf(withVolume(given), { mode })).toEqual([
      `SharedVolume spec.volumes[1] is of type ${source}, which other pods may share or find again: each pod overwrites the link of the one before; use an emptyDir, or choose another name in names.volume`,
    ])
  })

  test('is nobody else’s as the emptyDir that it becomes', () => {
    const podSpec = withVolume({ persistentVolumeClaim: { claimName: 'c', readOnly: true } })
    const volumeMounts = [{ name: 'kserve-provision-location', mountPath: '/mnt/models' }]
    podSpec.initContainers = [{ name: 'storage-initializer', args: ['oci://x', '/mnt/models'], volumeMounts }]
    expect(toldOf(podSpec, { mode })).toEqual([])
  })

  test('is nobody else’s as an emptyDir, and another volume is not its', () => {
    expect(toldOf(withVolume({ emptyDir: {} }), { mode })).toEqual([])
    expect(toldOf(withVolume({ hostPath: { path: '/x' } }, 'data'), { mode })).toEqual([])
  })
})

describe('a target that works at the path of a model', () => {
  const told = (workingDir: unknown, config: object) => toldOf(server({ workingDir }), config)

  test.each([
    ['/mnt/models', {}],
    ['/mnt/./models/', {}],
    ['/mnt/models/v1', {}],
    [
      '/mnt/b/tokenizer',
      {
        models: [
          { image, mountPath: '/mnt/a' },
          { image, mountPath: '/mnt/b' },
        ],
      },
    ],
  ])('does not start, or not again: %s', (workingDir, config) => {
    const field =
      "WorksInModel spec.containers[0].workingDir is at the model's path, where a link leads out of the container"
    expect(told(workingDir, config)).toEqual([
      `${field}: it does not start a second time; choose another one, or mode image-volume or fetch`,
    ])
    expect(told(workingDir, { ...config, mode: 'native-sidecar' })).toEqual([
      `${field}: it does not start; choose another one, or mode image-volume or fetch`,
    ])
  })

  test.each(['/mnt', '/mnt/models-v1', '/', '', null, 1])('starts elsewhere: %s', (workingDir) => {
    expect(told(workingDir, {})).toEqual([])
  })

  test.each(otherModes)('starts in mode %s', (mode) => {
    expect(told('/mnt/models', { mode })).toEqual([])
  })
})

describe('a target that is a native sidecar', () => {
  const proxy = { name: 'proxy', image: 'p:1', restartPolicy: 'Always' }
  const targets = ['proxy']

  test('starts before the sidecar', () => {
    expect(toldOf(server({}, { initContainers: [proxy] }), { targets })).toEqual([
      'ModelAfterTarget spec.initContainers[0] is proxy, which starts before the sidecar that brings its model: with a startup probe that needs the model the pod never starts; use mode native-sidecar',
    ])
  })

  test('may start before what brings its model', () => {
    const made = injected(server(), { mode: 'native-sidecar' })
    const behind = { ...made, initContainers: [proxy, ...(made.initContainers ?? [])] }
    expect(toldOf(behind, { mode: 'native-sidecar', targets })).toContain(
      'ModelAfterTarget spec.initContainers[0] is proxy, which starts before the container that brings its model: with a startup probe that needs the model the pod never starts; put it behind that container',
    )
    const before = { ...made, initContainers: [...(made.initContainers ?? []), proxy] }
    expect(toldOf(before, { mode: 'native-sidecar', targets }).join()).not.toContain('ModelAfterTarget')
    expect(toldOf(server({}, { initContainers: [proxy] }), { mode: 'image-volume', targets })).toEqual([])
  })
})

describe.each(otherModes)('mode %s: a shared process namespace', (mode) => {
  const shared = 'stays true, though this mode does not need it; remove it, unless something else does'

  test('that a sidecar of ours needed is told, and no other', () => {
    const made = injected(server())
    expect(toldOf(made, { mode })).toEqual([`LeftoverKept spec.shareProcessNamespace ${shared}`])
    expect(toldOf({ ...made, shareProcessNamespace: false }, { mode })).toEqual([])
    expect(toldOf(server({}, { shareProcessNamespace: true }), { mode })).toEqual([])
  })
})

describe('an image volume named after its path', () => {
  const lora = { name: 'mnt-lora', mountPath: '/mnt/lora', subPath: 'models', readOnly: true }
  const volumes = [{ name: 'mnt-lora', image: { reference: 'r.example/lora:1' } }]
  const mounting = (...volumeMounts: object[]): Spec => server({ volumeMounts }, { volumes })

  test('is told where it is removed', () => {
    expect(toldOf(mounting(lora))).toEqual([
      'LeftoverRemoved spec.containers[0].volumeMounts[0] shows its image no more: the image volume mnt-lora is named after its path, as an earlier injection names it; give it another name to keep it',
    ])
  })

  test.each(modes)('is not where mode %s wants something at its path', (mode) => {
    const toldWith = (config: object) => toldOf(mounting(lora), { mode, mountPath: '/mnt/lora', ...config })
    if (mode === 'image-volume') expect(toldWith({})).toEqual([])
    expect(
      toldOf(mounting({ ...lora, mountPath: '/mnt/lora/' }), { mode: 'image-volume', mountPath: '/mnt/lora' }),
    ).toEqual([])
  })

  test.each<[string, string]>([
    ['sidecar', '/mnt/lora/sql'],
    ['native-sidecar', '/mnt/lora/sql'],
    ['fetch', '/mnt/lora'],
  ])('is told where mode %s gives its path to another volume, or its volume another source', (mode, mountPath) => {
    for (const mount of [lora, { ...lora, readOnly: false }, { name: 'mnt-lora', mountPath: '/mnt/lora/' }]) {
      const told = toldOf(mounting({ name: 'x', mountPath: '/x' }, mount), { mode, mountPath })
      expect(told).toEqual([
        'LeftoverRemoved spec.containers[0].volumeMounts[1] shows its image no more: the image volume mnt-lora is named after its path, as an earlier injection names it; give it another name to keep it',
      ])
      expect(JSON.stringify(injected(mounting(mount), { mode, mountPath }))).not.toContain('r.example/lora:1')
    }
  })

  test('is not where only a variable at the same index is', () => {
    const old = injected(server())
    const config = { mode: 'image-volume', mountPath: '/mnt/lora' }
    const { volumeMounts } = injected(server(), config).containers[0]!
    const target = old.containers[0]!
    const mounts = [...(volumeMounts as object[]), ...(target['volumeMounts'] as object[])]
    const both = {
      ...old,
      containers: [{ ...target, volumeMounts: mounts }, ...old.containers.slice(1)],
      volumes: [...(old.volumes ?? []), { name: 'mnt-lora', image: { reference: image } }],
    }
    expect(toldOf(both, config).join()).not.toContain('LeftoverRemoved')
    expect(injected(both, config).containers[0]).toMatchObject({ volumeMounts, env: [] })
  })

  test.each<[string, object, object]>([
    ['is no image volume', { ...lora }, { emptyDir: {} }],
    ['has another name', { ...lora, name: 'weights' }, { image: { reference: 'r.example/lora:1' } }],
  ])('is none where it %s, though it looks like one', (_, mount, source) => {
    const podSpec = server(
      { volumeMounts: [mount] },
      {
        volumes: [
          { name: (mount as typeof lora).name, ...source },
          { name: 'other', image: { reference: 'o:1' } },
        ],
      },
    )
    expect(toldOf(podSpec)).toEqual([])
    expect(injected(podSpec).containers[0]!['volumeMounts']).toContainEqual(mount)
  })
})

describe('a volume of ours that is there twice, and that nothing wants', () => {
  const ours = { name: 'kserve-provision-location', emptyDir: {} }
  const mount = (mountPath: string, name = ours.name) => ({ name, mountPath })

  test('is there once afterwards, as its mounts are, where somebody else mounts it', () => {
    const data = { name: 'data', emptyDir: {} }
    const volumeMounts = [mount('/x'), mount('/d', 'data'), mount('/y'), mount('/d', 'data'), mount('/x/'), mount('/x')]
    const podSpec = server({}, { volumes: [ours, data, ours, ours] })
    podSpec.containers.push({ name: 'other', image: 'o:1', volumeMounts })
    const made = injected(podSpec, { mode: 'image-volume' })
    expect(namesOf(made.volumes)).toEqual(['kserve-provision-location', 'data', 'mnt-models'])
    expect(made.containers[1]!['volumeMounts']).toEqual(volumeMounts.slice(0, 4))
  })

  test.each([
    ['sidecar', 'image-volume'],
    ['image-volume', 'sidecar'],
  ])('goes as a whole where nobody does: from %s to %s', (first, mode) => {
    const old = injected(server(), { mode: first })
    const twice = { ...old, volumes: [...(old.volumes ?? []), ...(old.volumes ?? [])] }
    expect(injected(twice, { mode }).volumes).toEqual(injected(server(), { mode }).volumes)
  })
})

describe.each([...linkModes, 'fetch'])('mode %s: a read-only mount of a target where ours has to be', (mode) => {
  const [name, mountPath] = mode === 'fetch' ? ['mnt-models', '/mnt/models'] : ['kserve-provision-location', '/mnt']
  const told = (source: object, fields: object): string[] =>
    toldOf(
      server(
        {
          volumeMounts: [
            { name: 'x', mountPath: '/x', readOnly: true },
            { name, mountPath, ...fields },
          ],
        },
        {
          volumes: [{ name, ...source }],
        },
      ),
      { mode },
    ).filter((each) => each.startsWith('Weakened'))

  test('is told, as it becomes one that can be written to', () => {
    expect(told({ emptyDir: {} }, { readOnly: true })).toEqual([
      'Weakened spec.containers[0].volumeMounts[1].readOnly was true and is removed: this mode needs a volume that can be written to',
    ])
  })

  test('is not told where it is none', () => {
    expect(told({ emptyDir: {} }, { readOnly: false })).toEqual([])
    expect(toldOf(injected(server(), { mode }), { mode })).toEqual([])
  })
})

test('a read-only mount of an image is no weaker where fetch takes its place', () => {
  const made = injected(server(), { mode: 'image-volume' })
  expect(toldOf(made, { mode: 'fetch' }).join()).not.toContain('Weakened')
})
