import { describe, expect, test } from 'vitest'
import { ejectModelcar, type PodSpecLike } from '../../src/index.js'
import { chained, expectConflicts, injected, modes, named, namesOf, server, type Spec } from '../kit/injected.js'

// KServe's own pod for `s3://`: its volume has the name that a modelcar's has, and so may a user's.

const volume = 'kserve-provision-location'
const ejected = (spec: Spec): Spec => ejectModelcar(spec as unknown as PodSpecLike) as unknown as Spec

const s3 = (source: object = { emptyDir: {} }, path = '/mnt/models'): Spec => ({
  ...server({ volumeMounts: [{ name: volume, mountPath: path, readOnly: true }] }),
  initContainers: [
    {
      name: 'storage-initializer',
      image: 'kserve/storage-initializer:v1',
      args: ['s3://b/x', path],
      volumeMounts: [{ name: volume, mountPath: path }],
    },
  ],
  volumes: [{ name: volume, ...source }],
})

const claim = { persistentVolumeClaim: { claimName: 'c' } }

describe.each(modes)('mode %s, beside a download with another scheme', (mode) => {
  test.each([['/mnt/lora'], ['/opt/x']])('at %s leaves it, its volume and the mounts of that', (mountPath) => {
    for (const source of [{ emptyDir: {} }, claim]) {
      const podSpec = s3(source)
      const made = injected(podSpec, { mode, mountPath })
      const initializer = named(made.initContainers, 'storage-initializer')
      expect((initializer.args as string[]).slice(0, 2)).toEqual(['s3://b/x', '/mnt/models'])
      for (const [container, mount] of [
        [initializer, { name: volume, mountPath: '/mnt/models' }],
        [named(made.containers, 'kserve-container'), { name: volume, mountPath: '/mnt/models', readOnly: true }],
      ] as const)
        expect(container.volumeMounts).toContainEqual(mount)
      expect(made.volumes).toContainEqual({ name: volume, ...source })
    }
  })

  test('an ejection, or another mode, leaves them too', () => {
    const config = { mode, mountPath: '/opt/x' }
    const { containers, initContainers, volumes } = ejected(injected(s3(), config))
    expect(containers).toEqual(s3().containers)
    expect(volumes).toEqual(s3().volumes)
    expect(named(initContainers, 'storage-initializer')).toMatchObject(s3().initContainers![0]!)
    for (const second of modes) {
      const made = chained(s3(), config, { mode: second, mountPath: '/opt/z' })
      expect(named(made.containers, 'kserve-container').volumeMounts).toContainEqual(
        (s3().containers[0]!.volumeMounts as object[])[0],
      )
      expect(made.volumes).toContainEqual(s3().volumes![0])
    }
  })
})

describe.each(['sidecar', 'native-sidecar'])('mode %s', (mode) => {
  test.each(['/mnt/models', '/mnt/models/base'])('linked beside the files of a download to %s', (path) => {
    const podSpec = s3({ emptyDir: {} }, path)
    const made = injected(podSpec, { mode, mountPath: `${path}/lora` })
    const mounts = [{ name: volume, mountPath: path }]
    expect(named(ejected(made).containers, 'kserve-container').volumeMounts).toEqual(mounts)
    const other = injected(made, { mode: 'image-volume', mountPath: '/opt/z' })
    expect(named(other.containers, 'kserve-container').volumeMounts).toMatchObject([mounts[0], { name: 'opt-z' }])
  })

  test.each([claim, { hostPath: { path: '/x' } }, { ephemeral: {} }])(
    'a volume of its name that it never makes, and its mounts, stay the user’s: %j',
    (source) => {
      const mount = { name: volume, mountPath: '/mnt' }
      const podSpec: Spec = {
        containers: [...server({ volumeMounts: [mount] }).containers, { name: 'other', volumeMounts: [mount] }],
        volumes: [{ name: volume, ...source }],
      }
      const made = injected(podSpec, { mode })
      const left = ejected(made)
      expect(left.volumes).toEqual(podSpec.volumes)
      expect(left.containers).toMatchObject(podSpec.containers)
      const other = injected(made, { mode: 'image-volume', mountPath: '/opt/z' })
      expect(other.volumes).toContainEqual(podSpec.volumes![0])
      expect(named(other.containers, 'other').volumeMounts).toEqual([mount])
      expect(namesOf(named(other.containers, 'kserve-container').volumeMounts as never)).toEqual([volume, 'opt-z'])
    },
  )
})

describe('mode fetch', () => {
  const hostPath = { hostPath: { path: '/x' } }

  test('a volume that it never makes, and its mounts, stay the user’s', () => {
    const mount = { name: 'mnt-models', mountPath: '/mnt/models' }
    const podSpec = server({ volumeMounts: [mount] }, { volumes: [{ name: 'mnt-models', ...hostPath }] })
    expect(ejected(injected(podSpec, { mode: 'fetch' }))).toEqual(podSpec)
  })

  test('beside a download to the same path is a conflict, and nothing of that goes with another mode', () => {
    const podSpec: Spec = { ...s3(), ...server() }
    podSpec.initContainers![0]!['args'] = ['s3://b/x', '/mnt/models', 'oci://m:1', '/mnt/models']
    expectConflicts(podSpec, { mode: 'fetch' }, ['FetchPathTaken', 'spec.initContainers[0].args[1]'])
    const { args, volumeMounts } = named(ejected(podSpec).initContainers, 'storage-initializer')
    expect(args).toEqual(['s3://b/x', '/mnt/models'])
    expect(volumeMounts).toEqual(podSpec.initContainers![0]!['volumeMounts'])
  })
})

describe('a volume of a name that the storage initializer’s own have', () => {
  const beside = (name: string, source: object, mountPath = '/x'): Spec => ({
    ...server(),
    initContainers: [
      { name: 'storage-initializer', args: ['s3://b/x', mountPath], volumeMounts: [{ name, mountPath }] },
    ],
    volumes: [{ name, ...source }],
  })
  const [secret, bundle] = ['kserve-oci-fetch-docker-config', 'cabundle-cert']

  test.each([
    [secret, { hostPath: { path: '/x' } }],
    [secret, claim],
    [secret, { configMap: { name: 'c' } }],
    [bundle, { emptyDir: {} }],
    [bundle, { secret: { secretName: 's' } }],
  ])('is the user’s where it is of another type: %s %j', (name, source) => {
    const podSpec = beside(name, source)
    const made = injected(podSpec, { mode: 'fetch' })
    expect(made.volumes![0]).toEqual({ name, ...source })
    expect(named(made.initContainers, 'storage-initializer').volumeMounts).toMatchObject([
      { name, mountPath: '/x' },
      { name: 'mnt-models' },
    ])
    expect(injected(made, { mode: 'image-volume' }).volumes![0]).toEqual({ name, ...source })
    const fetch = { pullSecret: 's', caBundle: { configMap: 'c' } }
    expectConflicts(podSpec, { mode: 'fetch', fetch }, ['VolumeSource', 'spec.volumes[0]', `expected ${name} to be`])
  })

  test('is ours where it is of theirs', () => {
    const podSpec = beside(secret, { secret: { secretName: 's' } })
    expect(namesOf(injected(podSpec, { mode: 'fetch' }).volumes)).toEqual(['mnt-models'])
  })
})

test('a download whose directory is in part a mount that the model would take is a conflict', () => {
  const podSpec: Spec = { ...s3(), ...server() }
  const initializer = podSpec.initContainers![0]!
  initializer.args = ['s3://b/x', '/mnt/']
  expectConflicts(podSpec, { mode: 'fetch' }, ['FetchPathTaken', 'spec.initContainers[0].args[1]'])
  initializer.volumeMounts = []
  expect(() => injected(podSpec, { mode: 'fetch' })).not.toThrow()
  initializer.args = ['s3://b/x', '/mn']
  initializer.volumeMounts = [{ name: volume, mountPath: '/mnt/models' }]
  expect(() => injected(podSpec, { mode: 'fetch' })).not.toThrow()
})

test('a URI is no path of an image: half of a pair takes nothing along', () => {
  const argsOf = (args: readonly string[], config: object): unknown =>
    named(
      injected({ ...s3(), initContainers: [{ name: 'storage-initializer', args }] }, config).initContainers,
      'storage-initializer',
    ).args
  expect(argsOf(['oci://a:1', 's3://b/x', '/mnt/x'], { mode: 'image-volume', mountPath: '/opt/z' })).toEqual([
    's3://b/x',
    '/mnt/x',
  ])
  expect(
    argsOf(['oci://a:1', 'gs+x://b/x', '/mnt/x', 's3://c'], { mode: 'fetch', mountPath: '/opt/z', image: 'm:1' }),
  ).toEqual([...['gs+x://b/x', '/mnt/x', 's3://c', 'oci://m:1', '/opt/z']])
})
