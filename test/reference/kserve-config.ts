import type { FetchConfig, ModelcarConfig } from '../../src/index.js'
import { KSERVE_NAMES, numbered, type Injection, type Mode } from '../oracle/injection.js'
import { inputOf, type RecordedCase } from './recorded-cases.js'

// KServe's configuration, annotation and arguments, read as configs of ours. `modelcar/kserve` will do this for
// users; here it is only as much as the recorded cases need.

const SOURCE_ANNOTATION = 'internal.serving.kserve.io/storage-initializer-sourceuri'
const DEFAULT_PATH = '/mnt/models'
const DEFAULT_AMOUNTS = { cpu: '10m', memory: '15Mi' }

/** The calls that inject, and the mode of those that know only one. */
const CALLS: Readonly<Record<string, Mode | undefined>> = {
  InjectModelcar: undefined,
  CommonStorageInitialization: undefined,
  ConfigureModelcarToContainer: 'sidecar',
  ConfigureOciNativeToContainer: 'image-volume',
  ConfigureOciFetchToContainer: 'fetch',
}

const MODES: Readonly<Record<string, Mode>> = { native: 'image-volume', fetch: 'fetch' }

interface Source {
  readonly uri: string
  readonly path: string
  readonly container?: string
  /** KServe's callers count the models; a caller of ours lists them, or names what it wants. */
  readonly index?: number
}

/** What a recorded case asks for: a config of ours, or nothing, or something that this mode has no part in. */
export type Request =
  | { readonly kind: 'inject'; readonly config: ModelcarConfig; readonly injection: Injection }
  | { readonly kind: 'leave alone'; readonly why: string }
  | { readonly kind: 'elsewhere'; readonly why: string }

export function requestOf(recorded: RecordedCase): Request {
  if (!(recorded.call in CALLS)) return { kind: 'elsewhere', why: `the call ${recorded.call}` }
  if (recorded.legacy === true) return { kind: 'elsewhere', why: 'the legacy path of another function' }
  const settings = settingsOf(recorded)
  const sources = sourcesOf(recorded)
  if (sources.length === 0) return { kind: 'leave alone', why: 'no source' }
  const modes = new Set(sources.map(({ uri }) => CALLS[recorded.call] ?? modeOf(uri, settings)))
  if (modes.size > 1) return { kind: 'elsewhere', why: `sources of several modes: ${[...modes].join(', ')}` }
  const [mode = 'none'] = modes
  if (mode === 'none') return { kind: 'leave alone', why: 'not an OCI source' }

  const models = [...new Map(sources.map(({ uri, path }) => [`${uri} ${path}`, modelOf(uri, path)])).values()]
  const resources = mode === 'sidecar' ? resourcesOf(settings) : undefined
  const runAsUser = mode === 'sidecar' ? (settings.get('uidmodelcar') as number | null | undefined) : undefined
  const named = sources.flatMap(({ container }) => (container === undefined ? [] : [container]))
  const targets = named.length === 0 ? undefined : [...new Set(named)]
  const first = models.length === 1 ? (sources[0]?.index ?? 0) : 0
  const names = first === 0 ? KSERVE_NAMES : numberedNames(first)
  const fetch = mode === 'fetch' ? fetchOf(recorded, settings) : undefined
  const config: ModelcarConfig = {
    ...(mode === 'sidecar' ? {} : { mode }),
    ...(models.length === 1 ? { image: models[0]!.image, mountPath: models[0]!.mountPath } : { models }),
    ...(resources === undefined ? {} : { resources }),
    ...(runAsUser === undefined || runAsUser === null ? {} : { runAsUser }),
    ...(targets === undefined ? {} : { targets }),
    ...(names === KSERVE_NAMES ? {} : { names }),
    ...(fetch === undefined ? {} : { fetch }),
  }
  const amounts = resources ?? fetch?.resources
  const injection: Injection = {
    mode,
    targets: targets ?? defaultTargets(inputOf(recorded)),
    images: models.map(({ image }) => image.replace('oci://', '')),
    mountPaths: models.map(({ mountPath }) => mountPath),
    names,
    ...(config.runAsUser === undefined ? {} : { runAsUser: config.runAsUser }),
    ...(amounts === undefined ? {} : { requests: amounts.requests, limits: amounts.limits }),
  }
  return { kind: 'inject', config, injection }
}

/** KServe's rule: the predictor, else the worker, and the transformer beside it. */
export function defaultTargets(podSpec: unknown): readonly string[] {
  const { containers } = podSpec as { containers?: readonly { name?: string }[] | null }
  const names = (containers ?? []).map(({ name }) => name)
  const first = ['kserve-container', 'worker-container'].find((name) => names.includes(name)) ?? 'kserve-container'
  return names.includes('transformer-container') ? [first, 'transformer-container'] : [first]
}

const numberedNames = (index: number): Injection['names'] => ({
  sidecar: numbered(KSERVE_NAMES.sidecar, index),
  initContainer: numbered(KSERVE_NAMES.initContainer, index),
  volume: numbered(KSERVE_NAMES.volume, index),
})

// Go reads JSON keys in any case.
const settingsOf = ({ config = {} }: RecordedCase): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(config).map(([key, value]) => [key.toLowerCase(), value]))

function sourcesOf(recorded: RecordedCase): readonly Source[] {
  if (recorded.sources !== undefined) return recorded.sources
  if (recorded.call === 'CommonStorageInitialization') {
    return (recorded.storageUris ?? []).map(({ uri, mountPath = DEFAULT_PATH }) => ({ uri, path: mountPath }))
  }
  const uri = recorded.pod?.metadata?.annotations?.[SOURCE_ANNOTATION]
  return uri === undefined ? [] : [{ uri, path: DEFAULT_PATH }]
}

function modeOf(uri: string, settings: ReadonlyMap<string, unknown>): Mode | 'none' {
  const explicit = /^oci\+([^:]+):\/\//.exec(uri)?.[1]
  if (explicit !== undefined) return MODES[explicit] ?? 'sidecar'
  if (!uri.startsWith('oci://')) return 'none'
  const configured = settings.get('ocimodelmode') as string | undefined
  if (configured) return MODES[configured] ?? 'sidecar'
  return settings.get('enablemodelcar') === true || settings.get('enableocimodelsupport') === true ? 'sidecar' : 'none'
}

/** The storage initializer's settings; of the pod's pull secrets KServe takes the first. */
function fetchOf(recorded: RecordedCase, settings: ReadonlyMap<string, unknown>): FetchConfig & { resources: Amounts } {
  const text = (key: string): string => (settings.get(key.toLowerCase()) as string | undefined) ?? ''
  const { imagePullSecrets } = inputOf(recorded) as { imagePullSecrets?: readonly { name: string }[] }
  const bundle = text('caBundleConfigMapName')
  const namespace = recorded.namespace ?? recorded.pod?.metadata?.namespace
  return {
    image: text('image') || 'kserve/storage-initializer:latest',
    resources: {
      limits: { cpu: text('cpuLimit'), memory: text('memoryLimit') },
      requests: { cpu: text('cpuRequest'), memory: text('memoryRequest') },
    },
    ...(imagePullSecrets?.[0] === undefined ? {} : { pullSecret: imagePullSecrets[0].name }),
    ...(bundle === ''
      ? {}
      : {
          caBundle: {
            configMap: namespace === 'kserve' ? bundle : 'global-ca-bundle',
            mountPath: text('caBundleVolumeMountPath') || '/etc/ssl/custom-certs',
          },
        }),
    ...(settings.get('ociinsecureregistry') === true ? { insecureRegistry: true } : {}),
  }
}

const modelOf = (uri: string, mountPath: string): { readonly image: string; readonly mountPath: string } => ({
  image: uri.replace(/^oci\+[^:]*:/, 'oci:'),
  mountPath,
})

interface Amounts {
  readonly limits: Readonly<Record<'cpu' | 'memory', string>>
  readonly requests: Readonly<Record<'cpu' | 'memory', string>>
}

// Unset and empty settings are the default, which a config leaves out.
function resourcesOf(settings: ReadonlyMap<string, unknown>): Amounts | undefined {
  const cpu = settings.get('cpumodelcar') as string | undefined
  const memory = settings.get('memorymodelcar') as string | undefined
  if (!cpu && !memory) return undefined
  const amounts = { cpu: cpu || DEFAULT_AMOUNTS.cpu, memory: memory || DEFAULT_AMOUNTS.memory }
  return { limits: amounts, requests: amounts }
}
