import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Container, PodSpec } from 'kubernetes-types/core/v1.js'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import type { OneModelConfig, SeveralModelsConfig } from 'modelcar'
import { inputOf, podsAfter, recordedCases } from '../reference/recorded-cases.js'
import { createNamespace, createPod, kubectl, send } from './harness.js'
import { example } from './manifests/files.js'
import { byPolicy, injected, labelled, messageOf, server, untilPolicyIsActive } from './manifests/labelled.js'

// The policy alone, without the webhook: the pods are made here.

const cluster = inject('cluster')
let namespace: string

beforeAll(async () => {
  namespace = await createNamespace(cluster)
  const files = ['policy', 'policy-binding'].map((name) =>
    join(example, `manifests/base/validating-admission-${name}.yaml`),
  )
  const { stderr, code } = await kubectl(cluster, ['create', ...files.flatMap((file) => ['--filename', file])])
  expect(code, stderr).toBe(0)
  await untilPolicyIsActive(cluster, namespace)
})

const models = [
  { image: 'registry.example/team/llama:1', mountPath: '/mnt/base/model' },
  { image: 'registry.example/team/lora:1', mountPath: '/mnt/lora/model' },
]
type Config = Partial<OneModelConfig> | SeveralModelsConfig

const several = { models }
const quoted = { mountPath: "/mnt/it's $HOME/a model" }
const renamed = { names: { sidecar: 'weights', initContainer: 'pull', volume: 'share' } }
const places = ['/opt/weights', "/it's $x y"]
const modes = ['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const

describe.each(modes)('mode %s', (mode) => {
  test.each<[string, Config]>([
    ['one model', {}],
    ['several models', several],
    [
      'several models in one directory',
      { models: models.map(({ image }, index) => ({ image, mountPath: `/mnt/models/${index}` })) },
    ],
    ['other names', renamed],
    ['several models with other names', { ...several, ...renamed }],
    ['a path that has to be quoted', quoted],
    [
      'a pull secret, resources and a restricted security context',
      { imagePullSecrets: ['pull'], resources: { limits: { memory: '1Gi' } }, securityContext: 'restricted' },
    ],
  ])('a pod that has its model is accepted: %s', async (_what, config) => {
    const answer = await createPod(cluster, namespace, labelled(injected({ mode, ...config })))
    expect(answer.code, messageOf(answer)).toBe(201)
  })
})

describe.each(modes.filter((mode) => mode !== 'fetch'))('mode %s', (mode) => {
  test.each(places)('a model elsewhere in its image is accepted: %s', async (sourcePath) => {
    const answer = await createPod(cluster, namespace, labelled(injected({ mode, sourcePath, ...quoted })))
    expect(answer.code, messageOf(answer)).toBe(201)
  })
})

test.each(['sidecar', 'native-sidecar'] as const)('mode %s: a whole image is accepted', async (mode) => {
  const answer = await createPod(cluster, namespace, labelled(injected({ mode, sourcePath: '/' })))
  expect(answer.code, messageOf(answer)).toBe(201)
})

const without =
  (list: 'containers' | 'initContainers', ...names: string[]) =>
  (spec: PodSpec): PodSpec => ({ ...spec, [list]: spec[list]?.filter(({ name }) => !names.includes(name)) })

const eachContainer = (spec: PodSpec, change: (container: Container) => Container): PodSpec => ({
  ...spec,
  containers: spec.containers.map(change),
  ...(spec.initContainers && { initContainers: spec.initContainers.map(change) }),
})

const withoutMounts =
  (volume: string, ...of: string[]) =>
  (spec: PodSpec): PodSpec =>
    eachContainer(spec, (container) => {
      if (of.length > 0 && !of.includes(container.name)) return container
      return { ...container, volumeMounts: container.volumeMounts?.filter(({ name }) => name !== volume) ?? [] }
    })

const withoutVolume =
  (volume: string) =>
  (spec: PodSpec): PodSpec => ({
    ...withoutMounts(volume)(spec),
    volumes: spec.volumes?.filter(({ name }) => name !== volume) ?? [],
  })

const changed =
  (name: string, change: Partial<Container>) =>
  (spec: PodSpec): PodSpec =>
    eachContainer(spec, (container) => (container.name === name ? { ...container, ...change } : container))

const unshared = ({ shareProcessNamespace: _dropped, ...spec }: PodSpec): PodSpec => spec

const link = 'kserve-provision-location'
const nothing = 'nothing in the pod brings one'
const notServed = 'a sidecar links its model into a directory that is no volume, or one that no other container mounts'
const notFetched = 'fetches a model to a path that is no volume, or one that no other container mounts'
const notShared = 'needs shareProcessNamespace: true'
const notLinked = 'an init container has pulled a model that no sidecar links'

describe.each<[string, Config, readonly [string, (spec: PodSpec) => PodSpec, string][]]>([
  [
    'sidecar',
    { mode: 'sidecar' },
    [
      ['all of it', () => server, nothing],
      ['the sidecar', without('containers', 'modelcar'), notLinked],
      ['the script of the sidecar', changed('modelcar', { command: ['sleep', 'infinity'] }), notLinked],
      ['the volume', withoutVolume(link), notServed],
      ['the mount of the server', withoutMounts(link, 'kserve-container'), notServed],
      ['the mount of the sidecar', withoutMounts(link, 'modelcar'), notServed],
      ['the shared process namespace', unshared, notShared],
      [
        'both containers',
        (spec) => without('initContainers', 'modelcar-init')(without('containers', 'modelcar')(spec)),
        nothing,
      ],
    ],
  ],
  [
    'several sidecars',
    { mode: 'sidecar', ...several },
    [
      ['the first sidecar', without('containers', 'modelcar'), notLinked],
      ['the second sidecar', without('containers', 'modelcar-1'), notLinked],
      ['the second volume', withoutVolume(`${link}-1`), notServed],
      ['the second mount of the server', withoutMounts(`${link}-1`, 'kserve-container'), notServed],
    ],
  ],
  [
    'a sidecar of another name',
    { mode: 'sidecar', ...renamed },
    [
      ['the sidecar', without('containers', 'weights'), notLinked],
      ['the mount of the server', withoutMounts('share', 'kserve-container'), notServed],
    ],
  ],
  [
    'a path that has to be quoted',
    { mode: 'sidecar', ...quoted },
    [['the mount of the server', withoutMounts(link, 'kserve-container'), notServed]],
  ],
  ...places.map((sourcePath): [string, Config, readonly [string, (spec: PodSpec) => PodSpec, string][]] => [
    `a model at ${sourcePath} of its image`,
    { mode: 'sidecar', sourcePath, ...quoted },
    [
      ['the sidecar', without('containers', 'modelcar'), notLinked],
      ['the mount of the server', withoutMounts(link, 'kserve-container'), notServed],
      ['the mount of the sidecar', withoutMounts(link, 'modelcar'), notServed],
      ['the shared process namespace', unshared, notShared],
    ],
  ]),
  [
    'native-sidecar',
    { mode: 'native-sidecar' },
    [
      ['the sidecar', without('initContainers', 'modelcar'), nothing],
      // As a server does that knows neither the field nor what it allows.
      [
        'its restartPolicy',
        (spec) => eachContainer(spec, ({ restartPolicy: _policy, startupProbe: _probe, ...rest }) => rest),
        'without restartPolicy: Always',
      ],
      ['the volume', withoutVolume(link), notServed],
      ['the mount of the server', withoutMounts(link, 'kserve-container'), notServed],
      ['the shared process namespace', unshared, notShared],
    ],
  ],
  [
    'image-volume',
    { mode: 'image-volume' },
    [
      ['the volume and its mount', withoutVolume('mnt-models'), nothing],
      ['the mount', withoutMounts('mnt-models'), 'no container mounts these image volumes: mnt-models. '],
      [
        'the subPath of the mount',
        changed('kserve-container', { volumeMounts: [{ name: 'mnt-models', mountPath: '/mnt/models' }] }),
        nothing,
      ],
    ],
  ],
  [
    'several image volumes',
    { mode: 'image-volume', ...several },
    [
      [
        'the second mount',
        withoutMounts('mnt-lora-model'),
        'no container mounts these image volumes: mnt-lora-model. ',
      ],
    ],
  ],
  [
    'fetch',
    { mode: 'fetch' },
    [
      ['the init container', without('initContainers', 'storage-initializer'), nothing],
      ['its arguments', changed('storage-initializer', { args: [] }), nothing],
      ['the volume', withoutVolume('mnt-models'), notFetched],
      ['the mount of the server', withoutMounts('mnt-models', 'kserve-container'), notFetched],
      ['the mount of the init container', withoutMounts('mnt-models', 'storage-initializer'), notFetched],
    ],
  ],
  [
    'a fetched model at a path that has to be quoted',
    { mode: 'fetch', ...quoted },
    [
      [
        'the mount of the server',
        (spec) => withoutMounts(spec.volumes?.[0]?.name ?? '', 'kserve-container')(spec),
        notFetched,
      ],
      [
        'the path of its mounts in the arguments',
        changed('storage-initializer', { args: ['oci://registry.example/team/llama:1', "/mnt/it's HOME/a model"] }),
        notFetched,
      ],
    ],
  ],
  [
    'several fetched models',
    { mode: 'fetch', ...several },
    [['the second mount of the server', withoutMounts('mnt-lora-model', 'kserve-container'), notFetched]],
  ],
])('%s', (_what, config, lacking) => {
  test.each(lacking)('a pod that lacks %s is refused, and told so', async (_piece, take, message) => {
    const complete = injected(config)
    const answer = await createPod(cluster, namespace, labelled(take(complete)))
    expect(answer.code).toBe(422)
    expect(messageOf(answer)).toContain(byPolicy)
    expect(messageOf(answer)).toContain(message)
  })
})

describe('what is none of its business', () => {
  test.each([undefined, 'false'])('a pod whose label is %s', async (value) => {
    const labels = value === undefined ? {} : { 'modelcar/inject': value }
    const { code, body } = await createPod(cluster, namespace, {
      metadata: { generateName: 'other-', labels },
      spec: server,
    })
    expect(code).toBe(201)
    expect(body).toMatchObject({ spec: server })
  })

  test('a label that a running pod gets', async () => {
    const { code, body } = await createPod(cluster, namespace, { metadata: { name: 'running' }, spec: server })
    expect(code).toBe(201)
    const path = `/api/v1/namespaces/${namespace}/pods/running`
    const { metadata, ...pod } = body as { metadata: object }
    const withLabel = { ...pod, metadata: { ...metadata, labels: { 'modelcar/inject': 'true' } } }
    expect((await send(cluster, { method: 'PUT', path, body: withLabel })).code).toBe(200)
  })

  test('image volumes and init containers for other things, beside a model', async () => {
    const spec = injected({ mode: 'native-sidecar' })
    const tools = { name: 'tools', image: { reference: 'registry.example/tools:1' } }
    const answer = await createPod(
      cluster,
      namespace,
      labelled({
        ...spec,
        containers: spec.containers.map((container) => ({
          ...container,
          volumeMounts: [...(container.volumeMounts ?? []), { name: 'tools', mountPath: '/tools' }],
        })),
        initContainers: [
          { name: 'chart', image: 'helm:1', args: ['pull', 'oci://registry.example/chart', '/charts'] },
          { name: 'storage-initializer', image: 'init:1', args: ['s3://bucket/adapter', '/elsewhere'] },
          ...(spec.initContainers ?? []),
        ],
        volumes: [...(spec.volumes ?? []), tools],
      }),
    )
    expect(answer.code, messageOf(answer)).toBe(201)
  })
})

test('a path with a single $, as KServe writes it, is accepted', async () => {
  const args = ['oci://registry.example/team/llama:1', quoted.mountPath]
  const spec = changed('storage-initializer', { args })(injected({ mode: 'fetch', ...quoted }))
  const answer = await createPod(cluster, namespace, labelled(spec))
  expect(answer.code, messageOf(answer)).toBe(201)
})

test('what KServe itself makes of a pod is accepted', async () => {
  const pods = recordedCases
    .filter(({ clean }) => clean)
    .map((recorded) => ({ name: recorded.name, before: inputOf(recorded), spec: podsAfter(recorded, 'head')[0] }))
    .filter(({ before, spec }) => spec !== undefined && !isDeepStrictEqual(before, spec))
  expect(pods.length).toBeGreaterThan(100)
  const refused: string[] = []
  for (const { name, spec } of pods) {
    const message = messageOf(await createPod(cluster, namespace, labelled(spec as PodSpec), true))
    if (message.includes(byPolicy)) refused.push(`${name}: ${message}`)
  }
  expect(refused).toEqual([])
})

test.each(modes)('a large pod does not use up what a policy may cost: %s', async (mode) => {
  const volumes = Array.from({ length: 50 }, (_, index) => ({ name: `data-${index}`, emptyDir: {} }))
  const volumeMounts = volumes.map(({ name }) => ({ name, mountPath: `/data/${name}` }))
  const sidecars = Array.from({ length: 100 }, (_, index) => ({
    name: `other-${index}`,
    image: 'other:1',
    volumeMounts,
  }))
  const spec = injected({ mode, ...several })
  const answer = await createPod(
    cluster,
    namespace,
    labelled({
      ...spec,
      containers: [...sidecars, ...spec.containers],
      volumes: [...volumes, ...(spec.volumes ?? [])],
    }),
  )
  expect(answer.code, messageOf(answer)).toBe(201)
})
