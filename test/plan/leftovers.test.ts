import { describe, expect, test } from 'vitest'
import { ejectModelcar, type PodSpecLike } from '../../src/index.js'
import { planModelcar } from '../../src/index.js'
import {
  chained,
  image,
  injected,
  linkModes,
  modes,
  named,
  namesOf,
  otherModes,
  server,
  type Entry,
  type Spec,
} from '../kit/injected.js'

const target = (spec: Spec): Entry => named(spec.containers, 'kserve-container')
const envOf = (spec: Spec): unknown => target(spec).env ?? []
const async = { name: 'MODEL_INIT_MODE', value: 'async' }

describe('MODEL_INIT_MODE', () => {
  test.each(['native-sidecar', 'image-volume', 'fetch'])(
    'goes with the mount that the model came by: to %s',
    (mode) => {
      expect(envOf(chained(server({ env: [{ name: 'A', value: '1' }] }), {}, { mode }))).toEqual([
        { name: 'A', value: '1' },
      ])
    },
  )

  test.each(['native-sidecar', 'image-volume', 'fetch'])('of another value is the user’s: to %s', (mode) => {
    const podSpec = injected(server())
    target(podSpec).env = [{ name: 'MODEL_INIT_MODE', value: 'other' }]
    expect(envOf(injected(podSpec, { mode }))).toEqual([{ name: 'MODEL_INIT_MODE', value: 'other' }])
  })

  test.each(['native-sidecar', 'image-volume', 'fetch'])('of a pod that we were never in is the user’s: %s', (mode) => {
    expect(envOf(injected(server({ env: [async] }), { mode }))).toEqual([async])
  })

  test('goes with every repetition', () => {
    const podSpec = injected(server())
    target(podSpec).env = [async, { name: 'A' }, async]
    expect(envOf(injected(podSpec, { mode: 'image-volume' }))).toEqual([{ name: 'A' }])
  })

  test('goes where the mount is gone already, but the sidecar is not', () => {
    const podSpec = injected(server())
    target(podSpec).volumeMounts = []
    expect(envOf(injected(podSpec, { mode: 'native-sidecar' }))).toEqual([])
    expect(envOf(injected(podSpec, { mode: 'image-volume' }))).toEqual([])
  })

  test('goes alone', () => {
    const other = { name: 'OTHER', value: 'async' }
    expect(envOf(chained(server({ env: [other] }), {}, { mode: 'fetch' }))).toEqual([other])
  })

  test('stays where only a native sidecar was, and the mount is gone already', () => {
    const podSpec = injected(server({ env: [async] }), { mode: 'native-sidecar' })
    target(podSpec).volumeMounts = []
    expect(envOf(injected(podSpec, { mode: 'image-volume' }))).toEqual([async])
  })

  test('stays where only a native sidecar was', () => {
    const podSpec = injected(server({ env: [async] }), { mode: 'native-sidecar' })
    expect(envOf(injected(podSpec, { mode: 'native-sidecar' }))).toEqual([async])
  })

  test.each(modes.filter((mode) => mode !== 'sidecar'))('stays where %s was, which never sets it', (mode) => {
    const podSpec = injected(server({ env: [async] }), { mode })
    expect(envOf(ejectModelcar(podSpec as unknown as PodSpecLike) as unknown as Spec)).toEqual([async])
    for (const next of modes.filter((each) => each !== mode))
      expect(envOf(injected(podSpec, { mode: next, mountPath: '/opt/z/m' }))).toEqual([async])
  })

  test('stays in a former target, where none of the modes was one that sets it', () => {
    const two = { containers: [{ name: 'a', env: [async] }, { name: 'b' }] }
    const podSpec = injected(two, { mode: 'native-sidecar', targets: ['a', 'b'] })
    const made = injected(podSpec, { mode: 'image-volume', targets: ['b'] })
    expect(made.containers[0]).toEqual({ name: 'a', env: [async], volumeMounts: [] })
  })
})

const switches = modes.flatMap((first) =>
  modes.filter((second) => second !== first).map((second) => [first, second] as const),
)

describe('a container that is no target any more', () => {
  const two: Spec = { containers: [{ name: 'a' }, { name: 'b' }] }

  test.each(modes)('keeps its mount while the volume stays: mode %s', (mode) => {
    const made = chained(two, { mode, targets: ['a', 'b'] }, { mode, targets: ['a'] })
    expect(made).toEqual(injected(two, { mode, targets: ['a', 'b'] }))
  })

  test.each(switches.filter(([first, second]) => linkModes.some((mode) => mode === first || mode === second)))(
    'loses it with the volume: from %s to %s',
    (first, second) => {
      const made = chained(two, { mode: first, targets: ['a', 'b'] }, { mode: second, targets: ['a'] })
      const staysLinked = linkModes.some((mode) => mode === first) && linkModes.some((mode) => mode === second)
      const { volumeMounts = [], env = [] } = named(made.containers, 'b')
      const link = { name: 'kserve-provision-location', mountPath: '/mnt' }
      expect(volumeMounts).toEqual(staysLinked ? [link] : [])
      expect(env).toEqual(staysLinked && first === 'sidecar' ? [async] : [])
    },
  )

  test.each([
    ['image-volume', 'fetch'],
    ['fetch', 'image-volume'],
  ])('keeps it where the volume keeps its name: from %s to %s', (first, second) => {
    const podSpec = injected(two, { mode: first, targets: ['a', 'b'] })
    const made = injected(podSpec, { mode: second, targets: ['a'] })
    expect(named(made.containers, 'b')).toEqual(named(podSpec.containers, 'b'))
  })
})

describe('what somebody else mounts our volume for', () => {
  test.each(linkModes.flatMap((first) => otherModes.map((second) => [first, second] as const)))(
    'keeps the volume: from %s to %s',
    (first, second) => {
      const debug = { name: 'debug', volumeMounts: [{ name: 'kserve-provision-location', mountPath: '/debug' }] }
      for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
        const podSpec = injected(server(), { mode: first })
        podSpec[list] = [...((podSpec[list] ?? []) as Entry[]), debug]
        const made = injected(podSpec, { mode: second })
        expect(named(made.volumes, 'kserve-provision-location')).toEqual({
          name: 'kserve-provision-location',
          emptyDir: {},
        })
        expect(named(made[list] as Entry[], 'debug')).toEqual(debug)
        expect(namesOf(target(made).volumeMounts as Entry[])).toEqual(['mnt-models'])
      }
    },
  )

  test.each(['sidecar', 'native-sidecar'])('keeps a volume of fewer models: mode %s', (mode) => {
    const models = [
      { image, mountPath: '/mnt/a' },
      { image, mountPath: '/opt/b' },
    ]
    const podSpec = injected(server(), { mode, models })
    podSpec.containers.push({ name: 'debug', volumeMounts: [{ name: 'kserve-provision-location-1', mountPath: '/x' }] })
    const made = injected(podSpec, { mode, models: models.slice(0, 1) })
    expect(namesOf(made.volumes)).toEqual(['kserve-provision-location', 'kserve-provision-location-1'])
    expect(target(made).volumeMounts).toEqual([{ name: 'kserve-provision-location', mountPath: '/mnt' }])
    expect(target(made).env).toEqual(mode === 'sidecar' ? [async] : undefined)
  })

  test('keeps a CA bundle that a native sidecar mounts where the storage initializer does', () => {
    const podSpec = injected(server(), { mode: 'fetch', fetch: { caBundle: { configMap: 'c' } } })
    const [initializer] = podSpec.initContainers!
    const volumeMounts = (initializer!['volumeMounts'] as Entry[]).filter(({ name }) => name === 'cabundle-cert')
    const proxy = { name: 'proxy', restartPolicy: 'Always', volumeMounts }
    for (const mode of ['sidecar', 'native-sidecar', 'image-volume']) {
      const made = injected({ ...podSpec, initContainers: [initializer!, proxy] }, { mode })
      expect(namesOf(made.volumes)).toContain('cabundle-cert')
      expect(named(made.initContainers, 'proxy')).toEqual(proxy)
    }
  })

  test.each(otherModes.flatMap((first) => linkModes.map((second) => [first, second] as const)))(
    'keeps the volume: from %s to %s',
    (first, second) => {
      const podSpec = injected(server(), { mode: first })
      podSpec.ephemeralContainers = [{ name: 'debug', volumeMounts: [{ name: 'mnt-models', mountPath: '/debug' }] }]
      const made = injected(podSpec, { mode: second })
      expect(namesOf(made.volumes)).toEqual(['mnt-models', 'kserve-provision-location'])
      expect(made.ephemeralContainers).toEqual(podSpec.ephemeralContainers)
    },
  )

  test.each(linkModes.flatMap((first) => otherModes.map((second) => [first, second] as const)))(
    'keeps the volume where it is a block device: from %s to %s',
    (first, second) => {
      const name = 'kserve-provision-location'
      const claim = { name, persistentVolumeClaim: { claimName: 'disk' } }
      const podSpec = injected(server({}, { volumes: [claim] }), { mode: first })
      podSpec.containers.push({ name: 'other', volumeDevices: [{ name, devicePath: '/dev/disk' }] })
      const made = injected(podSpec, { mode: second })
      expect(named(made.volumes, name)).toEqual(claim)
      // No link mode makes a claim, so the mount may be the user's.
      expect(target(made).volumeMounts).toMatchObject([{ name, mountPath: '/mnt' }, { name: 'mnt-models' }])
    },
  )

  test('in a debug container at our own path too, but not in a container that was a target', () => {
    const mount = { name: 'kserve-provision-location', mountPath: '/mnt/' }
    const podSpec = injected(server())
    podSpec.ephemeralContainers = [{ name: 'debug', volumeMounts: [mount] }]
    const made = injected(podSpec, { mode: 'image-volume' })
    expect(namesOf(made.volumes)).toEqual(['kserve-provision-location', 'mnt-models'])
    expect(made.ephemeralContainers).toEqual(podSpec.ephemeralContainers)

    const other = injected(server())
    other.containers.push({ name: 'was-target', volumeMounts: [mount], env: [async, { name: 'A' }] })
    const left = injected(other, { mode: 'image-volume' })
    expect(namesOf(left.volumes)).toEqual(['mnt-models'])
    expect(named(left.containers, 'was-target')).toEqual({ name: 'was-target', volumeMounts: [], env: [{ name: 'A' }] })
  })
})

describe('volumes that only look like ours stay', () => {
  test.each(modes)('mode %s', (mode) => {
    const volumes = [
      { name: 'kserve-provision-location-5', emptyDir: {} },
      { name: 'mnt-data', image: { reference: 'x:1' } },
      { name: 'mnt-scratch', emptyDir: {} },
      { name: 'cabundle-cert', configMap: { name: 'x' } },
      { name: 'kserve-oci-fetch-docker-config', secret: { secretName: 'x' } },
    ]
    const volumeMounts = [
      { name: 'kserve-provision-location-5', mountPath: '/srv' },
      { name: 'mnt-data', mountPath: '/mnt/data', subPath: 'data' },
      { name: 'mnt-scratch', mountPath: '/mnt/scratch' },
      { name: 'cabundle-cert', mountPath: '/etc/ssl/custom-certs' },
      { name: 'kserve-oci-fetch-docker-config', mountPath: '/auth' },
    ]
    const podSpec = server({ volumeMounts }, { volumes })
    const made = injected(podSpec, { mode })
    expect(made.volumes!.slice(0, 5)).toEqual(volumes)
    expect((target(made).volumeMounts as Entry[]).slice(0, 5)).toEqual(volumeMounts)
  })
})

describe('an image volume', () => {
  const volume = { name: 'opt-x', image: { reference: 'x:1' } }
  const mount = { name: 'opt-x', mountPath: '/opt/x', subPath: 'models', readOnly: true }

  test.each(modes)('named after its path, with our subPath, is an earlier one of ours: mode %s', (mode) => {
    const made = injected(server({ volumeMounts: [mount] }, { volumes: [volume] }), { mode })
    expect(made).toEqual({ ...injected(server({ volumeMounts: [] }, { volumes: [] }), { mode }) })
  })

  test.each(modes)('with a hashed name too: mode %s', (mode) => {
    const podSpec = server({ volumeMounts: [] }, { volumes: [] })
    const made = chained(podSpec, { mode: 'image-volume', mountPath: '/opt/X y' }, { mode })
    expect(made).toEqual(injected(podSpec, { mode }))
  })

  test.each<[string, object, object]>([
    ['another subPath', volume, { ...mount, subPath: 'data' }],
    ['no subPath', volume, { name: 'opt-x', mountPath: '/opt/x' }],
    ['another name', { ...volume, name: 'x' }, { ...mount, name: 'x' }],
    ['another path', volume, { ...mount, mountPath: '/opt/y' }],
    ['another source', { name: 'opt-x', emptyDir: {} }, mount],
  ])('that has %s is somebody’s', (_what, theirs, theirMount) => {
    for (const mode of modes) {
      const podSpec = server({ volumeMounts: [theirMount] }, { volumes: [theirs] })
      const made = injected(podSpec, { mode })
      expect(made.volumes![0]).toEqual(theirs)
      expect((target(made).volumeMounts as Entry[])[0]).toEqual(theirMount)
    }
  })
})

describe.each(['image-volume', 'fetch'])('to mode %s', (mode) => {
  test.each(linkModes)('a volume goes with the container of ours that mounts it elsewhere too: from %s', (first) => {
    const podSpec = injected(server(), { mode: first })
    const ours = named([...podSpec.containers, ...podSpec.initContainers!], 'modelcar')
    ;(ours.volumeMounts as object[]).push({ name: 'kserve-provision-location', mountPath: '/other' })
    expect(namesOf(injected(podSpec, { mode }).volumes)).not.toContain('kserve-provision-location')
  })

  test('a sidecar that was a target loses its mount with the volume', () => {
    const helper = { name: 'helper', image: 'helper:1', restartPolicy: 'Always' }
    const first = { targets: ['kserve-container', 'helper'] }
    const podSpec = chained(server({}, { initContainers: [helper] }), first, { mode, targets: ['kserve-container'] })
    expect(namesOf(podSpec.volumes)).not.toContain('kserve-provision-location')
    expect(named(podSpec.initContainers, 'helper').volumeMounts ?? []).toEqual([])
  })
})

test('a second container of ours goes as a whole, whatever it mounts', () => {
  const podSpec = injected(server())
  const second = structuredClone(named(podSpec.containers, 'modelcar'))
  ;(second.volumeMounts as object[]).push({ name: 'kserve-provision-location', mountPath: '/old' })
  podSpec.containers.push(second)
  expect(planModelcar(podSpec, { image }).patch).toStrictEqual([{ op: 'remove', path: '/containers/2' }])
})

test.each(linkModes)(
  'mode %s takes what its container mounts of an image volume that becomes its own, in one call',
  (mode) => {
    const volume = 'kserve-provision-location'
    const mount = { name: volume, mountPath: `/${volume}`, subPath: 'models', readOnly: true }
    const volumes = [{ name: volume, image: { reference: image } }]
    const ours = { name: mode === 'sidecar' ? 'modelcar-init' : 'modelcar', image }
    const mounting = { ...ours, volumeMounts: [{ name: volume, mountPath: '/opt' }] }
    const made = injected(server({ volumeMounts: [mount] }, { volumes, initContainers: [mounting] }), { mode })
    expect(JSON.stringify(made)).not.toContain('/opt')
    expect(planModelcar(made as unknown as PodSpecLike, { image, mode }).patch).toEqual([])
  },
)
