import { describe, expect, test } from 'vitest'
import { admissionErrors } from '../oracle/admission.js'
import { podStartErrors } from '../oracle/start.js'
import {
  IMAGE,
  named,
  plain,
  refused,
  settled,
  targetOf,
  sideBySide,
  type Container,
  type PodSpec,
} from './side-by-side.js'

// KServe's weak spots in the modes that mount the model itself, and where one mode follows another.

const initializerOf = (podSpec: PodSpec): Container => named(podSpec.initContainers, 'storage-initializer')
const volumeNames = (podSpec: PodSpec): readonly string[] => (podSpec.volumes ?? []).map(({ name }) => name)
const containerNames = (podSpec: PodSpec): readonly string[] =>
  [...podSpec.containers, ...(podSpec.initContainers ?? [])].map(({ name }) => name)
const startsWithout = (name: string): boolean =>
  podStartErrors(sideBySide(name).theirs, sideBySide(name).injection).length > 0

describe('another mode came before', () => {
  test.each(['weak: modelcar, then native', 'weak: native, then modelcar'])('%s: only the new volume is left', (name) => {
    const made = settled(name)
    expect(volumeNames(sideBySide(name).theirs)).toHaveLength(2)
    expect(volumeNames(made)).toHaveLength(1)
    expect(targetOf(made).volumeMounts).toHaveLength(1)
  })

  test('modelcar, then native: neither containers nor the env for a late model stay', () => {
    const made = settled('weak: modelcar, then native')
    expect(containerNames(made)).toEqual(['kserve-container'])
    expect(targetOf(made).env ?? []).toEqual([])
  })

  test.each(['weak: modelcar, then fetch', 'weak: fetch, then modelcar'])('%s: the storage initializer is there in fetch alone', (name) => {
    const made = settled(name)
    expect(volumeNames(sideBySide(name).theirs)).toHaveLength(2)
    expect(volumeNames(made)).toHaveLength(1)
    const initializers = containerNames(made).filter((each) => each === 'storage-initializer')
    expect(initializers).toHaveLength(name.endsWith('fetch') ? 1 : 0)
  })

  test.each(['weak: native, then fetch', 'weak: fetch, then native'])('%s: the volume changes its source', (name) => {
    expect(startsWithout(name)).toBe(true)
    const made = settled(name)
    expect(volumeNames(made)).toEqual(['mnt-models'])
    expect(made.volumes?.[0]).toHaveProperty(name.endsWith('fetch') ? 'emptyDir' : 'image')
  })
})

describe('image volumes', () => {
  test('image changed: the new reference is there', () => {
    const name = 'weak: native: image changed'
    expect(startsWithout(name)).toBe(true)
    const image = plain(sideBySide(name).config.image)
    expect(settled(name).volumes?.[0]?.image).toMatchObject({ reference: image })
  })

  test('/mnt/a-b and /mnt/a/b: two volumes, where KServe drops the second model', () => {
    const name = 'weak: native: /mnt/a-b and /mnt/a/b'
    expect(volumeNames(sideBySide(name).theirs)).toHaveLength(1)
    const made = settled(name)
    expect(new Set(volumeNames(made)).size).toBe(2)
    expect(targetOf(made).volumeMounts).toHaveLength(2)
  })

  test.each(['mounted elsewhere', 'not mounted'])('volume name taken by another source, %s: refused', (how) => {
    const name = `weak: native: volume name taken, ${how}`
    expect(startsWithout(name)).toBe(true)
    expect(refused(name)).toEqual(['VolumeSource spec.volumes[0]'])
  })

  test('pullPolicy that somebody changed: kept', () => {
    const made = settled('weak: native: pullPolicy changed by the user')
    expect(made.volumes?.[0]?.image).toEqual({ reference: IMAGE, pullPolicy: 'Always' })
  })

  test('mount without subPath: the model is in models, so it gets one', () => {
    const name = 'weak: native: mount without subPath'
    expect(startsWithout(name)).toBe(true)
    expect(targetOf(settled(name)).volumeMounts?.[0]?.subPath).toBe('models')
  })

  test.each(['/mnt/models', '/mnt/models/'])('other volume at %s: refused, however the path is spelt', (path) => {
    expect(refused(`weak: native: other volume at ${path}`)).toEqual([
      'MountPathTaken spec.containers[0].volumeMounts[0].mountPath',
    ])
  })

  test('other volume below the model: refused, since an image is no place for a mount', () => {
    expect(refused('weak: native: other volume at /mnt/models/cache')).toEqual([
      'ModelPathTaken spec.containers[0].volumeMounts[0].mountPath',
    ])
  })
})

describe('names of volumes', () => {
  const long = `/mnt/models/${'x'.repeat(70)}`
  test.each(['/mnt/Llama_3.1', '/mnt/my models', long])('path %s: a DNS label of at most 63 characters', (path) => {
    for (const mode of ['native', 'fetch']) {
      const name = `path '${path}', ${mode}`
      expect(admissionErrors(sideBySide(name).theirs)).not.toEqual([])
      const [volume] = volumeNames(settled(name))
      expect(volume).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
    }
  })
})

describe('fetch', () => {
  test('image changed: the new pair replaces the old one', () => {
    const name = 'weak: fetch: image changed'
    expect(initializerOf(sideBySide(name).theirs).args).toHaveLength(4)
    expect(initializerOf(settled(name)).args).toEqual([sideBySide(name).config.image, '/mnt/models'])
  })

  test('volume lost, mounts kept: it comes back', () => {
    const name = 'weak: fetch: volume lost, mounts kept'
    expect(admissionErrors(sideBySide(name).theirs)[0]?.message).toBe('Not found: "mnt-models"')
    expect(volumeNames(settled(name))).toEqual(['mnt-models'])
  })

  test('mount on the target lost: it comes back', () => {
    settled('weak: fetch: mount on the target lost')
  })

  test('a storage-initializer is there: it gets the pull secret too, and keeps what else it fetches', () => {
    const name = 'weak: fetch: a storage-initializer is there'
    expect(initializerOf(sideBySide(name).theirs)).not.toHaveProperty('env')
    const initializer = initializerOf(settled(name))
    expect(initializer.args).toEqual(['s3://bucket/x', '/mnt/x', `oci://${IMAGE}`, '/mnt/models'])
    expect(initializer.env).toContainEqual({
      name: 'KSERVE_OCI_DOCKER_CONFIG',
      value: '/mnt/oci-fetch-auth/config.json',
    })
    expect(initializer.volumeMounts?.map(({ mountPath }) => mountPath)).toContain('/mnt/oci-fetch-auth')
  })

  test.each(['volume of the docker configuration is there', 'cabundle-cert is there'])(
    '%s: mount and env are added all the same',
    (what) => {
      const name = `weak: fetch: ${what}`
      expect(initializerOf(sideBySide(name).theirs).volumeMounts).toHaveLength(1)
      const initializer = initializerOf(settled(name))
      expect(initializer.volumeMounts).toHaveLength(2)
      expect(initializer.env?.length).toBeGreaterThan(0)
    },
  )

  test('resources changed, or a pull secret added later: the storage-initializer follows', () => {
    const changed = 'weak: fetch: resources changed'
    expect(initializerOf(sideBySide(changed).theirs).resources).not.toEqual(sideBySide(changed).config.fetch?.resources)
    expect(initializerOf(settled(changed)).resources).toEqual(sideBySide(changed).config.fetch?.resources)
    const added = 'weak: fetch: pull secret added later'
    expect(initializerOf(sideBySide(added).theirs)).not.toHaveProperty('env')
    expect(initializerOf(settled(added)).env).toHaveLength(1)
  })

  test.each(['/mnt/models', '/mnt/models/'])('other volume at %s: refused, where KServe mounts both', (path) => {
    expect(refused(`weak: fetch: other volume at ${path}`)).toEqual([
      'MountPathTaken spec.containers[0].volumeMounts[0].mountPath',
    ])
  })

  test('a regular container named storage-initializer: refused, where KServe’s second call changes the pod again', () => {
    const name = 'weak: fetch: the storage-initializer among the containers'
    const { theirCalls } = sideBySide(name)
    expect(theirCalls[1]).not.toEqual(theirCalls[0])
    expect(refused(name)).toEqual(['ContainerNameTaken spec.containers[1].name'])
  })
})
