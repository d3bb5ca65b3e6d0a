import { describe, expect, test } from 'vitest'
import { planEject, type PodSpecLike } from '../../src/index.js'
import { image, injected, linkModes, modes, server, warningsOf, type Spec } from '../kit/injected.js'

// What may have been an earlier injection's, and is wanted no more, either goes or is told.

const keptBy = (podSpec: Spec, config: object): string[] =>
  warningsOf(podSpec, config)
    .filter(({ code }) => code === 'LeftoverKept')
    .map(({ field }) => field)
const ejection = (podSpec: Spec): string[] =>
  planEject(podSpec as unknown as PodSpecLike).warnings.map(({ field }) => field)
const volume = 'kserve-provision-location'

describe('an image volume of another sourcePath, which is not told from the user’s', () => {
  const weights = { mode: 'image-volume', sourcePath: '/weights' }
  const old = injected(server(), weights)
  const at = 'spec.containers[0].volumeMounts[0]'

  test.each(modes)('is told where mode %s needs its path no more', (mode) => {
    const config = { mode, mountPath: '/opt/z/m' }
    expect(keptBy(old, config)).toEqual([at])
    expect(warningsOf(old, config)[0]?.message).toBe(
      "stays: the image volume mnt-models may be a model of ours with another sourcePath, or somebody's own",
    )
    expect(keptBy(injected(old, config), config)).toEqual([at])
  })

  test('is not told where it is wanted, in a former target too, nor where it goes', () => {
    expect(keptBy(old, weights)).toEqual([])
    const two = injected({ containers: [{ name: 'a' }, { name: 'b' }] }, { ...weights, targets: ['a', 'b'] })
    expect(keptBy(two, { ...weights, targets: ['a'] })).toEqual([])
    expect(keptBy(injected(server(), { mode: 'image-volume' }), { mode: 'image-volume', mountPath: '/opt/z' })).toEqual(
      [],
    )
  })
})

describe.each(linkModes)('mode %s: the volume of the link', (mode) => {
  const debug = { name: 'debug', image: 'd:1', volumeMounts: [{ name: volume, mountPath: '/debug' }] }
  const claim = { persistentVolumeClaim: { claimName: 'c' } }
  const made = (source: object): Spec => injected(server({}, { volumes: [{ name: volume, ...source }] }), { mode })
  const other = { mode: 'image-volume', mountPath: '/opt/z' }
  const message =
    "stays: somebody else mounts it, or it may be somebody's own; remove it with its mounts, unless it is needed"

  test('is told where it stays for somebody else, or may be the user’s', () => {
    const debugged = made({ emptyDir: {} })
    debugged.containers.push(debug)
    for (const podSpec of [debugged, made(claim)]) {
      expect(keptBy(podSpec, other)).toContain('spec.volumes[0]')
      expect(ejection(podSpec)).toContain('spec.volumes[0]')
      expect(warningsOf(podSpec, other).find(({ field }) => field === 'spec.volumes[0]')?.message).toBe(message)
      expect(keptBy(injected(podSpec, other), other)).not.toContain('spec.volumes[0]')
    }
  })

  test('is not told where it goes, or is wanted', () => {
    expect(keptBy(made({ emptyDir: {} }), other)).not.toContain('spec.volumes[0]')
    expect(keptBy(made(claim), { mode })).toEqual([])
  })
})

test('the volume of a sidecar that is gone is told beside what is left of it', () => {
  const made = injected(server())
  made.containers.pop()
  expect(ejection(made)).toEqual(expect.arrayContaining(['spec.volumes[0]']))
  expect(ejection({ ...made, initContainers: [] })).toEqual([])
})

describe('a storage initializer that stays for other downloads', () => {
  const beside = server(
    {},
    { initContainers: [{ name: 'storage-initializer', image: 'i:1', args: ['s3://b/x', '/x'] }] },
  )
  const fetch = { caBundle: { configMap: 'c' } }
  const at = 'spec.initContainers[0]'

  test('is told, with what was set on it', () => {
    const made = injected(beside, { mode: 'fetch', fetch })
    expect(ejection(made)).toEqual([at])
    for (const mode of ['sidecar', 'native-sidecar', 'image-volume']) {
      expect(keptBy(made, { mode })).toEqual([at])
      expect(keptBy(injected(made, { mode }), { mode })).toEqual([])
    }
    expect(planEject(made as unknown as PodSpecLike).warnings[0]?.message).toBe(
      "stays for its other downloads, with all that was set on it; remove what was for the model's image alone",
    )
  })

  test('is not told where it is wanted, goes, or never was ours', () => {
    expect(keptBy(injected(beside, { mode: 'fetch', fetch }), { mode: 'fetch' })).toEqual([])
    expect(ejection(injected(server(), { mode: 'fetch', fetch }))).toEqual([])
    expect(ejection(beside)).toEqual([])
  })

  test('so is the volume of a model that somebody else mounts', () => {
    const made = injected(server(), { mode: 'fetch', image })
    made.containers.push({ name: 'debug', volumeMounts: [{ name: 'mnt-models', mountPath: '/debug' }] })
    expect(ejection(made)).toEqual(['spec.volumes[0]'])
  })
})

describe('a volume of the user’s that a model was fetched into', () => {
  const made = (source: object): Spec =>
    injected(server({}, { volumes: [{ name: 'mnt-models', ...source }] }), { mode: 'fetch' })
  const template = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }
  const told = (podSpec: Spec, config?: object): string[] =>
    (config === undefined ? planEject(podSpec as unknown as PodSpecLike).warnings : warningsOf(podSpec, config)).map(
      ({ code, field }) => `${code} ${field}`,
    )
  const others = [undefined, { mode: 'sidecar', mountPath: '/opt/z/m' }, { mode: 'fetch', mountPath: '/opt/z/m' }]

  test.each([{ persistentVolumeClaim: { claimName: 'c' } }, { ephemeral: { volumeClaimTemplate: template } }])(
    'is told where it goes: %j',
    (source) => {
      for (const config of others) expect(told(made(source), config)).toEqual(['LeftoverRemoved spec.volumes[0]'])
      expect(planEject(made(source) as unknown as PodSpecLike).warnings[0]?.message).toBe(
        'is removed: a model was fetched into it; add it again where something else needs it',
      )
      expect(told(made(source), { mode: 'fetch' })).toEqual([])
    },
  )

  test('is not told of a claim that goes as the second volume of a name, into which nothing was fetched', () => {
    const podSpec = made({})
    podSpec.volumes?.push({ name: volume, emptyDir: {} }, { name: volume, persistentVolumeClaim: { claimName: 'c' } })
    for (const config of others) expect(told(podSpec, config)).toEqual([])
  })

  test.each([{ hostPath: { path: '/x' } }, { csi: { driver: 'x.example' } }])(
    'is told where it stays: %j',
    (source) => {
      for (const config of others) expect(told(made(source), config)).toEqual(['LeftoverKept spec.volumes[0]'])
      expect(told(made(source), { mode: 'fetch' })).toEqual([])
    },
  )

  test('is not where it is an empty directory, as an injection makes it', () => {
    for (const config of others) expect(told(made({ emptyDir: {} }), config)).toEqual([])
  })
})
