import type { ModelcarConfig } from '../../src/index.js'
import { KSERVE_NAMES, numbered, type Injection } from '../oracle/injection.js'
import { inputOf, type RecordedCase } from './recorded-cases.js'

// KServe's configuration, annotation and arguments, read for the `sidecar` mode. `modelcar/kserve` will do this for
// users; here it is only as much as the recorded cases need.

const SOURCE_ANNOTATION = 'internal.serving.kserve.io/storage-initializer-sourceuri'
const DEFAULT_PATH = '/mnt/models'
const DEFAULT_AMOUNTS = { cpu: '10m', memory: '15Mi' }

const CALLS = new Set(['InjectModelcar', 'CommonStorageInitialization', 'ConfigureModelcarToContainer'])

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
  if (!CALLS.has(recorded.call)) return { kind: 'elsewhere', why: `the call ${recorded.call}` }
  if (recorded.legacy === true) return { kind: 'elsewhere', why: 'the legacy path of another function' }
  const settings = settingsOf(recorded)
  const sources = sourcesOf(recorded)
  if (sources.length === 0) return { kind: 'leave alone', why: 'no source' }
  const modes = new Set(
    sources.map(({ uri }) => (recorded.call === 'ConfigureModelcarToContainer' ? 'modelcar' : modeOf(uri, settings))),
  )
  if (modes.size > 1) return { kind: 'elsewhere', why: `sources of several modes: ${[...modes].join(', ')}` }
  if (modes.has('none')) return { kind: 'leave alone', why: 'not an OCI source' }
  if (!modes.has('modelcar')) return { kind: 'elsewhere', why: `mode ${[...modes].join()}` }

  const models = [...new Map(sources.map(({ uri, path }) => [`${uri} ${path}`, modelOf(uri, path)])).values()]
  const resources = resourcesOf(settings)
  const runAsUser = settings.get('uidmodelcar') as number | null | undefined
  const named = sources.flatMap(({ container }) => (container === undefined ? [] : [container]))
  const targets = named.length === 0 ? undefined : [...new Set(named)]
  const first = models.length === 1 ? (sources[0]?.index ?? 0) : 0
  const names = first === 0 ? KSERVE_NAMES : numberedNames(first)
  const config: ModelcarConfig = {
    ...(models.length === 1 ? { image: models[0]!.image, mountPath: models[0]!.mountPath } : { models }),
    ...(resources === undefined ? {} : { resources }),
    ...(runAsUser === undefined || runAsUser === null ? {} : { runAsUser }),
    ...(targets === undefined ? {} : { targets }),
    ...(names === KSERVE_NAMES ? {} : { names }),
  }
  const injection: Injection = {
    targets: targets ?? defaultTargets(inputOf(recorded)),
    images: models.map(({ image }) => image.replace('oci://', '')),
    mountPaths: models.map(({ mountPath }) => mountPath),
    names,
    ...(config.runAsUser === undefined ? {} : { runAsUser: config.runAsUser }),
    ...(resources === undefined ? {} : { requests: resources.requests, limits: resources.limits }),
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
  if (recorded.call === 'ConfigureModelcarToContainer') return recorded.sources ?? []
  if (recorded.call === 'CommonStorageInitialization') {
    return (recorded.storageUris ?? []).map(({ uri, mountPath = DEFAULT_PATH }) => ({ uri, path: mountPath }))
  }
  const uri = recorded.pod?.metadata?.annotations?.[SOURCE_ANNOTATION]
  return uri === undefined ? [] : [{ uri, path: DEFAULT_PATH }]
}

function modeOf(uri: string, settings: ReadonlyMap<string, unknown>): string {
  const explicit = /^oci\+([^:]+):\/\//.exec(uri)?.[1]
  if (explicit !== undefined) return explicit === 'native' || explicit === 'fetch' ? explicit : 'modelcar'
  if (!uri.startsWith('oci://')) return 'none'
  const byDefault = settings.get('enablemodelcar') === true || settings.get('enableocimodelsupport') === true
  return (settings.get('ocimodelmode') as string | undefined) ?? (byDefault ? 'modelcar' : 'none')
}

const modelOf = (uri: string, mountPath: string): { readonly image: string; readonly mountPath: string } => ({
  image: uri.replace(/^oci\+[^:]*:/, 'oci:'),
  mountPath,
})

type Amounts = Record<'cpu' | 'memory', string>

// Unset and empty settings are the default, which a config leaves out.
function resourcesOf(settings: ReadonlyMap<string, unknown>): { limits: Amounts; requests: Amounts } | undefined {
  const cpu = settings.get('cpumodelcar') as string | undefined
  const memory = settings.get('memorymodelcar') as string | undefined
  if (!cpu && !memory) return undefined
  const amounts = { cpu: cpu || DEFAULT_AMOUNTS.cpu, memory: memory || DEFAULT_AMOUNTS.memory }
  return { limits: amounts, requests: amounts }
}
