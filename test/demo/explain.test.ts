import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffLines } from '../../examples/demo/diff.js'
import { explain } from '../../examples/demo/explain.js'
import { fromConfig } from '../../examples/demo/general-reasons.js'
import { injectModelcar, type ModelcarConfig, type PodSpecLike } from '../../src/index.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { ordinaryCase } from '../kit/arbitraries/cases.js'
import { config as configs } from '../kit/arbitraries/configs.js'
import { damagedCase } from '../kit/arbitraries/debris.js'
import type { Config } from '../kit/config.js'
import { attempt } from '../kit/refusal.js'
import { seed } from '../kit/runs.js'
import { inject } from '../laws/subject.js'

const image = 'registry.example/team/model:1'
const server = { name: 'kserve-container', image: 'server:1' }
const bare = { containers: [server] }
const mount = { name: 'kserve-provision-location', mountPath: '/mnt' }
const volume = { name: 'kserve-provision-location', emptyDir: {} }

const linesOf = (podSpec: PodSpecLike, config: ModelcarConfig): readonly string[] =>
  explain(podSpec, injectModelcar(podSpec, config), config).map(({ op, what, why }) => `${op} ${what}: ${why}`)

/** Of a pod that an earlier config has made. */
const linesAfter = (earlier: ModelcarConfig, config: ModelcarConfig, podSpec: PodSpecLike = bare): readonly string[] =>
  linesOf(injectModelcar(podSpec, earlier), config)

describe('a pod that has a model already', () => {
  test('of KServe 0.20', () => {
    const resources = { limits: { cpu: '10m', memory: '15Mi' }, requests: { cpu: '10m', memory: '15Mi' } }
    const common = { image, resources, terminationMessagePolicy: 'FallbackToLogsOnError' }
    const script = (text: string) => ({ args: ['sh', '-c', text] })
    const podSpec = {
      initContainers: [
        { name: 'modelcar-init', ...common, ...script(`echo 'Pre-fetching modelcar ${image}: ' && [ -d /models ]`) },
      ],
      containers: [
        { ...server, env: [{ name: 'MODEL_INIT_MODE', value: 'async' }], volumeMounts: [mount] },
        {
          name: 'modelcar',
          ...common,
          ...script('ln -sf /proc/$$$$/root/models /mnt/models && sleep infinity'),
          volumeMounts: [mount],
        },
      ],
      volumes: [volume],
      shareProcessNamespace: true,
    }
    expect(linesOf(podSpec, { image })).toEqual([
      'remove modelcar-init: args: KServe’s script, which command replaces',
      'add modelcar-init: command: the script that looks for the model',
      'remove modelcar: args: KServe’s script, which command replaces',
      'add modelcar: command: the script that links the model',
    ])
  })

  test('of two calls of KServe 0.12.0, with one object in both places', () => {
    const sidecar = {
      name: 'modelcar',
      image,
      args: ['sh', '-c', 'ln -s /proc/$$$$/root/models /mnt/models && sleep infinity'],
      volumeMounts: [mount],
    }
    const podSpec = {
      containers: [{ ...server, volumeMounts: [mount, mount] }, sidecar, sidecar],
      volumes: [volume, volume],
      shareProcessNamespace: true,
    }
    expect(linesOf(podSpec, { image })).toEqual([
      'remove kserve-container: mount of kserve-provision-location: is there more than once',
      'add kserve-container: variable MODEL_INIT_MODE: tells a KServe server that the model may appear after it has started',
      'remove modelcar: args: KServe’s script, which command replaces',
      'add modelcar: command: the script that links the model',
      'add modelcar: resources: a default, where the pod has none',
      'add modelcar: terminationMessagePolicy: a default, where the pod has none',
      'remove container modelcar: is there more than once',
      'remove volume kserve-provision-location: is there more than once',
      'add init container modelcar-init: pulls the model’s image before the server starts, and fails if there is no model in it',
    ])
  })

  test('of another mode', () => {
    expect(linesAfter({ image }, { image, mode: 'image-volume' })).toEqual([
      'remove kserve-container: variable MODEL_INIT_MODE: left over from an earlier injection',
      'remove kserve-container: mount of kserve-provision-location: left over from an earlier injection',
      'add kserve-container: mount of mnt-models: lets the container see the model, at /mnt/models',
      'remove container modelcar: left over from an earlier injection',
      'remove volume kserve-provision-location: left over from an earlier injection',
      'add volume mnt-models: the model’s image itself, which the kubelet mounts read-only',
      'remove init container modelcar-init: left over from an earlier injection',
    ])
  })

  test.each<[string, ModelcarConfig, readonly string[]]>([
    ['the same', { image }, []],
    ['switched off', { enabled: false }, []],
    [
      'another image',
      { image: 'registry.example/team/model:2' },
      ['modelcar', 'modelcar-init'].flatMap((name) => [
        `replace ${name}: image: the image that the config names`,
        `replace ${name}: command: the first line of the script records what the config sets here`,
      ]),
    ],
    [
      'amounts, a policy and a security context',
      { image, resources: { limits: { cpu: 1 } }, imagePullPolicy: 'Always', securityContext: 'restricted' },
      ['modelcar', 'modelcar-init'].flatMap((name) => [
        `replace ${name}: command: the first line of the script records what the config sets here`,
        `replace ${name}: resources: the amounts that the config names; amounts of an earlier injection go`,
        `add ${name}: imagePullPolicy: the pull policy that the config names`,
        `add ${name}: securityContext: the config’s securityContext`,
      ]),
    ],
  ])('of mode sidecar: %s', (_what, config, lines) => {
    const given = linesAfter({ image }, config)
    expect(given.toSorted()).toEqual(lines.toSorted())
  })
})

describe('what a key of the config adds', () => {
  const set = {
    image,
    resources: { limits: { cpu: 1 } },
    imagePullPolicy: 'Always',
    securityContext: 'restricted',
  } as const

  test('with a line feed in it stays in one line', () => {
    const lines = linesOf(bare, { image, mode: 'image-volume', mountPath: '/mnt/a\nb' })
    expect(lines[0]).toMatch(
      /^add kserve-container: mount of \S+: lets the container see the model, at "\/mnt\/a\\nb"$/,
    )
  })

  test('goes with the key', () => {
    const lines = linesAfter(set, { image })
    expect(lines).toContain(
      'replace modelcar: resources: a default, in place of what an earlier injection has set; a default, where the pod has none',
    )
    for (const field of ['imagePullPolicy', 'securityContext'])
      expect(lines).toContain(`remove modelcar: ${field}: an earlier injection has set it, and the config does not`)
  })

  test.each<[string, ModelcarConfig, string]>([
    [
      'imagePullSecrets',
      { image, imagePullSecrets: ['a'] },
      'add pull secret a: lets the kubelet pull the model’s image',
    ],
    [
      'imagePullSecrets, in fetch',
      { image, mode: 'fetch', imagePullSecrets: ['a'] },
      'add pull secret a: lets the kubelet pull the storage initializer’s image',
    ],
    [
      'runAsUser',
      { image, runAsUser: 7 },
      'add kserve-container: securityContext: the same user on both sides, since /proc shows a container’s files to no other',
    ],
    [
      'sourcePath, of a whole image',
      { image, sourcePath: '/' },
      'add init container modelcar-init: pulls the model’s image before the server starts',
    ],
    [
      'volumeSource',
      { image, mode: 'fetch', volumeSource: { persistentVolumeClaim: { claimName: 'c' } } },
      'add volume mnt-models: the volume of your claim, for the downloaded model',
    ],
    [
      'names',
      { image, names: { sidecar: 'car' } },
      'add container car: keeps the model’s image running, and links the model into the shared volume',
    ],
    [
      'mode native-sidecar',
      { image, mode: 'native-sidecar' },
      'add init container modelcar: starts before the server, keeps the model’s image running, and links the model into the shared volume',
    ],
    [
      'mode fetch',
      { image, mode: 'fetch' },
      'add init container storage-initializer: downloads the model before the server starts',
    ],
    [
      'fetch.pullSecret',
      { image, mode: 'fetch', fetch: { pullSecret: 'p' } },
      'add volume kserve-oci-fetch-docker-config: the credentials for the model’s registry',
    ],
    [
      'fetch.caBundle',
      { image, mode: 'fetch', fetch: { caBundle: { configMap: 'c' } } },
      'add volume cabundle-cert: the CA certificates of the model’s registry',
    ],
    [
      'models',
      {
        models: [
          { image, mountPath: '/mnt/a' },
          { image, mountPath: '/mnt/b', sourcePath: '/' },
        ],
      },
      'add init container modelcar-init-1: pulls the model’s image before the server starts',
    ],
  ])('%s', (_key, config, line) => {
    expect(linesOf(bare, config)).toContain(line)
  })

  test.each<[string, ModelcarConfig, string]>([
    [
      'an empty securityContext, in fetch',
      { image, mode: 'fetch', securityContext: {} },
      'add storage-initializer: securityContext: the config’s securityContext',
    ],
    ['runAsUser', { image, runAsUser: 7 }, 'add modelcar: securityContext: the same user on both sides, since'],
    [
      'fetch.image',
      { image, mode: 'fetch', fetch: { image: 'i:1' } },
      'replace storage-initializer: image: the image that the config’s fetch names',
    ],
    [
      'fetch.resources',
      { image, mode: 'fetch', fetch: { resources: { limits: { cpu: 9 } } } },
      'replace storage-initializer: resources: the amounts',
    ],
    [
      'fetch.insecureRegistry',
      { image, mode: 'fetch', fetch: { insecureRegistry: true } },
      'add storage-initializer: variable KSERVE_OCI_INSECURE_REGISTRY: lets it talk',
    ],
    ['another model', { image: 'm:2', mode: 'fetch' }, 'replace storage-initializer: args: tells what to download'],
    [
      'the pull policy of an image volume',
      { image, mode: 'image-volume', imagePullPolicy: 'Always' },
      'replace volume mnt-models: the pull policy that',
    ],
    [
      'the image of an image volume',
      { image: 'm:2', mode: 'image-volume' },
      'replace volume mnt-models: the image that the config names',
    ],
    [
      'sourcePath, of a native sidecar',
      { image, mode: 'native-sidecar', sourcePath: '/w' },
      'replace modelcar: startupProbe: has the server wait',
    ],
  ])('%s, where the mode has put a model in before', (_key, config, line) => {
    const { mode } = config
    const lines = linesAfter(mode === undefined ? { image } : { image, mode }, config)
    expect(lines.filter((each) => each.startsWith(line))).toHaveLength(1)
  })
})

describe('every change of a generated pod', () => {
  const cases = damagedCase(ordinaryCase, configs, inject)
  const config = (each: Config): ModelcarConfig => each as unknown as ModelcarConfig

  test('is explained for itself, and nothing else is', () => {
    let explained = 0
    fc.assert(
      fc.property(cases, ({ podSpec, config: given }) => {
        const outcome = attempt(() => inject(podSpec, given))
        if ('refusal' in outcome) return
        const after = outcome.result
        const lines = explain(podSpec, after, config(given))
        explained += lines.length
        expect(lines.filter(({ why }) => why === fromConfig)).toEqual([])
        expect(lines.filter(({ what, why }) => /\n/.test(what + why))).toEqual([])
        expect(lines.length === 0).toBe(diffLines(podSpec, after).length === 0)
        const places = [...new Set(lines.map(({ what }) => placeOf(what)))].toSorted()
        expect(places).toEqual(changedPlaces(podSpec, after))
      }),
      { numRuns: 400, seed, endOnFailure: true },
    )
    expect(explained).toBeGreaterThan(1000)
  })

  test('is due to a key only where the config has that key', () => {
    fc.assert(
      fc.property(cases, ({ podSpec, config: given }) => {
        const outcome = attempt(() => inject(podSpec, given))
        if ('refusal' in outcome) return
        const text = explain(podSpec, outcome.result, config(given))
          .map(({ why }) => why)
          .join('\n')
        const { resources, fetch, imagePullPolicy, securityContext, imagePullSecrets } = given
        if (resources === undefined && fetch?.resources === undefined) expect(text).not.toContain('the amounts that')
        if (imagePullPolicy === undefined) expect(text).not.toContain('the pull policy that')
        if (securityContext === undefined) expect(text).not.toContain('securityContext')
        if (imagePullSecrets === undefined) expect(text).not.toContain('lets the kubelet pull')
        if (fetch?.image === undefined) expect(text).not.toContain('fetch names')
      }),
      { numRuns: 400, seed: seed + 1, endOnFailure: true },
    )
  })
})

/** What a line speaks of, without the list's kind. */
const placeOf = (what: string): string =>
  /^(?:init container|container|volume|pull secret) (.*)/.exec(what)?.[1] ?? what.replace(/: .*/, '')

/** The names of containers, volumes and pull secrets that differ, and the other fields that do. */
function changedPlaces(before: PodSpec, after: PodSpec): readonly string[] {
  const entries = (spec: PodSpec, list: string): readonly { readonly name?: unknown }[] =>
    (spec[list] ?? []) as readonly { readonly name?: unknown }[]
  const countIn = (list: readonly unknown[], entry: unknown): number =>
    list.filter((other) => isDeepStrictEqual(other, entry)).length
  const names = ['initContainers', 'containers', 'volumes', 'imagePullSecrets'].flatMap((list) => {
    const [old, made] = [entries(before, list), entries(after, list)]
    return [...old, ...made]
      .filter((entry) => countIn(old, entry) !== countIn(made, entry))
      .map(({ name }) => String(name))
  })
  const isSame = isDeepStrictEqual(before['shareProcessNamespace'], after['shareProcessNamespace'])
  return [...new Set([...names, ...(isSame ? [] : ['shareProcessNamespace'])])].toSorted()
}
