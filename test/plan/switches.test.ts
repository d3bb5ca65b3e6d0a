import { describe, expect, test } from 'vitest'
import {
  chained,
  image,
  injected,
  modes,
  otherModes,
  linkModes,
  server,
  warningsOf,
  type Spec,
} from '../kit/injected.js'

// From one mode or list of models to another: what the first left goes, what anybody else has stays, and what is there is what
// the second makes of the pod that nobody has touched.

/** A list from which the last entry was taken is the same as none, and so is `null`. */
const withoutEmptyLists = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutEmptyLists)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null && !(Array.isArray(field) && field.length === 0))
      .map(([key, field]) => [key, withoutEmptyLists(field)]),
  )
}

/** Pods that differ only in the order of keys and entries are the same here: nothing that is there is moved. */
const sorted = (spec: Spec): unknown =>
  JSON.parse(JSON.stringify(withoutEmptyLists(spec)), (key, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (!Array.isArray(value)) return Object.fromEntries(Object.entries(value).sort())
    const entries: unknown[] = key === 'args' ? pairsOf(value) : value
    if (!entries.every((entry) => typeof entry === 'object')) return entries
    return entries.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
  })

const pairsOf = (args: readonly unknown[]): unknown[] =>
  args.flatMap((uri, index) => (index % 2 === 0 ? [[uri, args[index + 1]]] : []))

const pairs = modes.flatMap((first) =>
  modes.filter((second) => second !== first).map((second) => [first, second] as const),
)
const isLink = (mode: string): boolean => linkModes.some((each) => each === mode)

/** What a switch leaves: a shared process namespace may be the user's own wish. */
const kept = (first: string, second: string): object =>
  isLink(first) && !isLink(second) ? { shareProcessNamespace: true } : {}

const mesh = {
  name: 'mesh',
  image: 'mesh:1',
  volumeMounts: [{ name: 'data', mountPath: '/data' }],
  env: [{ name: 'MODEL_INIT_MODE', value: 'async' }],
}
const busy: Spec = {
  containers: [
    mesh,
    {
      name: 'kserve-container',
      image: 'server:1',
      env: [
        { name: 'A', value: '1' },
        { name: 'B', valueFrom: { fieldRef: { fieldPath: 'x' } } },
      ],
      volumeMounts: [
        { name: 'data', mountPath: '/data' },
        { name: 'token', mountPath: '/var/run/secrets', readOnly: true },
      ],
      securityContext: { runAsNonRoot: true },
    },
  ],
  initContainers: [{ name: 'setup', image: 'setup:1', volumeMounts: [{ name: 'data', mountPath: '/mnt/models' }] }],
  volumes: [
    { name: 'data', emptyDir: {} },
    { name: 'token', projected: {} },
    { name: 'other-image', image: { reference: 'x:1' } },
    { name: 'kserve-provision-location-9', emptyDir: {} },
    { name: 'cabundle-cert-2', configMap: { name: 'x' } },
  ],
  imagePullSecrets: [{ name: 'user' }],
  nodeSelector: { a: 'b' },
}

const configs = {
  'one model': {},
  'a path': { mountPath: '/opt/Some Models/base' },
  'two models': {
    models: [
      { image, mountPath: '/mnt/a' },
      { image: 'registry.example/team/lora:1', mountPath: '/opt/b' },
    ],
  },
  'two of one directory': {
    models: [
      { image, mountPath: '/mnt/a' },
      { image: 'registry.example/team/lora:1', mountPath: '/mnt/b' },
    ],
  },
  'a pull secret, a bundle': {
    imagePullSecrets: ['s'],
    fetch: { caBundle: { configMap: 'ca' }, insecureRegistry: true },
  },
  restricted: { securityContext: 'restricted' },
  names: { names: { sidecar: 'car', initContainer: 'car-init', volume: 'v' } },
}

describe.each(pairs)('from %s to %s', (first, second) => {
  describe.each(Object.entries(configs))('with %s', (_what, config) => {
    test.each<[string, Spec]>([
      ['nothing but a server', server()],
      ['a busy pod', busy],
      ['no lists but null', server({ env: null, volumeMounts: null }, { volumes: null, initContainers: null })],
    ])('%s', (_pod, podSpec) => {
      const switched = chained(podSpec, { mode: first, ...config }, { mode: second, ...config })
      const fresh = injected(podSpec, { mode: second, ...config })
      expect(sorted(switched)).toEqual(sorted({ ...fresh, ...kept(first, second) }))
    })
  })

  test('and back', () => {
    const back = chained(busy, { mode: first }, { mode: second }, { mode: first })
    const fresh = injected(busy, { mode: first })
    expect(sorted(back)).toEqual(sorted({ ...fresh, ...kept(second, first) }))
  })

  test('with damage in between', () => {
    const podSpec = injected(busy, { mode: first })
    podSpec.containers = podSpec.containers.filter(({ name }) => name !== 'modelcar-init')
    podSpec.volumes!.reverse()
    podSpec.initContainers!.push(
      ...structuredClone(podSpec.initContainers!.filter(({ name }) => name.startsWith('modelcar'))),
    )
    const made = injected(podSpec, { mode: second })
    const fresh = injected(busy, { mode: second })
    expect(sorted(made)).toEqual(sorted({ ...fresh, ...kept(first, second) }))
  })
})

describe.each(modes)('mode %s: another list of models', (mode) => {
  const a = { image, mountPath: '/mnt/a' }
  const b = { image: 'registry.example/team/lora:1', mountPath: '/opt/b' }
  const c = { image: 'registry.example/team/draft:1', mountPath: '/mnt/c' }

  test.each([
    ['the last goes', [a, b], [a]],
    ['the first goes', [a, b], [b]],
    ['all but one go', [a, b, c], [b]],
    ['one comes', [a], [a, b]],
    ['one comes in front', [a], [b, a]],
    ['another order', [a, b, c], [c, b, a]],
    ['others', [a, b], [c]],
    ['another path', [a], [{ ...a, mountPath: '/srv/x' }]],
    ['a path one deeper', [a], [{ ...a, mountPath: '/mnt/a/b' }]],
    ['a path one higher', [{ ...a, mountPath: '/mnt/a/b' }], [a]],
    [
      'another image',
      [a, b],
      [
        { ...a, image: b.image },
        { ...b, image: a.image },
      ],
    ],
  ])('%s', (_what, first, second) => {
    const made = chained(busy, { mode, models: first }, { mode, models: second })
    const fresh = injected(busy, { mode, models: second })
    expect(sorted(made)).toEqual(sorted(fresh))
  })
})

describe('what may be the user’s own wish stays, with a warning', () => {
  const stays = (field: string, message: string) => ({ code: 'LeftoverKept', field, message })

  describe.each(linkModes)('from %s', (first) => {
    test.each(otherModes)('to %s', (second) => {
      const podSpec = injected(server(), { mode: first, runAsUser: 7, runAsGroup: 8 })
      expect(injected(podSpec, { mode: second }).shareProcessNamespace).toBe(true)
      expect(injected(podSpec, { mode: second }).containers[0]!.securityContext).toEqual({
        runAsUser: 7,
        runAsGroup: 8,
      })
      expect(warningsOf(podSpec, { mode: second })).toEqual([
        stays(
          'spec.containers[0].securityContext.runAsUser',
          'stays 7, a UID that an earlier config has set; remove it, unless the server needs it',
        ),
        stays(
          'spec.containers[0].securityContext.runAsGroup',
          'stays 8, a GID that an earlier config has set; remove it, unless the server needs it',
        ),
        stays(
          'spec.shareProcessNamespace',
          'stays true, though this mode does not need it; remove it, unless something else does',
        ),
      ])
      podSpec.containers[0]!.securityContext = { runAsUser: 9, runAsGroup: '8' }
      podSpec.shareProcessNamespace = null
      expect(warningsOf(podSpec, { mode: second })).toEqual([])
      expect(warningsOf(injected(podSpec, { mode: second }), { mode: second })).toEqual([])
    })
  })
})
