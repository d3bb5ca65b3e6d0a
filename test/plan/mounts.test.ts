import { describe, expect, test } from 'vitest'
import { expectConflicts, image, injected, linkModes, modes, otherModes, server, type Spec } from '../kit/injected.js'

const remedy = ['would stand in the way', 'move it, or choose another mountPath']
const mounting = (mountPath: unknown, volume: object = { emptyDir: {} }, mount: object = {}): Spec =>
  server(
    {
      volumeMounts: [
        { name: 'kube', mountPath: '/var/run' },
        { name: 'x', mountPath, ...mount },
      ],
    },
    { volumes: [{ name: 'x', ...volume }] },
  )
const at = 'spec.containers[0].volumeMounts[1].mountPath'
const device = (devicePath: string): Spec => server({ volumeDevices: [{ name: 'd', devicePath }] })
const deviceAt = 'spec.containers[0].volumeDevices[0].devicePath'

describe.each(linkModes)('mode %s: in a target', (mode) => {
  test.each(['/mnt', '/mnt/', '//mnt', 'mnt', '/mnt/.', '/x/../mnt', './mnt'])(
    'another volume at our mount path: %s',
    (mountPath) => {
      expectConflicts(mounting(mountPath), { mode }, [
        'MountPathTaken',
        at,
        'expected /mnt to be free for the volume kserve-provision-location, found volume x mounted there',
        'mount it elsewhere, or choose another mountPath in the config',
      ])
    },
  )

  test.each(['/mnt/models', '/mnt/models/', 'mnt/models', '/mnt/models/base', '/mnt//models/./a'])(
    'a mount at or under the model: %s',
    (mountPath) => {
      expectConflicts(mounting(mountPath), { mode }, [
        'ModelPathTaken',
        at,
        'expected nothing at, under or over /mnt/models, found volume x at ',
        ...remedy,
      ])
    },
  )

  test('a mount at the root', () => {
    expectConflicts(mounting('/'), { mode }, ['ModelPathTaken', at, 'found volume x at /,', ...remedy])
  })

  test.each([
    '/opt',
    '/mnt2',
    '/mnt/model',
    '/mnt/models2',
    '/mnt/data',
    '/data/mnt/models',
    '/mnt/.models',
    '',
    7,
    null,
    undefined,
  ])('a mount elsewhere: %j', (mountPath) => {
    const made = injected(mounting(mountPath), { mode })
    expect(made.containers[0]!.volumeMounts).toContainEqual({ name: 'kserve-provision-location', mountPath: '/mnt' })
  })

  test('a device at, under or over our path, or the model’s', () => {
    for (const path of ['/mnt', '/mnt/models', '/mnt/models/x', '/', 'mnt/', '//mnt/models/'])
      expectConflicts(device(path), { mode }, [
        'ModelPathTaken',
        deviceAt,
        'expected nothing at, under or over /mnt/models, found a block device at /',
        ...remedy,
      ])
    for (const path of ['/dev/x', '/mnt2', '/mnt/x', '']) expect(() => injected(device(path), { mode })).not.toThrow()
  })

  test('a deeper model: a mount over it', () => {
    const config = { mode, mountPath: '/mnt/models/base' }
    for (const path of ['/mnt', '/mnt/.']) {
      expect(() => injected(mounting(path), config)).not.toThrow()
      expectConflicts(mounting(path, { emptyDir: {} }, { readOnly: true }), config, [
        'ModelPathTaken',
        at,
        'found volume x at /mnt',
      ])
      for (const source of ['configMap', 'downwardAPI', 'image', 'projected', 'secret'])
        expectConflicts(mounting(path, { [source]: {} }), config, ['ModelPathTaken', at, ...remedy])
      expectConflicts(mounting(path, { persistentVolumeClaim: { claimName: 'c', readOnly: true } }), config, [
        'ModelPathTaken',
        at,
      ])
      for (const volume of [
        {},
        { emptyDir: null },
        { persistentVolumeClaim: { claimName: 'c' } },
        { hostPath: { path: '/' } },
        { nfs: { readOnly: false } },
      ])
        expect(() => injected(mounting(path, volume), config)).not.toThrow()
    }
    expectConflicts(server({ volumeMounts: [{ name: 'nowhere', mountPath: '/mnt' }] }), config, [
      'ModelPathTaken',
      'spec.containers[0].volumeMounts[0].mountPath',
    ])
    expectConflicts(mounting('/mnt/models'), config, ['MountPathTaken', at, 'expected /mnt/models to be free'])
  })

  test('of several models each path counts', () => {
    const models = [
      { image: 'a', mountPath: '/mnt/a' },
      { image: 'b', mountPath: '/opt/b' },
    ]
    const podSpec = server({
      volumeMounts: ['/mnt', '/opt', '/mnt/a/x', '/opt/b', '/mnt/b', '/'].map((mountPath) => ({
        name: 'x',
        mountPath,
      })),
    })
    expectConflicts(
      podSpec,
      { mode, models },
      [
        'MountPathTaken',
        'spec.containers[0].volumeMounts[0].mountPath',
        'expected /mnt to be free for the volume kserve-provision-location, ',
      ],
      [
        'MountPathTaken',
        'spec.containers[0].volumeMounts[1].mountPath',
        'expected /opt to be free for the volume kserve-provision-location-1',
      ],
      [
        'ModelPathTaken',
        'spec.containers[0].volumeMounts[2].mountPath',
        'over /mnt/a, /opt/b, found volume x at /mnt/a/x',
      ],
      ['ModelPathTaken', 'spec.containers[0].volumeMounts[3].mountPath'],
      ['ModelPathTaken', 'spec.containers[0].volumeMounts[5].mountPath'],
    )
  })

  test('of a target among the init containers, and of every target', () => {
    const mounts = { volumeMounts: [{ name: 'x', mountPath: '/mnt' }] }
    const podSpec = {
      containers: [{ name: 'a', ...mounts }],
      initContainers: [{ name: 'i' }, { name: 'b', restartPolicy: 'Always', ...mounts }],
    }
    expectConflicts(
      podSpec,
      { mode, targets: ['a', 'b'] },
      ['MountPathTaken', 'spec.containers[0].volumeMounts[0].mountPath'],
      ['MountPathTaken', 'spec.initContainers[1].volumeMounts[0].mountPath'],
    )
    expect(() =>
      injected({ containers: [{ name: 'c' }, ...podSpec.containers] }, { mode, targets: ['c'] }),
    ).not.toThrow()
  })

  test('our volume at our path with another mode of mounting is put right', () => {
    const mount = {
      name: 'kserve-provision-location',
      mountPath: '/mnt/',
      readOnly: true,
      recursiveReadOnly: 'Enabled',
      subPath: 'x',
      mountPropagation: 'HostToContainer',
    }
    const [made] = injected(server({ volumeMounts: [mount] }), { mode }).containers[0]!.volumeMounts as object[]
    expect(made).toEqual({ name: 'kserve-provision-location', mountPath: '/mnt/' })
    const [expr] = injected(server({ volumeMounts: [{ name: mount.name, mountPath: '/mnt', subPathExpr: '$(X)' }] }), {
      mode,
    }).containers[0]!.volumeMounts as object[]
    expect(expr).toEqual({ name: 'kserve-provision-location', mountPath: '/mnt' })
  })
})

describe.each(otherModes)('mode %s: in a target', (mode) => {
  test.each(['/mnt/models', '/mnt/models/', 'mnt//models'])('another volume at the model’s path: %s', (mountPath) => {
    expectConflicts(mounting(mountPath), { mode }, [
      'MountPathTaken',
      at,
      'expected /mnt/models to be free for the volume mnt-models, found volume x',
    ])
  })

  test('a mount under it, or at the root', () => {
    expectConflicts(mounting('/mnt/models/x'), { mode }, [
      'ModelPathTaken',
      at,
      'over /mnt/models, found volume x at /mnt/models/x',
      ...remedy,
    ])
    expectConflicts(mounting('/'), { mode }, ['ModelPathTaken', at])
    expectConflicts(device('/mnt/models'), { mode }, [
      'ModelPathTaken',
      deviceAt,
      'found a block device at /mnt/models',
    ])
  })

  test('a mount over it', () => {
    expect(() => injected(mounting('/mnt'), { mode })).not.toThrow()
    expectConflicts(mounting('/mnt', { secret: {} }), { mode }, ['ModelPathTaken', at])
    expectConflicts(mounting('/mnt', { emptyDir: {} }, { readOnly: true }), { mode }, ['ModelPathTaken', at])
  })

  test('our volume at our path is put right', () => {
    const mount = {
      name: 'mnt-models',
      mountPath: '/mnt/models/',
      subPathExpr: '$(X)',
      mountPropagation: 'Bidirectional',
    }
    const [made] = injected(server({ volumeMounts: [mount] }), { mode }).containers[0]!.volumeMounts as object[]
    expect(made).toEqual({
      name: 'mnt-models',
      mountPath: '/mnt/models/',
      ...(mode === 'fetch' ? {} : { subPath: 'models', readOnly: true }),
    })
  })
})

describe('in our own containers', () => {
  const sidecarOf = (podSpec: Spec, mode: string): [string, Spec['containers'][number]] => {
    const list = mode === 'sidecar' ? 'containers' : 'initContainers'
    const index = (podSpec[list] as { name: string }[]).findIndex(({ name }) => name === 'modelcar')
    return [`spec.${list}[${String(index)}]`, (podSpec[list] as Spec['containers'])[index]!]
  }

  describe.each(linkModes)('mode %s', (mode) => {
    test.each(['/mnt/models', '/mnt/models/x', '/models', '/models/x', 'models/'])('a mount at %s', (mountPath) => {
      const podSpec = injected(server(), { mode })
      const [path, sidecar] = sidecarOf(podSpec, mode)
      ;(sidecar.volumeMounts as object[]).push({ name: 'x', mountPath })
      expectConflicts(podSpec, { mode }, [
        'ModelPathTaken',
        `${path}.volumeMounts[1].mountPath`,
        'over /mnt/models, /models, found volume x at /',
        ...remedy,
      ])
    })

    test.each(['/mnt', '/mnt/models', '/models', '/mnt/models/x'])('a device at %s', (devicePath) => {
      const podSpec = injected(server(), { mode })
      const [path, sidecar] = sidecarOf(podSpec, mode)
      sidecar.volumeDevices = [{ name: 'x', devicePath }]
      expectConflicts(podSpec, { mode }, [
        'ModelPathTaken',
        `${path}.volumeDevices[0].devicePath`,
        'over /mnt, /mnt/models, /models, found a block device',
        ...remedy,
      ])
    })

    test('others, such as a token’s, stay', () => {
      const podSpec = injected(server(), { mode })
      const [, sidecar] = sidecarOf(podSpec, mode)
      ;(sidecar.volumeMounts as object[]).push(
        { name: 'x', mountPath: '/var/run/secrets' },
        { name: 'y', mountPath: '/mnt/other' },
        { name: 'z', mountPath: '/modelsx' },
      )
      sidecar.volumeDevices = [{ name: 'x', devicePath: '/dev/x' }]
      expect(injected(podSpec, { mode })).toEqual(podSpec)
    })

    test('a device without a path is in no way', () => {
      const podSpec = injected(server(), { mode })
      const [, sidecar] = sidecarOf(podSpec, mode)
      sidecar.volumeDevices = [{ name: 'x' }]
      expect(injected(podSpec, { mode })).toEqual(podSpec)
    })

    test('a mount without a name, over what it has to see', () => {
      const podSpec = injected(server(), { mode })
      const [path, sidecar] = sidecarOf(podSpec, mode)
      ;(sidecar.volumeMounts as object[]).push({ mountPath: '/models' })
      expectConflicts(podSpec, { mode }, [
        'ModelPathTaken',
        `${path}.volumeMounts[1].mountPath`,
        'over /mnt/models, /models, found volume',
        ...remedy,
      ])
    })

    test('another volume at our path is replaced by ours', () => {
      const podSpec = injected(server(), { mode })
      const [, sidecar] = sidecarOf(podSpec, mode)
      sidecar.volumeMounts = [{ name: 'x', mountPath: '/mnt/' }]
      const [, made] = sidecarOf(injected(podSpec, { mode }), mode)
      expect(made.volumeMounts).toEqual([{ name: 'kserve-provision-location', mountPath: '/mnt/' }])
    })
  })

  test.each(['sidecar', 'native-sidecar', 'fetch'])('mode %s: over a mount of ours only what can hold it', (mode) => {
    const config = { mode, mountPath: '/srv/deep/models/base' }
    const over = (mountPath: string, volume: object, mount: object = {}): [Spec, string] => {
      const podSpec = injected(server({}, { volumes: [{ name: 'x', ...volume }] }), config)
      const list = mode === 'sidecar' ? 'containers' : 'initContainers'
      const ours = mode === 'fetch' ? 'storage-initializer' : 'modelcar'
      const index = podSpec[list]!.findIndex(({ name }) => name === ours)
      ;(podSpec[list]![index]!.volumeMounts as object[]).push({ name: 'x', mountPath, ...mount })
      return [podSpec, `spec.${list}[${String(index)}].volumeMounts[1].mountPath`]
    }
    for (const [path, volume, mount] of [
      ['/srv', { configMap: { name: 'c' } }],
      ['/srv/deep/', { emptyDir: {} }, { readOnly: true }],
      ['/', { secret: { secretName: 's' } }],
    ] as const) {
      const [podSpec, field] = over(path, volume, mount)
      expectConflicts(podSpec, config, ['ModelPathTaken', field, 'found volume x at /'])
    }
    const [podSpec] = over('/srv', { emptyDir: {} })
    expect(injected(podSpec, config)).toEqual(podSpec)
  })

  test('the prefetching container may not hide the image’s model', () => {
    const podSpec = injected(server())
    podSpec.initContainers![0]!.volumeMounts = [
      { name: 'x', mountPath: '/models' },
      { name: 'y', mountPath: '/mnt/models' },
    ]
    expectConflicts(podSpec, {}, [
      'ModelPathTaken',
      'spec.initContainers[0].volumeMounts[0].mountPath',
      'over /models, found volume x',
    ])
  })

  test('the storage initializer may have a mount at /models, but none under the model’s path', () => {
    const podSpec = injected(server(), { mode: 'fetch' })
    const mounts = podSpec.initContainers![0]!.volumeMounts as object[]
    mounts.push({ name: 'x', mountPath: '/models' })
    expect(injected(podSpec, { mode: 'fetch' })).toEqual(podSpec)
    mounts.push({ name: 'y', mountPath: '/mnt/models/x' })
    expectConflicts(podSpec, { mode: 'fetch' }, [
      'ModelPathTaken',
      'spec.initContainers[0].volumeMounts[2].mountPath',
      'over /mnt/models, found volume y',
    ])
  })
})

test.each(modes)('mode %s: an ephemeral container may mount what it likes', (mode) => {
  const podSpec = server(
    {},
    { ephemeralContainers: [{ name: 'debug', volumeMounts: [{ name: 'x', mountPath: '/mnt/models' }] }] },
  )
  expect(injected(podSpec, { mode }).ephemeralContainers).toEqual(podSpec.ephemeralContainers)
})

test('a mount under one of two models', () => {
  const models = [
    { image, mountPath: '/srv/a' },
    { image: 'registry.example/team/lora:1', mountPath: '/srv/b' },
  ]
  const podSpec = server(
    { volumeMounts: [{ name: 'data', mountPath: '/srv/b/cache' }] },
    { volumes: [{ name: 'data', emptyDir: {} }] },
  )
  for (const mode of ['image-volume', 'fetch'])
    expectConflicts(podSpec, { mode, models }, ['ModelPathTaken', 'spec.containers[0].volumeMounts[0].mountPath'])
})

describe('a volume that only looks like ours at our path', () => {
  test('with another number, beside our sidecar', () => {
    const podSpec = injected(server())
    podSpec.volumes!.push({ name: 'kserve-provision-location-3', emptyDir: {} })
    podSpec.containers[0]!.volumeMounts = [{ name: 'kserve-provision-location-3', mountPath: '/mnt' }]
    expectConflicts(podSpec, {}, ['MountPathTaken', 'spec.containers[0].volumeMounts[0].mountPath'])
  })

  test('beside an initializer that fetches to this path, by another volume', () => {
    const podSpec = injected(server(), { mode: 'fetch' })
    podSpec.volumes!.push({ name: 'data', emptyDir: {} })
    podSpec.containers[0]!.volumeMounts = [{ name: 'data', mountPath: '/mnt/models' }]
    expectConflicts(podSpec, { mode: 'fetch' }, ['MountPathTaken', 'spec.containers[0].volumeMounts[0].mountPath'])
  })
})

test('a mount over the model of the volume that becomes the model: an image holds no mount point', () => {
  const mount = { name: 'mnt-models', mountPath: '/mnt', subPath: 'x' }
  const podSpec = server({ volumeMounts: [mount] }, { volumes: [{ name: 'mnt-models', emptyDir: {} }] })
  expectConflicts(injected(podSpec, { mode: 'fetch' }), { mode: 'image-volume' }, [
    'ModelPathTaken',
    'spec.containers[0].volumeMounts[0].mountPath',
    'found volume mnt-models at /mnt',
  ])
})
