import { describe, expect, test } from 'vitest'
import {
  chained,
  image,
  expectConflicts,
  injected,
  linkModes,
  modes,
  named,
  server,
  type Entry,
  type Spec,
} from '../kit/injected.js'

const remedy = (key: string): string => `rename it, or set another ${key} in the config`
const name = 'kserve-provision-location'
const having = (volume: object): Spec => server({}, { volumes: [{ name: 'a' }, volume] })

describe.each(linkModes)('mode %s: a volume of our name', (mode) => {
  test.each(['configMap', 'downwardAPI', 'image', 'projected', 'secret'])(
    'that is %s cannot be written to',
    (source) => {
      expectConflicts(having({ name, [source]: {} }), { mode }, [
        'VolumeSource',
        'spec.volumes[1]',
        `expected ${name} to be a volume that can be written to, found ${source}`,
        remedy('names.volume'),
      ])
    },
  )

  test('nor can a claim that is read-only', () => {
    expectConflicts(having({ name, persistentVolumeClaim: { claimName: 'c', readOnly: true } }), { mode }, [
      'VolumeSource',
      'spec.volumes[1]',
      'found persistentVolumeClaim',
    ])
  })

  test.each<[string, object, object]>([
    ['an empty directory', { emptyDir: { medium: 'Memory' } }, { emptyDir: { medium: 'Memory' } }],
    ['nothing', {}, { emptyDir: {} }],
    ['null', { emptyDir: null, secret: null }, { emptyDir: {}, secret: null }],
    [
      'a claim',
      { persistentVolumeClaim: { claimName: 'c', readOnly: false } },
      { persistentVolumeClaim: { claimName: 'c', readOnly: false } },
    ],
    ['an ephemeral claim', { ephemeral: {} }, { ephemeral: {} }],
    ['a path of the node', { hostPath: { path: '/' } }, { hostPath: { path: '/' } }],
  ])('that is %s serves', (_what, volume, expected) => {
    expect(injected(having({ name, ...volume }), { mode }).volumes![1]).toEqual({ name, ...expected })
  })

  test('of a model that is not there is somebody’s', () => {
    const podSpec = having({ name: `${name}-1`, secret: {} })
    expect(injected(podSpec, { mode }).volumes![1]).toEqual(podSpec.volumes![1])
  })

  test('by the config’s name', () => {
    expectConflicts(having({ name: 'v', secret: {} }), { mode, names: { volume: 'v' } }, [
      'VolumeSource',
      'spec.volumes[1]',
      'expected v to be',
    ])
    expect(() => injected(having({ name, secret: {} }), { mode, names: { volume: 'v' } })).not.toThrow()
  })
})

describe('a volume of the name that image-volume needs', () => {
  const config = { mode: 'image-volume' }

  test.each(['emptyDir', 'secret', 'hostPath', 'persistentVolumeClaim'])('that is %s is not ours', (source) => {
    expectConflicts(having({ name: 'mnt-models', [source]: {} }), config, [
      'VolumeSource',
      'spec.volumes[1]',
      `expected mnt-models to be a volume of type image, found ${source}`,
      remedy('mountPath'),
    ])
  })

  test('that is an image is brought up to date', () => {
    const made = injected(having({ name: 'mnt-models', image: { reference: 'other:1', pullPolicy: 'Never' } }), config)
    expect(made.volumes![1]).toEqual({ name: 'mnt-models', image: { reference: image, pullPolicy: 'Never' } })
    expect(injected(having({ name: 'mnt-models' }), config).volumes![1]).toEqual({
      name: 'mnt-models',
      image: { reference: image, pullPolicy: 'IfNotPresent' },
    })
  })

  test('with the policy of the config, or a stricter one', () => {
    const policies = (there: string, wanted: string): unknown =>
      (
        injected(having({ name: 'mnt-models', image: { reference: image, pullPolicy: there } }), {
          ...config,
          imagePullPolicy: wanted,
        }).volumes![1]!.image as { pullPolicy: unknown }
      ).pullPolicy
    expect(policies('Never', 'IfNotPresent')).toBe('IfNotPresent')
    expect(policies('Always', 'IfNotPresent')).toBe('Always')
    expect(policies('Never', 'Always')).toBe('Always')
  })
})

test('an emptyDir of fetch that another container mounts is not made an image', () => {
  const podSpec = injected(server(), { mode: 'fetch' })
  podSpec.containers.push({ name: 'other', volumeMounts: [{ name: 'mnt-models', mountPath: '/elsewhere' }] })
  expectConflicts(podSpec, { mode: 'image-volume' }, [
    'VolumeSource',
    'spec.volumes[0]',
    'expected mnt-models to be a volume of type image, found emptyDir',
  ])
})

describe('a volume of a name that fetch needs', () => {
  const config = { mode: 'fetch', fetch: { pullSecret: 's', caBundle: { configMap: 'c' } } }

  test('that is something else is not ours', () => {
    const volumes = [
      { name: 'mnt-models', persistentVolumeClaim: { claimName: 'c' } },
      { name: 'kserve-oci-fetch-docker-config', configMap: {} },
      { name: 'cabundle-cert', secret: {} },
    ]
    expectConflicts(
      server({}, { volumes }),
      config,
      [
        'VolumeSource',
        'spec.volumes[1]',
        'kserve-oci-fetch-docker-config to be a volume of type secret, found configMap',
      ],
      ['VolumeSource', 'spec.volumes[2]', 'cabundle-cert to be a volume of type configMap, found secret'],
    )
  })

  test('that is of its kind is brought up to date', () => {
    const volumes = [
      { name: 'cabundle-cert', configMap: { name: 'old', optional: true } },
      {
        name: 'kserve-oci-fetch-docker-config',
        secret: { secretName: 'old', items: [{ key: 'x', path: 'y' }], defaultMode: 420 },
      },
      { name: 'mnt-models', emptyDir: { sizeLimit: '1Gi' } },
    ]
    expect(injected(server({}, { volumes }), config).volumes).toEqual([
      { name: 'cabundle-cert', configMap: { name: 'c', optional: true } },
      {
        name: 'kserve-oci-fetch-docker-config',
        secret: { secretName: 's', items: [{ key: '.dockerconfigjson', path: 'config.json' }], defaultMode: 256 },
      },
      { name: 'mnt-models', emptyDir: { sizeLimit: '1Gi' } },
    ])
  })
})

describe('a volume that another container mounts, and that would show something else', () => {
  const other = (volume: string, mountPath = '/debug', list = 'containers'): Spec => {
    const podSpec = server()
    const debug = { name: 'debug', image: 'd:1', volumeMounts: [{ name: volume, mountPath }] }
    return { ...podSpec, [list]: [...((podSpec[list] ?? []) as Entry[]), debug] }
  }
  const secret = 'kserve-oci-fetch-docker-config'
  const fetch = { pullSecret: 's', caBundle: { configMap: 'c' } }

  test.each<[string, object, object, string, string]>([
    ['mnt-models', { image: { reference: 'r.example/a:1' } }, { mode: 'image-volume' }, image, 'r.example/a:1'],
    [secret, { secret: { secretName: 'theirs' } }, { mode: 'fetch', fetch }, 's', 'theirs'],
    ['cabundle-cert', { configMap: { name: 'theirs' } }, { mode: 'fetch', fetch }, 'c', 'theirs'],
  ])('is not changed: %s', (name, source, config, wanted, there) => {
    for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
      const podSpec = { ...other(name, '/debug', list), volumes: [{ name: 'a' }, { name, ...source }] }
      expectConflicts(podSpec, config, [
        'VolumeSource',
        'spec.volumes[1]',
        `expected ${name} to show ${wanted}, found ${there}, which debug mounts as well; remove that mount`,
      ])
    }
  })

  test.each<[string, object, object]>([
    ['mnt-models', { image: { reference: 'r.example/a:1' } }, { mode: 'image-volume' }],
    [
      'mnt-models',
      { image: { reference: 'r.example/a:1' } },
      { mode: 'image-volume', targets: ['debug', 'kserve-container'] },
    ],
    [secret, { secret: { secretName: 'theirs' } }, { mode: 'fetch', fetch }],
    ['cabundle-cert', { configMap: { name: 'theirs' } }, { mode: 'fetch', fetch }],
  ])('is not changed where a target mounts it elsewhere only: %s, %j', (name, source, config) => {
    const podSpec = { ...other(name), volumes: [{ name, ...source }] }
    const targets = ['kserve-container', 'debug']
    expectConflicts(podSpec, { targets, ...config }, [
      'VolumeSource',
      'spec.volumes[0]',
      'which debug mounts as well; remove that mount',
    ])
  })

  test.each([{}, { emptyDir: {} }, { image: { reference: 'r.example/a:1' } }])(
    'nor gets a source of another type there: %j',
    (source) => {
      const podSpec = { ...other(secret), volumes: [{ name: secret, ...source }] }
      const own = {
        name: 'storage-initializer',
        args: ['s3://a', '/d'],
        volumeMounts: [{ name: secret, mountPath: '/x' }],
      }
      const config = { mode: 'fetch', fetch, targets: ['debug'] }
      expectConflicts({ ...podSpec, initContainers: [own] }, config, [
        'VolumeSource',
        'spec.volumes[0]',
        `expected ${secret} to be a volume of type secret`,
      ])
    },
  )

  test('is changed where only targets, ours, and former targets mount it', () => {
    const first = { mode: 'image-volume', targets: ['kserve-container', 'debug'] }
    const two = server({}, { containers: [...server().containers, { name: 'debug', image: 'd:1' }] })
    const second = { mode: 'image-volume', image: 'r.example/a:2' }
    expect(chained(two, first, second).volumes).toMatchObject([{ image: { reference: 'r.example/a:2' } }])
    const fetched = injected(server(), { mode: 'fetch', fetch })
    expect(
      injected(fetched, { mode: 'fetch', fetch: { pullSecret: 't', caBundle: { configMap: 'd' } } }).volumes,
    ).toMatchObject([{ secret: { secretName: 't' } }, { configMap: { name: 'd' } }, {}])
  })

  test('stays where it shows the same, or what another webhook has made of it', () => {
    for (const reference of [image, `mirror.example/${image}`]) {
      const podSpec = { ...other('mnt-models'), volumes: [{ name: 'mnt-models', image: { reference } }] }
      expect(injected(podSpec, { mode: 'image-volume' }).volumes).toMatchObject([{ image: { reference } }])
    }
    const podSpec = { ...other('cabundle-cert'), volumes: [{ name: 'cabundle-cert', configMap: { name: 'c' } }] }
    expect(() => injected(podSpec, { mode: 'fetch', fetch })).not.toThrow()
  })
})

test.each([
  ['sidecar', name, {}, { secret: { secretName: 's' } }],
  ['native-sidecar', name, { hostPath: { path: '/x' } }, { persistentVolumeClaim: { claimName: 'c', readOnly: true } }],
  ['fetch', 'mnt-models', {}, { configMap: { name: 'c' } }],
  ['image-volume', 'mnt-models', { image: { reference: image } }, { emptyDir: {} }],
  ['image-volume', 'mnt-models', { image: { reference: image } }, { image: { reference: 'r.example/other:1' } }],
])('mode %s: a second volume of our name goes, whatever it is of', (mode, ours, first, second) => {
  const podSpec = server(
    {},
    {
      containers: [...server().containers, { name: 'b', volumeMounts: [{ name: ours, mountPath: '/x' }] }],
      volumes: [first, second].map((source) => ({ name: ours, ...source })),
    },
  )
  expect(injected(podSpec, { mode }).volumes).toMatchObject([{ name: ours, ...first }])
})

describe.each(modes)('mode %s: our volume as a block device', (mode) => {
  const ours = linkModes.some((each) => each === mode) ? name : 'mnt-models'
  const device = (device: string) => ({
    volumeDevices: [
      { name: 'x', devicePath: '/dev/x' },
      { name: device, devicePath: '/dev/y' },
    ],
  })

  test.each([
    ['of the target', server(device(ours)), 'spec.containers[0]'],
    ['of another', { containers: [...server().containers, { name: 'b', ...device(ours) }] }, 'spec.containers[1]'],
    [
      'of an init container',
      server({}, { initContainers: [{ name: 'a' }, { name: 'b', ...device(ours) }] }),
      'spec.initContainers[1]',
    ],
    [
      'of an ephemeral container',
      server({}, { ephemeralContainers: [{ name: 'a', ...device(ours) }] }),
      'spec.ephemeralContainers[0]',
    ],
  ])('%s', (_what, podSpec, container) => {
    expectConflicts(podSpec, { mode }, [
      'VolumeIsDevice',
      `${container}.volumeDevices[1].name`,
      `expected ${ours} to be mounted as a file system, found it used as a block device`,
      remedy(ours === name ? 'names.volume' : 'mountPath'),
    ])
  })

  test('not of a container that goes', () => {
    const script = { command: ['sh', '-c', 'ln -s /proc/$$/root/models /mnt'] }
    const sidecar = { name: 'modelcar', ...script }
    const list = mode === 'native-sidecar' ? 'initContainers' : 'containers'
    const left = server({}, { initContainers: [{ name: 'modelcar-init-1', ...script, ...device(ours) }] })
    const twice = server()
    twice[list] = [...(twice[list] ?? []), sidecar, { ...sidecar, ...device(ours) }]
    for (const podSpec of [left, twice])
      expect(JSON.stringify(injected(podSpec, { mode }))).not.toContain('volumeDevices')
  })

  test('another volume may be one', () => {
    expect(() => injected(server(device('y')), { mode })).not.toThrow()
    expect(() => injected(server({ volumeDevices: null }), { mode })).not.toThrow()
  })
})

test('what a user’s overlay mounts is not told apart by what can be written to', () => {
  expect(named(injected(having({ name, emptyDir: {} })).volumes, name)).toEqual({ name, emptyDir: {} })
})
