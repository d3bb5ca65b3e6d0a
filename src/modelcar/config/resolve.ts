import { ModelcarConfigError } from '../../errors.js'
import { found, isList, isObject, type JsonObject } from '../../json.js'
import { parentPath } from '../../kubernetes/clean-path.js'
import type { OverlayObject } from '../../overlay/overlay.js'
import type { Resources } from '../../overlay/merge/resources.js'
import { isLinkMode, modeNames, type ModeName } from '../modes/names.js'
import { checkKeys, readBoolean, readChoice, readId, readNames, addCause, type Causes } from '../../input/check.js'
import { checkBundlePath, checkFetchPath, fetchNames, readFetch, type ResolvedFetch } from './fetch.js'
import { linkVolumes, type LinkVolume } from './link-volumes.js'
import { checkNestedPaths, readSources } from './models.js'
import { numbered, readPartNames, type Names } from './names.js'
import { readResources } from './resources.js'
import { readSecurityContext } from './security-context.js'
import { checkFetchedSource } from './source-path.js'
import { volumeNames } from './volume-name.js'
import { readVolumeSource } from './volume-source.js'

/** A model with everything that is derived for it. */
export interface Model {
  readonly image: string
  /** Where the server finds it: a clean path. */
  readonly path: string
  readonly sidecar: string
  readonly initContainer: string
  /** Where it is in its image: a clean path, `/` for the whole image. */
  readonly sourcePath: string
  /** The volume that it is in. */
  readonly volume: string
}

/** A config with every default filled in: the rest of the library knows no defaults. */
export interface ResolvedConfig {
  readonly mode: ModeName
  readonly models: readonly Model[]
  /** The volumes of the link modes, one for each parent directory. */
  readonly volumes: readonly LinkVolume[]
  /** The source of the volumes of the link modes and of fetch, as an object with one field; undefined for the default, a preference. */
  readonly volumeSource: JsonObject | undefined
  readonly names: Names
  /** Undefined for KServe's rule. */
  readonly targets: readonly string[] | undefined
  /** Undefined for the default, which is a preference. */
  readonly resources: Resources | undefined
  readonly runAsUser: number | undefined
  readonly runAsGroup: number | undefined
  readonly imagePullPolicy: string | undefined
  readonly imagePullSecrets: readonly string[]
  readonly securityContext: OverlayObject | undefined
  readonly fetch: ResolvedFetch
}

const known = [
  ...[
    'image',
    'models',
    'mountPath',
    'sourcePath',
    'mode',
    'targets',
    'resources',
    'runAsUser',
    'runAsGroup',
    'imagePullPolicy',
  ],
  ...['imagePullSecrets', 'securityContext', 'names', 'volumeSource', 'enabled', 'fetch'],
]

/**
 * Checks a config and fills in its defaults.
 *
 * @returns the config, or undefined where it says `enabled: false`; nothing else is checked then.
 * @throws {@link ModelcarConfigError} with all faults at once.
 */
export function resolveConfig(config: unknown): ResolvedConfig | undefined {
  if (!isObject(config)) {
    throw new ModelcarConfigError([
      { code: 'InvalidType', field: 'config', message: `expected an object, found ${found(config)}` },
    ])
  }
  if (config.enabled === false) return undefined
  const causes: Causes = []
  checkKeys(causes, config, known, '')
  readBoolean(causes, config.enabled, 'enabled')
  const mode = readChoice(causes, config.mode, modeNames, 'mode') ?? 'sidecar'
  const sources = readSources(causes, config)
  const names = readPartNames(causes, config.names, sources.length)
  // Stryker disable ArrayDeclaration: the other modes link nothing, and have no use for it; nor have these for what theirs are named.
  const volumes = isLinkMode(mode) ? linkVolumes(causes, sources, names.volume) : []
  const own = isLinkMode(mode)
    ? []
    : volumeNames(
        sources.map(({ path }) => path),
        [fetchNames.dockerConfigVolume, fetchNames.caBundleVolume],
        names.volume,
      )
  // Stryker restore ArrayDeclaration
  const linked = new Map(volumes.map((volume) => [volume.path, volume.name]))
  const models = sources.map(({ image, path, sourcePath }, index) => ({
    image,
    path,
    sourcePath,
    sidecar: numbered(names.sidecar, index),
    initContainer: numbered(names.initContainer, index),
    volume: linked.get(parentPath(path)) ?? own[index] ?? '',
  }))
  const imagePullSecrets = readNames(causes, config.imagePullSecrets, 'imagePullSecrets') ?? []
  const fetch = readFetch(causes, config.fetch, imagePullSecrets)
  const resolved: ResolvedConfig = {
    mode,
    models,
    volumes,
    volumeSource: readVolumeSource(causes, config.volumeSource, mode, sources.length),
    names,
    targets: readTargets(causes, config.targets),
    resources: readResources(causes, config.resources, 'resources'),
    runAsUser: readId(causes, config.runAsUser, 'runAsUser'),
    runAsGroup: readId(causes, config.runAsGroup, 'runAsGroup'),
    imagePullPolicy: readChoice(causes, config.imagePullPolicy, ['Always', 'IfNotPresent', 'Never'], 'imagePullPolicy'),
    imagePullSecrets,
    securityContext: readSecurityContext(causes, config.securityContext, 'securityContext'),
    fetch,
  }
  checkNestedPaths(causes, sources)
  if (mode === 'fetch') {
    for (const { path, field, sourcePath, sourceField } of sources) {
      checkFetchPath(causes, fetch, path, field)
      checkFetchedSource(causes, sourcePath, sourceField)
    }
    checkBundlePath(causes, fetch)
  }
  checkUser(causes, resolved)
  if (causes.length > 0) throw new ModelcarConfigError(causes)
  return resolved
}

function readTargets(causes: Causes, value: unknown): readonly string[] | undefined {
  const rule = "leave it out for KServe's rule"
  if (value === '*')
    return addCause(
      causes,
      'InvalidType',
      'targets',
      `expected a list of names, found "*", as overlays have it; ${rule}`,
    )
  const targets = readNames(causes, value, 'targets')
  if (!isList(value) || value.length > 0) return targets
  return addCause(causes, 'Required', 'targets', `expected at least one container, found an empty list; ${rule}`)
}

function checkUser(causes: Causes, config: ResolvedConfig): void {
  const { runAsUser, securityContext } = config
  if (securityContext === undefined) return
  if (runAsUser === 0 && securityContext.runAsNonRoot === true) {
    addCause(
      causes,
      'Exclusive',
      'runAsUser',
      'expected a UID other than 0 beside a securityContext with runAsNonRoot: true, found 0',
    )
  }
  for (const [key, noun] of ids) {
    const [id, there] = [config[key], securityContext[key]]
    if (id === undefined || there === undefined || there === id) continue
    addCause(
      causes,
      'Exclusive',
      `securityContext.${key}`,
      `expected the same ${noun} as ${key}, found ${found(there)}`,
    )
  }
}

const ids = [
  ['runAsUser', 'UID'],
  ['runAsGroup', 'GID'],
] as const
