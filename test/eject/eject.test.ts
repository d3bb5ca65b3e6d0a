import { describe, expect, test } from 'vitest'
import { ejectModelcar, planEject, type PodSpecLike } from '../../src/index.js'
import { expectCauses, refusalOf } from '../kit/causes.js'
import { kserve012, kserve020 } from '../kit/kserve.js'
import { image, injected, modes, namesOf, server, type Spec } from '../kit/injected.js'
import type { PodSpec } from '../../src/testing/pod.js'

// Out again: what is recognisably ours goes, what may be the user's own wish stays, and is told.

const ejected = (spec: object, options?: object): Spec => ejectModelcar(spec as PodSpecLike, options) as unknown as Spec
const warnings = (spec: object): string[] =>
  planEject(spec as PodSpecLike).warnings.map(({ code, field }) => `${code} ${field}`)

describe.each(modes)('mode %s', (mode) => {
  const isLink = mode.includes('sidecar')
  const shared = isLink ? { shareProcessNamespace: true } : {}

  test('leaves the pod as it was', () => {
    const podSpec = server()
    const made = injected(podSpec, { mode })
    expect(ejected(made)).toEqual({ ...podSpec, ...shared })
    // An image volume may have been the user's, whatever its name.
    const told = mode === 'image-volume' ? ['LeftoverRemoved spec.containers[0].volumeMounts[0]'] : []
    expect(warnings(made)).toEqual(isLink ? ['LeftoverKept spec.shareProcessNamespace'] : told)
    const without = ejected(made)
    expect(ejectModelcar(without as PodSpecLike)).toBe(without)
    expect(warnings(without)).toEqual([])
  })

  test('of several models, beside what the user has', () => {
    const podSpec: Spec = {
      initContainers: [{ name: 'setup', image: 's:1', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
      containers: [
        {
          name: 'kserve-container',
          image: 'server:1',
          env: [{ name: 'A', value: '1' }],
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        },
        { name: 'mesh', image: 'mesh:1', env: [{ name: 'MODEL_INIT_MODE', value: 'async' }] },
      ],
      volumes: [{ name: 'data', emptyDir: {} }],
    }
    const models = ['/mnt/models/a', '/mnt/models/b', '/opt/c/$x'].map((mountPath) => ({ image, mountPath }))
    const fetch = { pullSecret: 's', caBundle: { configMap: 'c' }, insecureRegistry: true }
    const made = injected(podSpec, { mode, models, fetch })
    expect(ejected(made)).toEqual({ ...podSpec, ...shared })
    expect(warnings(made)).toContain('LeftoverKept spec.containers[1].env[0]')
  })

  test('under other names they have to be said', () => {
    const names = { sidecar: 'car', initContainer: 'check', volume: 'link' }
    const made = injected(server(), { mode, names })
    expect(ejected(made, { names })).toEqual({ ...server(), ...shared })
    if (!isLink) return
    expect(ejectModelcar(made as PodSpecLike)).toBe(made)
    const [sidecar, check] = ['LeftoverKept spec.containers[1]', 'LeftoverKept spec.initContainers[0]']
    expect(warnings(made)).toEqual(mode === 'sidecar' ? [sidecar, check] : [check])
    expect(planEject(made as PodSpecLike, { names }).warnings.map(({ field }) => field)).toEqual([
      'spec.shareProcessNamespace',
    ])
  })

  test('keeps and tells a user, pull secrets, and a volume that somebody else mounts', () => {
    const made = injected(server(), { mode, runAsUser: 7, runAsGroup: 8, imagePullSecrets: ['p'] })
    expect(ejected(made)).toEqual({
      containers: [{ ...server().containers[0]!, ...(isLink && { securityContext: { runAsUser: 7, runAsGroup: 8 } }) }],
      imagePullSecrets: [{ name: 'p' }],
      ...shared,
    })
    const users = ['runAsUser', 'runAsGroup'].map((key) => `LeftoverKept spec.containers[0].securityContext.${key}`)
    expect(warnings(made)).toEqual(
      expect.arrayContaining(['LeftoverKept spec.imagePullSecrets', ...(isLink ? users : [])]),
    )
    if (mode === 'image-volume') return
    const volume = mode === 'fetch' ? 'mnt-models' : 'kserve-provision-location'
    const debug = { name: 'debugger', image: 'd:1', volumeMounts: [{ name: volume, mountPath: '/debug' }] }
    made.containers.push(debug)
    const left = ejected(made)
    expect([namesOf(left.volumes), left.containers.at(-1)]).toEqual([[volume], debug])
    expect(left.containers[0]).not.toHaveProperty('volumeMounts')
  })
})

describe('KServe’s own pods', () => {
  const podSpec = server() as unknown as PodSpec

  test.each<[string, PodSpec]>([
    ['0.12', kserve012(podSpec, { image })],
    ['0.12, called twice', kserve012(kserve012(podSpec, { image }), { image })],
    ['0.20', kserve020(podSpec, { image })],
    ['0.12, then 0.20', kserve020(kserve012(podSpec, { image }), { image })],
  ])('%s', (_version, made) => {
    expect(ejected(made)).toEqual({ ...server(), shareProcessNamespace: true })
  })

  test('a storage initializer keeps what it fetches besides', () => {
    const made = injected(
      server({}, { initContainers: [{ name: 'storage-initializer', image: 'i:1', args: ['s3://b/x', '/x'] }] }),
      { mode: 'fetch' },
    )
    expect(ejected(made).initContainers).toMatchObject([{ name: 'storage-initializer', args: ['s3://b/x', '/x'] }])
  })
})

describe('what is nobody’s of us', () => {
  test('comes out as the same reference', () => {
    for (const podSpec of [
      server(),
      server({}, { volumes: [], initContainers: [] }),
      server({}, { volumes: [{ name: 'kserve-provision-location', emptyDir: {} }] }),
      server({ env: [{ name: 'MODEL_INIT_MODE', value: 'async' }] }, { shareProcessNamespace: true }),
      { containers: [{ name: 'modelcar', image: 'other:1', command: ['serve'] }] },
    ])
      expect(ejectModelcar(podSpec as PodSpecLike)).toBe(podSpec)
  })

  test('an image volume that shows something else than models stays, and is told', () => {
    const made = injected(server(), { mode: 'image-volume', sourcePath: '/weights' })
    expect(ejectModelcar(made as PodSpecLike)).toBe(made)
    expect(warnings(made)).toEqual(['LeftoverKept spec.containers[0].volumeMounts[0]'])
  })
})

test('wrong options and pod specs are told', () => {
  const causesOf = (call: () => unknown) => refusalOf(call).causes
  expectCauses(
    causesOf(() => ejected(server(), { name: 1 })),
    [['Unknown', 'name', 'did you mean names?']],
  )
  expectCauses(
    causesOf(() => ejected(server(), { names: { sidecar: 'A' } })),
    [['InvalidValue', 'names.sidecar']],
  )
  expectCauses(
    causesOf(() => ejectModelcar(server() as PodSpecLike, 7 as never)),
    [['InvalidType', 'options']],
  )
  expectCauses(
    causesOf(() => ejected({ kind: 'Pod', spec: server() })),
    [['InvalidType', 'spec', 'but this is a Pod']],
  )
})
