import { ModelcarConfigError } from '../errors.js'
import { found, isList, isObject, type JsonObject } from '../json.js'
import { isAtOrUnder, parentPath } from '../merge/clean-path.js'
import type { OverlayObject } from '../overlay/overlay.js'
import type { Resources } from '../merge/resources.js'
import { isLinkMode, modeNames, type ModeName } from '../modes/names.js'
import {
  at,
  checkKeys,
  readBoolean,
  readChoice,
  readId,
  readNames as readNameList,
  readObject,
  refuse,
  type Causes,
} from './check.js'
import { checkFetchPath, fetchNames, readFetch, type ResolvedFetch } from './fetch.js'
import { readImage } from './image-reference.js'
import { checkParent, readMountPath } from './mount-path.js'
import { numbered, readNames, type Names } from './names.js'
import { readResources } from './resources.js'
import { readSecurityContext } from './security-context.js'
import { volumeNames } from './volume-name.js'

/** A model with everything that is derived for it. */
export interface Model {
  readonly image: string
  /** Where the server finds it: a clean path. */
  readonly path: string
  readonly sidecar: string
  readonly initContainer: string
  /** The volume that it is in. */
  readonly volume: string
}

/** A volume that models are linked in, and where it is mounted: the parent of their paths. */
export interface LinkVolume {
  readonly name: string
  readonly path: string
}

/** A config with every default filled in: the rest of the library knows no defaults. */
export interface ResolvedConfig {
  readonly mode: ModeName
  readonly models: readonly Model[]
  /** The volumes of the link modes, one for each parent directory. */
  readonly volumes: readonly LinkVolume[]
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
  ...['image', 'models', 'mountPath', 'mode', 'targets', 'resources', 'runAsUser', 'runAsGroup', 'imagePullPolicy'],
  ...['imagePullSecrets', 'securityContext', 'names', 'enabled', 'fetch'],
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
  const names = readNames(causes, config.names, sources.length)
  const volumes = isLinkMode(mode) ? linkVolumes(causes, sources, names.volume) : []
  const own = volumeNames(
    sources.map(({ path }) => path),
    [fetchNames.dockerConfigVolume, fetchNames.caBundleVolume],
    names.volume,
  )
  const models = sources.map(({ image, path }, index) => ({
    image,
    path,
    sidecar: numbered(names.sidecar, index),
    initContainer: numbered(names.initContainer, index),
    volume: volumes.find((volume) => volume.path === parentPath(path))?.name ?? own[index] ?? '',
  }))
  const imagePullSecrets = readNameList(causes, config.imagePullSecrets, 'imagePullSecrets') ?? []
  const fetch = readFetch(causes, config.fetch, imagePullSecrets)
  const resolved: ResolvedConfig = {
    mode,
    models,
    volumes,
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
  if (mode === 'fetch') for (const { path, field } of sources) checkFetchPath(causes, fetch, path, field)
  checkUser(causes, resolved)
  if (causes.length > 0) throw new ModelcarConfigError(causes)
  return resolved
}

function readTargets(causes: Causes, value: unknown): readonly string[] | undefined {
  const targets = readNameList(causes, value, 'targets')
  if (targets?.length !== 0 || !isList(value) || value.length > 0) return targets
  return refuse(
    causes,
    'Required',
    'targets',
    'expected at least one container, found an empty list; leave it out for KServe’s rule',
  )
}

interface Source {
  readonly image: string
  readonly path: string
  /** The config's field that says the path. */
  readonly field: string
}

function readSources(causes: Causes, config: JsonObject): readonly Source[] {
  const { image, models, mountPath } = config
  if (models === undefined || models === null) return [readSource(causes, image, mountPath, '')]
  if (image != null)
    refuse(causes, 'Exclusive', 'image', 'expected either image or models, found both; put the image into models')
  if (mountPath != null)
    refuse(causes, 'Exclusive', 'mountPath', 'expected no mountPath beside models, found one; each model has its own')
  if (!isList(models)) {
    refuse(causes, 'InvalidType', 'models', `expected a list of models, found ${found(models)}`)
    return []
  }
  if (models.length === 0) refuse(causes, 'Required', 'models', 'expected at least one model, found an empty list')
  return models.flatMap((model: unknown, index) => {
    const field = `models[${String(index)}]`
    if (model === undefined || model === null) {
      refuse(causes, 'Required', field, `expected a model with image and mountPath, found ${found(model)}`)
      return []
    }
    const given = readObject(causes, model, field)
    if (given === undefined) return []
    checkKeys(causes, given, ['image', 'mountPath'], field)
    return [readSource(causes, given.image, given.mountPath, field)]
  })
}

function readSource(causes: Causes, image: unknown, mountPath: unknown, parent: string): Source {
  const field = at(parent, 'mountPath')
  return {
    image: readImage(causes, image, at(parent, 'image')) ?? '',
    path: readMountPath(causes, mountPath, field) ?? '',
    field,
  }
}

/** Two models at one path, or one below the other, would hide each other. */
function checkNestedPaths(causes: Causes, sources: readonly Source[]): void {
  sources.forEach(({ path, field }, index) => {
    for (const other of sources.slice(0, index)) {
      if (path === '' || other.path === '') continue
      if (!isAtOrUnder(path, other.path) && !isAtOrUnder(other.path, path)) continue
      const relation = path === other.path ? 'the same as' : 'nested with'
      refuse(
        causes,
        'Duplicate',
        field,
        `expected a path apart from other models’, found ${path}, ${relation} ${other.path} (${other.field})`,
      )
    }
  })
}

/**
 * One volume for each parent directory. It has the number of the first model in it, so that where all parents differ, the
 * names are KServe's.
 */
function linkVolumes(causes: Causes, sources: readonly Source[], name: string): readonly LinkVolume[] {
  const volumes: LinkVolume[] = []
  sources.forEach(({ path, field }, index) => {
    if (path === '') return
    const parent = parentPath(path)
    checkParent(causes, parent, field)
    if (!volumes.some((volume) => volume.path === parent)) volumes.push({ name: numbered(name, index), path: parent })
  })
  return volumes
}

function checkUser(causes: Causes, { runAsUser, runAsGroup, securityContext }: ResolvedConfig): void {
  if (securityContext === undefined) return
  if (runAsUser === 0 && securityContext.runAsNonRoot === true) {
    refuse(
      causes,
      'Exclusive',
      'runAsUser',
      'expected a UID other than 0 beside a securityContext with runAsNonRoot: true, found 0',
    )
  }
  const differs = (key: string, id: number | undefined): boolean =>
    id !== undefined && securityContext[key] !== undefined && securityContext[key] !== id
  if (differs('runAsUser', runAsUser))
    refuse(
      causes,
      'Exclusive',
      'securityContext.runAsUser',
      `expected the same UID as runAsUser, found ${found(securityContext.runAsUser)}`,
    )
  if (differs('runAsGroup', runAsGroup))
    refuse(
      causes,
      'Exclusive',
      'securityContext.runAsGroup',
      `expected the same GID as runAsGroup, found ${found(securityContext.runAsGroup)}`,
    )
}
