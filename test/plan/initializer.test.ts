import { describe, expect, test } from 'vitest'
import {
  chained,
  expectConflicts,
  image,
  injected,
  named,
  namesOf,
  server,
  warningsOf,
  type Entry,
  type Spec,
} from '../kit/injected.js'

// KServe's storage initializer may fetch more than the model: what has another scheme is somebody else's.

const oci = [`oci://${image}`, '/mnt/models']
const initializer = (args: unknown, more: object = {}): Spec =>
  server({}, { initContainers: [{ name: 'storage-initializer', image: 'own:1', args, ...more }] })
const made = (spec: Spec): Entry => named(spec.initContainers, 'storage-initializer')

describe('arguments in pairs', () => {
  test.each<[string, unknown, readonly unknown[]]>([
    ['none', undefined, oci],
    ['null', null, oci],
    ['empty', [], oci],
    ['ours', oci, oci],
    ['ours with a path spelt otherwise is written as wanted', [oci[0], '/mnt//models/'], oci],
    ['an old image', ['oci://old:1', '/mnt/models'], oci],
    ['another path', [oci[0], '/mnt/old'], oci],
    [
      'other schemes stay',
      ['s3://b/x', '/mnt/x', 'hf://y', '/mnt/y'],
      ['s3://b/x', '/mnt/x', 'hf://y', '/mnt/y', ...oci],
    ],
    [
      'ours is rewritten in its place',
      ['s3://b/x', '/mnt/x', 'oci://old:1', '/mnt/models', 'gs://y', '/mnt/y'],
      ['s3://b/x', '/mnt/x', ...oci, 'gs://y', '/mnt/y'],
    ],
    ['ours twice: the second goes', [...oci, 's3://b/x', '/mnt/x', ...oci], [...oci, 's3://b/x', '/mnt/x']],
    ['an upper case scheme is another', ['OCI://b/x', '/mnt/x'], ['OCI://b/x', '/mnt/x', ...oci]],
    ['a word without a pair stays', ['s3://b/x', '/mnt/x', 's3://b/y'], ['s3://b/x', '/mnt/x', 's3://b/y', ...oci]],
    ['one of ours without a pair goes', ['oci://b/y'], oci],
    ['what is no string stays', [1, null], [1, null, ...oci]],
  ])('%s', (_what, args, expected) => {
    expect(made(injected(initializer(args), { mode: 'fetch' })).args).toEqual(expected)
  })

  test('are no list', () => {
    expect(() => injected(initializer('oci://x /mnt/models'), { mode: 'fetch' })).toThrow(
      'spec.initContainers[0].args: expected a list, found "oci://x /mnt/models"',
    )
  })

  test('of several models, in their order', () => {
    const models = ['/mnt/a', '/mnt/b', '/mnt/c'].map((mountPath) => ({ image, mountPath }))
    const args = ['oci://old:1', '/mnt/c', 's3://x', '/mnt/x', 'oci://old:1', '/mnt/z']
    expect(made(injected(initializer(args), { mode: 'fetch', models })).args).toEqual([
      `oci://${image}`,
      '/mnt/c',
      's3://x',
      '/mnt/x',
      `oci://${image}`,
      '/mnt/a',
      `oci://${image}`,
      '/mnt/b',
    ])
  })

  test('what others set stays: image, resources, environment', () => {
    const more = {
      resources: { limits: { cpu: '9', memory: '9' } },
      env: [{ name: 'A', value: 'b' }],
      terminationMessagePolicy: 'File',
    }
    expect(made(injected(initializer([], more), { mode: 'fetch' }))).toEqual({
      name: 'storage-initializer',
      image: 'own:1',
      args: oci,
      ...more,
      volumeMounts: [{ name: 'mnt-models', mountPath: '/mnt/models' }],
    })
    expect(made(injected(initializer([], more), { mode: 'fetch', fetch: { image: 'mine:1' } })).image).toBe('mine:1')
  })
})

const everything = { mode: 'fetch', fetch: { pullSecret: 's', caBundle: { configMap: 'c' }, insecureRegistry: true } }
const others = ['sidecar', 'native-sidecar', 'image-volume'] as const

describe.each(others)('leaving fetch for %s', (mode) => {
  test('the initializer goes with all it had', () => {
    const podSpec = chained(server(), everything, { mode })
    const { env: _env, ...container } = podSpec.containers[0]!
    const fresh = injected(server(), { mode })
    const { env: _freshEnv, ...freshContainer } = fresh.containers[0]!
    expect(container).toEqual(freshContainer)
    expect(podSpec.volumes).toEqual(fresh.volumes)
    expect(namesOf(podSpec.initContainers) ?? []).toEqual(namesOf(fresh.initContainers) ?? [])
  })

  test('without a pair of ours it is none of our business', () => {
    for (const args of [undefined, [], ['s3://b/x', '/mnt/models'], ['oci'], 'oci://x']) {
      const podSpec = initializer(args, { env: [{ name: 'KSERVE_OCI_INSECURE_REGISTRY', value: 'true' }] })
      expect(made(injected(podSpec, { mode }))).toEqual(made(podSpec))
    }
  })

  test('in another list it is none of our business', () => {
    const entry = { name: 'storage-initializer', args: oci }
    const podSpec = { containers: [...server().containers, entry], ephemeralContainers: [entry] }
    const left = injected(podSpec, { mode })
    expect([left.containers[1], left.ephemeralContainers]).toEqual([entry, [entry]])
  })

  test('a volume of its own that others mount too stays', () => {
    const podSpec = injected(server(), everything)
    podSpec.containers.push({
      name: 'other',
      volumeMounts: [
        { name: 'cabundle-cert', mountPath: '/certs' },
        { name: 'kserve-oci-fetch-docker-config', mountPath: '/auth' },
      ],
    })
    const left = injected(podSpec, { mode })
    expect(namesOf(left.volumes)).toEqual(expect.arrayContaining(['cabundle-cert', 'kserve-oci-fetch-docker-config']))
    expect(named(left.containers, 'other')).toEqual(podSpec.containers[1])
  })
})

describe('fetch with less than before', () => {
  const less = (fetch: object): Spec => chained(server(), everything, { mode: 'fetch', fetch })
  const env = (spec: Spec): unknown => namesOf((made(spec).env ?? []) as Entry[])
  const mounts = (spec: Spec): unknown => namesOf(made(spec).volumeMounts as Entry[])

  test.each<[string, object, string[], string[]]>([
    [
      'no registry without TLS',
      { pullSecret: 's', caBundle: { configMap: 'c' } },
      ['KSERVE_OCI_DOCKER_CONFIG', 'CA_BUNDLE_CONFIGMAP_NAME', 'CA_BUNDLE_VOLUME_MOUNT_POINT'],
      ['kserve-oci-fetch-docker-config', 'cabundle-cert', 'mnt-models'],
    ],
    [
      'no secret',
      { caBundle: { configMap: 'c' }, insecureRegistry: true },
      ['CA_BUNDLE_CONFIGMAP_NAME', 'CA_BUNDLE_VOLUME_MOUNT_POINT', 'KSERVE_OCI_INSECURE_REGISTRY'],
      ['cabundle-cert', 'mnt-models'],
    ],
    ['no bundle', { pullSecret: 's' }, ['KSERVE_OCI_DOCKER_CONFIG'], ['kserve-oci-fetch-docker-config', 'mnt-models']],
    ['nothing', {}, [], ['mnt-models']],
  ])('%s', (_what, fetch, variables, volumes) => {
    expect(env(less(fetch))).toEqual(variables)
    expect(mounts(less(fetch))).toEqual(volumes)
    expect(namesOf(less(fetch).volumes)).toEqual(volumes)
  })

  test('beside other pairs a bundle stays: it may be theirs', () => {
    const podSpec = injected(server(), everything)
    ;(made(podSpec).args as unknown[]).unshift('s3://b/x', '/mnt/x')
    const spec = injected(podSpec, { mode: 'fetch' })
    expect(env(spec)).toEqual(['CA_BUNDLE_CONFIGMAP_NAME', 'CA_BUNDLE_VOLUME_MOUNT_POINT'])
    expect(mounts(spec)).toEqual(['cabundle-cert', 'mnt-models'])
    expect(namesOf(spec.volumes)).toEqual(['cabundle-cert', 'mnt-models'])
  })

  test('beside somebody who mounts the volume it stays', () => {
    const podSpec = injected(server(), everything)
    podSpec.ephemeralContainers = [{ name: 'debug', volumeMounts: [{ name: 'cabundle-cert', mountPath: '/x' }] }]
    expect(namesOf(injected(podSpec, { mode: 'fetch' }).volumes)).toEqual(['cabundle-cert', 'mnt-models'])
  })
})

describe('a CA bundle beside other pairs', () => {
  const beside = (mountPath: string, args: readonly string[] = ['s3://b/x', '/x']): Spec => ({
    ...initializer(args, { volumeMounts: [{ name: 'cabundle-cert', mountPath, readOnly: true }] }),
    volumes: [{ name: 'cabundle-cert', configMap: { name: 'c' } }],
  })
  const told = (podSpec: Spec, config: object): string[] =>
    warningsOf(podSpec, { mode: 'fetch', ...config }).map(({ code, field }) => `${code} ${field}`)
  const removed = ['LeftoverRemoved spec.initContainers[0].volumeMounts[0]']
  const volumeNames = (podSpec: Spec, config: object) =>
    namesOf(injected(podSpec, { mode: 'fetch', ...config }).volumes)

  test.each(['/opt/models', '/opt/models/ca', '/opt/', '/'])(
    'where it is in the model’s way goes, and is told: %s',
    (path) => {
      const config = { mountPath: '/opt/models' }
      expect(volumeNames(beside(path), config)).toEqual(['opt-models'])
      expect(told(beside(path), config)).toEqual(removed)
      expect(warningsOf(beside(path), { mode: 'fetch', ...config })[0]?.message).toMatch(
        /^is removed: the CA bundle at \S+ is where the config has something else; the downloads with other schemes may need it, so set fetch.caBundle in the config$/,
      )
      expect(told(beside(path, oci), config)).toEqual([])
    },
  )

  test('that the config’s takes the place of goes from where it was, and is told', () => {
    const fetch = { caBundle: { configMap: 'mine' } }
    expect(volumeNames(beside('/certs'), { fetch })).toEqual(['cabundle-cert', 'mnt-models'])
    expect(told(beside('/certs'), { fetch })).toEqual(removed)
    expect(told(beside('/certs', oci), { fetch })).toEqual([])
  })

  test('that shows the config’s ConfigMap from now on is told once', () => {
    const fetch = { caBundle: { configMap: 'mine' } }
    const podSpec = beside('/etc/ssl/custom-certs/')
    expect(told(podSpec, { fetch })).toEqual(removed)
    expect(warningsOf(podSpec, { mode: 'fetch', fetch })[0]?.message).toBe(
      'shows the ConfigMap of fetch.caBundle in place of c: the downloads with other schemes may need that, so have the certificates of both in one',
    )
    expect(told(podSpec, { fetch: { caBundle: { configMap: 'c' } } })).toEqual([])
    expect(told(injected(podSpec, { mode: 'fetch', fetch }), { fetch })).toEqual([])
    expect(told({ ...podSpec, volumes: [] }, { fetch })).toEqual([])
    expect(told(beside('/etc/ssl/custom-certs', oci), { fetch })).toEqual([])
  })

  test('is told where it stands among other mounts', () => {
    const podSpec = beside('/opt/models')
    const container = podSpec.initContainers![0]!
    container['volumeMounts'] = [
      { name: 'x', mountPath: '/x' },
      { name: 'x', mountPath: '/y' },
      ...(container['volumeMounts'] as object[]),
    ]
    podSpec.volumes = [...podSpec.volumes!, { name: 'x', emptyDir: {} }]
    expect(told(podSpec, { mountPath: '/opt/other' })).toEqual([])
    expect(told(podSpec, { mountPath: '/opt/models' })).toEqual([
      'LeftoverRemoved spec.initContainers[0].volumeMounts[2]',
    ])
  })

  test('that is in nobody’s way stays, and nothing is told', () => {
    expect(volumeNames(beside('/certs'), {})).toEqual(['cabundle-cert', 'mnt-models'])
    expect(told(beside('/certs'), {})).toEqual([])
    expect(warningsOf(beside('/mnt/models'), { mode: 'image-volume' })).toEqual([])
  })
})

describe.each(['sidecar', 'native-sidecar', 'image-volume'])('fetch, then %s', (mode) => {
  const foreign = ['s3://b/x', '/mnt/x']
  const x = { name: 'x', emptyDir: {} }
  const beside = (args: readonly string[]): Spec => ({
    ...initializer(args, { volumeMounts: [{ name: 'x', mountPath: '/mnt/x' }] }),
    volumes: [x],
  })

  test('pairs with other schemes stay, with their mounts and volumes', () => {
    const podSpec = chained(beside(foreign), { mode: 'fetch' }, { mode })
    const { args, volumeMounts } = made(podSpec)
    expect(args).toEqual(foreign)
    expect(volumeMounts).toEqual([{ name: 'x', mountPath: '/mnt/x' }])
    expect(podSpec.volumes).toContainEqual(x)
    expect(podSpec.volumes?.[0]).toEqual(x)
    expect(podSpec.volumes).not.toContainEqual({ name: 'mnt-models', emptyDir: {} })
  })

  test('what it had for our pairs goes, each once', () => {
    const podSpec = injected(beside(foreign), everything)
    const mounts = made(podSpec).volumeMounts as object[]
    mounts.push({ name: 'x', mountPath: '/y' }, { name: 'x', mountPath: '/z' })
    // A bundle may be that of the other pairs.
    expect((made(injected(podSpec, { mode })).volumeMounts as Entry[]).map(({ mountPath }) => mountPath)).toEqual([
      '/mnt/x',
      '/etc/ssl/custom-certs',
      '/y',
      '/z',
    ])
  })

  test('a volume goes with an initializer that mounts it elsewhere too', () => {
    const podSpec = injected(server(), { mode: 'fetch' })
    ;(made(podSpec).volumeMounts as object[]).push({ name: 'mnt-models', mountPath: '/other' })
    const { initContainers, volumes } = injected(podSpec, { mode })
    expect(namesOf(initContainers)).not.toContain('storage-initializer')
    expect(volumes ?? []).not.toContainEqual({ name: 'mnt-models', emptyDir: {} })
  })
})

test('what the initializer mounts for others stays where a pull secret is wanted no more', () => {
  const x = { name: 'x', emptyDir: {} }
  const podSpec = {
    ...initializer(['s3://b/x', '/mnt/x'], { volumeMounts: [{ name: 'x', mountPath: '/mnt/x' }] }),
    volumes: [x],
  }
  const secret = { mode: 'fetch', fetch: { pullSecret: 'registry-key' } }
  expect(namesOf(injected(podSpec, secret).volumes)).toEqual(['x', 'kserve-oci-fetch-docker-config', 'mnt-models'])
  expect(namesOf(chained(podSpec, secret, { mode: 'fetch' }).volumes)).toEqual(['x', 'mnt-models'])
})

describe('a path with a `$`, which the kubelet expands in arguments and values', () => {
  const argsOf = (args: unknown, config: object): unknown =>
    made(injected(initializer(args), { mode: 'fetch', ...config })).args
  const uri = `oci://${image}`

  test.each([
    ['/mnt/$(KUBERNETES_SERVICE_HOST)/m', '/mnt/$$(KUBERNETES_SERVICE_HOST)/m'],
    ['/mnt/a$$b', '/mnt/a$$$$b'],
    ['/mnt/$', '/mnt/$$'],
  ])('%s is written as %s, and known in both spellings', (mountPath, escaped) => {
    expect(argsOf([], { mountPath })).toEqual([uri, escaped])
    expect(argsOf(['oci://old:1', mountPath, 's3://b/x', '/x'], { mountPath })).toEqual([
      uri,
      escaped,
      's3://b/x',
      '/x',
    ])
    expect(argsOf(['oci://old:1', `${escaped}/`], { mountPath })).toEqual([uri, escaped])
    const { volumeMounts } = made(injected(initializer([]), { mode: 'fetch', mountPath }))
    expect(volumeMounts).toMatchObject([{ mountPath }])
  })

  test('what the kubelet makes of it counts, where both readings are paths of models', () => {
    const models = ['/mnt/a$b', '/mnt/a$$b'].map((mountPath, index) => ({ image: `m:${String(index)}`, mountPath }))
    expect(argsOf(['oci://old:1', '/mnt/a$$b', 's3://b/x', '/x'], { models })).toEqual([
      ...['oci://m:0', '/mnt/a$$b', 's3://b/x', '/x', 'oci://m:1', '/mnt/a$$$$b'],
    ])
  })

  test('of the CA bundle', () => {
    const caBundle = { configMap: 'ca', mountPath: '/etc/$(CA_BUNDLE_CONFIGMAP_NAME)/x$$y' }
    const { env, volumeMounts } = made(injected(server(), { mode: 'fetch', fetch: { caBundle } }))
    expect(env).toContainEqual({
      name: 'CA_BUNDLE_VOLUME_MOUNT_POINT',
      value: '/etc/$$(CA_BUNDLE_CONFIGMAP_NAME)/x$$$$y',
    })
    expect(volumeMounts).toContainEqual({ name: 'cabundle-cert', mountPath: caBundle.mountPath, readOnly: true })
  })

  test('of an earlier model goes with it, however it was written', () => {
    for (const path of ['/mnt/a$b', '/mnt/a$$b']) {
      const volumeMounts = [{ name: 'old', mountPath: '/mnt/a$b' }]
      const podSpec = initializer(['oci://old:1', path], { volumeMounts })
      podSpec.containers[0]!.volumeMounts = volumeMounts
      podSpec.volumes = [{ name: 'old', emptyDir: {} }]
      expect(namesOf(injected(podSpec, { mode: 'fetch' }).volumes)).toEqual(['mnt-models'])
      expect(injected(podSpec, { mode: 'image-volume' }).initContainers).toEqual([])
    }
  })
})

describe('a download of another scheme into the model’s path', () => {
  test.each([
    ['gs://b/x', '/mnt/models'],
    ['OCI://b/x', '//mnt/models/'],
    ['hf://org/model', 'mnt/models'],
  ])('%s %s is in the way', (uri, path) => {
    expectConflicts(initializer([...oci, 's3://b/y', '/y', uri, path]), { mode: 'fetch' }, [
      'FetchPathTaken',
      'spec.initContainers[0].args[5]',
      `expected no other download into /mnt/models, found ${JSON.stringify(uri)}; remove that pair, or choose another mountPath in the config`,
    ])
  })

  test('in both spellings of a `$`', () => {
    for (const path of ['/mnt/$x', '/mnt/$$x'])
      expectConflicts(initializer(['gs://b/x', path]), { mode: 'fetch', mountPath: '/mnt/$x' }, [
        ...(['FetchPathTaken', 'spec.initContainers[0].args[1]'] as const),
      ])
  })

  test('is none where it goes elsewhere, or is no URI, or another mode has no use for the initializer', () => {
    for (const args of [
      ['gs://b/x', '/mnt/models/x'],
      ['/mnt/models', '/y'],
      ['--from', '/mnt/models'],
    ])
      expect(() => injected(initializer(args), { mode: 'fetch' })).not.toThrow()
    expect(() => injected(initializer(['gs://b/x', '/mnt/models']), { mode: 'image-volume' })).not.toThrow()
  })
})

describe('a download of another scheme into what the config needs', () => {
  const taken = 'FetchPathTaken'
  const at = 'spec.initContainers[0].args[1]'
  const beside = (path: string, name: string, mountPath: string): Spec => ({
    ...initializer(['s3://b/x', path], { volumeMounts: [{ name, mountPath }] }),
    volumes: [{ name, emptyDir: {} }],
  })

  test.each([
    ['the model’s volume, at another path', beside('/mnt/a-b', 'mnt-a-b', '/mnt/a-b'), '/mnt/a-b'],
    ['a directory in it', beside('/mnt/a-b/x', 'mnt-a-b', '/mnt/a-b/'), '/mnt/a-b'],
    ['another volume at the model’s path', beside('/mnt/a/b/x', 'other', '/mnt/a/b'), '/mnt/a/b'],
  ])('%s', (_what, podSpec, told) => {
    expectConflicts(podSpec, { mode: 'fetch', mountPath: '/mnt/a/b' }, [
      taken,
      at,
      `expected no other download into ${told}, found "s3://b/x"; remove that pair`,
    ])
    expect(() => injected(podSpec, { mode: 'fetch', mountPath: '/mnt/other' })).not.toThrow()
  })

  test.each(['/opt/ca', '/opt/ca/x'])('the CA bundle: %s', (path) => {
    const fetch = { caBundle: { configMap: 'c', mountPath: '/opt/ca' } }
    expectConflicts(initializer(['s3://b/x', path]), { mode: 'fetch', fetch }, [taken, at])
    expect(() => injected(initializer(['s3://b/x', '/opt/cab']), { mode: 'fetch', fetch })).not.toThrow()
  })

  test('is none where an image went there before, whose mount goes', () => {
    const podSpec = initializer(['oci://old:1', '/mnt/a-b', 's3://b/x', '/mnt/a-b/x'], {
      volumeMounts: [{ name: 'mnt-a-b', mountPath: '/mnt/a-b' }],
    })
    podSpec.volumes = [{ name: 'mnt-a-b', emptyDir: {} }]
    expect(made(injected(podSpec, { mode: 'fetch', mountPath: '/mnt/a/b' })).volumeMounts).toEqual([
      { name: 'mnt-a-b', mountPath: '/mnt/a/b' },
    ])
  })
})

describe('an initializer that was a native sidecar', () => {
  const policies = [
    { resourceName: 'cpu', restartPolicy: 'NotRequired' },
    { resourceName: 'memory', restartPolicy: 'RestartContainer' },
  ]
  const sidecar = { restartPolicy: 'Always', resizePolicy: policies }

  test('does not restart for a resize any more, which the API server refuses', () => {
    const left = made(injected(initializer(oci, sidecar), { mode: 'fetch' }))
    expect([left.restartPolicy, left.resizePolicy]).toEqual([undefined, policies.slice(0, 1)])
    const kept = made(injected(initializer(oci, { resizePolicy: policies.slice(0, 1) }), { mode: 'fetch' }))
    expect(kept.resizePolicy).toEqual(policies.slice(0, 1))
  })

  test('nor does the prefetching init container', () => {
    const podSpec = server({}, { initContainers: [{ name: 'modelcar-init', image: 'x', ...sidecar }] })
    expect(named(injected(podSpec).initContainers, 'modelcar-init').resizePolicy).toEqual(policies.slice(0, 1))
    expect(named(injected(server()).initContainers, 'modelcar-init')).not.toHaveProperty('resizePolicy')
  })
})

describe('what an earlier config has on the initializer is no conflict', () => {
  const bundle = (mountPath?: string) => ({
    caBundle: { configMap: 'c', ...(mountPath !== undefined && { mountPath }) },
  })

  test.each<[string, object, object]>([
    ['the secret, and the model over it', { fetch: { pullSecret: 's' } }, { mountPath: '/mnt' }],
    ['the secret, and the model there', { fetch: { pullSecret: 's' } }, { mountPath: '/mnt/oci-fetch-auth' }],
    ['the bundle, and the model there', { fetch: bundle('/opt/models') }, { mountPath: '/opt/models' }],
    ['the bundle, which moves', { fetch: bundle('/opt/m/ca') }, { mountPath: '/opt/m', fetch: bundle() }],
    ['the bundle under the model', { mountPath: '/opt/x', fetch: bundle('/mnt/models/ca') }, { fetch: bundle() }],
    ['the model, and the bundle there', { mountPath: '/etc/ssl/custom-certs' }, { fetch: bundle() }],
  ])('%s', (_what, first, second) => {
    const fresh = injected(server(), { mode: 'fetch', ...second })
    const converged = chained(server(), { mode: 'fetch', ...first }, { mode: 'fetch', ...second })
    const mounts = (spec: Spec): unknown[] =>
      (made(spec).volumeMounts as unknown[]).map((each) => JSON.stringify(each)).sort()
    expect(mounts(converged)).toEqual(mounts(fresh))
    expect(namesOf(converged.volumes)!.sort()).toEqual(namesOf(fresh.volumes)!.sort())
    expect(converged.containers).toEqual(fresh.containers)
  })

  test('twice: leaving fetch, no initializer with a pair of ours stays', () => {
    const podSpec = initializer([...oci, 's3://b/x', '/x'])
    podSpec.initContainers!.push(structuredClone(podSpec.initContainers![0]!))
    expect(made(injected(podSpec, { mode: 'image-volume' })).args).toEqual(['s3://b/x', '/x'])
  })
})
