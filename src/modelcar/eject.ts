import { ModelcarConfigError } from '../errors.js'
import { checkKeys, type Causes } from '../input/check.js'
import { isList, isObject, found, objectsIn, readPath, type JsonObject } from '../json.js'
import type { Walk } from '../overlay/merge/walk.js'
import { pathOf } from '../kubernetes/clean-path.js'
import { pathIndex } from '../overlay/plan/path-index.js'
import { isAmong, placesOf, type Places } from '../overlay/plan/owned.js'
import { placedContainers, type Placed, type Pod } from '../overlay/plan/pod.js'
import type { Warn } from '../overlay/plan/warnings.js'
import type { Rules } from '../overlay/rules.js'
import type { NamesConfig } from './config/config.js'
import { readPartNames } from './config/names.js'
import { resolveConfig, type ResolvedConfig } from './config/resolve.js'
import { hadSidecar, mayRead, removeLeftovers } from './leftovers.js'
import { asyncVariable } from './modes/parts.js'
import { isOwnMount } from './own-mounts.js'
import { carriesScript, findOwnedModels, likeOurs, type OwnedModels } from './ownership.js'
import { targetTexts } from './targets.js'
import { warnOfKeptParts } from './warn-kept.js'
import { warnOfLostMounts } from './warnings.js'
import { warnOfKeptUsers } from './warn-users.js'

/** How {@link ejectModelcar} is told of what was injected. */
export interface EjectOptions {
  /** The names that the config had, where they were not KServe's. */
  readonly names?: NamesConfig | undefined
}

/** Checks the options of an ejection, and makes a config of them that wants no model. */
export function resolveEjection(options: unknown): ResolvedConfig {
  const causes: Causes = []
  if (options !== undefined && !isObject(options)) {
    const message = `expected an object, found ${found(options)}`
    throw new ModelcarConfigError([{ code: 'InvalidType', field: 'options', message }], 0, 'arguments')
  }
  checkKeys(causes, options ?? {}, ['names'], '')
  const names = readPartNames(causes, options?.names, 1)
  if (causes.length > 0) throw new ModelcarConfigError(causes, 0, 'arguments')
  const config = resolveConfig({ image: 'none', mode: 'image-volume' })
  // Stryker disable next-line ConditionalExpression: it is enabled; the compiler does not see that.
  if (config === undefined) throw new TypeError('a config without enabled is a config')
  return { ...config, models: [], names }
}

const nothing = /* @__PURE__ */ pathIndex([])

/** Every container is a target that a model may have been put into; nothing is wanted, and so nothing stands in the way. */
export function ejectRules(config: ResolvedConfig): Rules<OwnedModels> {
  const isLikeOurs = likeOurs(config.names)
  return {
    // Stryker disable StringLiteral,ArrowFunction,BooleanLiteral: nothing is wanted, so nothing stands in the way that these would tell.
    noun: 'model',
    remedy: 'the config',
    orRename: () => '',
    targetTexts,
    hidden: 'ModelPathTaken',
    unhidden: nothing,
    unhiddenInOwn: () => nothing,
    needsWritable: false,
    knowsUsers: true,
    rootTargetHint: undefined,
    setsSources: false,
    // Stryker restore StringLiteral,ArrowFunction,BooleanLiteral
    findTargets: readers,
    findOwned: (pod, wanted, targets, findings) => findOwnedModels(pod, wanted, config, isLikeOurs, targets, findings),
    overlayFor: () => undefined,
    applied: () => undefined,
    isOwnMount,
    findConflicts: () => undefined,
    removeLeftovers: (pod, wanted, targets, owned, walk) => {
      removeLeftovers(pod, config, wanted, targets.filter(hasOwnMount(owned)), owned, walk)
      removeEmptied(pod, walk)
    },
    warn: (pod, wanted, targets, owned, warn, walk) => {
      let isTold = walk.removals.length > 0
      const telling: Warn = (...warning) => {
        isTold = true
        warn(...warning)
      }
      warnOfLostMounts(pod, wanted, targets, walk, telling)
      warnOfKeptParts(pod, wanted, owned, walk, telling)
      const gone = placesOf(owned.abandoned)
      warnOfOtherNames(pod, gone, warn)
      if (isTold) warnOfKept(pod, targets, owned, gone, warn)
    },
  }
}

/** The containers that may have read a model: the regular ones, and native sidecars. */
const readers = (pod: Pod): readonly Placed[] => placedContainers(pod).filter(mayRead)

const hasOwnMount =
  (owned: OwnedModels) =>
  (placed: Placed): boolean =>
    mountsOf(placed.container).some((mount) => {
      const path = pathOf(mount, 'mountPath')
      return path !== undefined && isOwnMount(owned, placed, mount, path)
    })

const mountsOf = ({ volumeMounts }: JsonObject): readonly JsonObject[] => objectsIn(volumeMounts)

/** A list that loses its last entry goes as well: most pods had none before. */
function removeEmptied(pod: Pod, walk: Walk): void {
  const gone = new Map<string, { readonly path: readonly (string | number)[]; readonly indexes: Set<unknown> }>()
  for (const { path } of walk.removals) {
    const last = path[path.length - 1]
    if (path[0] === 'containers' && path.length === 2) continue
    const list = path.slice(0, -1)
    const key = JSON.stringify(list)
    const known = gone.get(key) ?? { path: list, indexes: new Set() }
    gone.set(key, known)
    known.indexes.add(last)
  }
  for (const { path, indexes } of gone.values()) {
    const list = readPath(pod.spec, path)
    if (!isList(list) || list.length > indexes.size) continue
    walk.removals.push({ op: 'remove', path })
  }
}

/** What may have come with a model, and may be the user's own wish as well. */
function warnOfKept(pod: Pod, targets: readonly Placed[], owned: OwnedModels, gone: Places, warn: Warn): void {
  const staying = targets.filter((placed) => !isAmong(gone, placed))
  warnOfKeptUsers({}, staying, owned, warn)
  if (owned.leftover.length > 0 && pod.spec.shareProcessNamespace === true)
    kept(warn, ['shareProcessNamespace'], () => 'stays true; remove it, unless something else needs it')
  if (objectsIn(pod.spec.imagePullSecrets).length > 0)
    kept(warn, ['imagePullSecrets'], () => "stay; remove those that were for the model's image alone")
  const isAsyncNoMore = hadSidecar(owned)
  const hasMount = hasOwnMount(owned)
  for (const placed of staying) {
    if (isAsyncNoMore && hasMount(placed)) continue
    objectsIn(placed.container.env).forEach(({ name, value }, at) => {
      if (name !== asyncVariable.name || value !== asyncVariable.value) return
      kept(
        warn,
        [placed.list, placed.index, 'env', at],
        () => 'stays, as no sidecar goes that set it there; remove it, unless the server needs it',
      )
    })
  }
}

/** A script tells that its container is ours, and only the names that a config had tell what else is. */
function warnOfOtherNames(pod: Pod, gone: Places, warn: Warn): void {
  for (const placed of placedContainers(pod)) {
    if (placed.list === 'ephemeralContainers' || isAmong(gone, placed) || !carriesScript(placed.container)) continue
    kept(
      warn,
      [placed.list, placed.index],
      () => 'stays under this name, though its script is ours; eject with the names that its config had',
    )
  }
}

const kept = (warn: Warn, path: readonly (string | number)[], message: () => string): void =>
  warn('LeftoverKept', path, message)
