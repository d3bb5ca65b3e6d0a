import { pathIndex, type PathIndex } from '../overlay/plan/path-index.js'
import { checkTargetUsers } from '../overlay/plan/check-user.js'
import type { Rules } from '../overlay/rules.js'
import { checkPod } from './check-pod.js'
import { checkSources } from './check-sources.js'
import type { ResolvedConfig } from './config/resolve.js'
import { checkForeignPairs } from './initializer.js'
import { removeLeftovers } from './leftovers.js'
import { lastApplied } from './last-applied.js'
import { modes } from './modes/modes.js'
import { isLinkMode, namingKey } from './modes/names.js'
import { isOwnMount } from './own-mounts.js'
import { findOwnedModels, likeOurs, type OwnedModels } from './ownership.js'
import { checkReserved, findKServeTargets, targetTexts } from './targets.js'
import { podUsers } from './user.js'
import { warnOfModels } from './warnings.js'

const rootTargetHint = "the server is root: drop runAsNonRoot ('restricted' sets it), or use mode image-volume or fetch"

const nothing: PathIndex = /* @__PURE__ */ pathIndex([])

/** What holds of a model's overlay, and of no other. */
export function modelRules(config: ResolvedConfig): Rules<OwnedModels> {
  const isLikeOurs = likeOurs(config.names)
  const orRename = (name: string): string =>
    config.models.some(({ volume }) => volume === name)
      ? `, or set another ${namingKey(config.mode)} in the config`
      : ''
  return {
    noun: 'model',
    remedy: 'the config',
    orRename,
    targetTexts,
    hidden: 'ModelPathTaken',
    unhidden: pathIndex(config.models.map(({ path }) => path)),
    unhiddenInOwn: sourcesByContainer(config),
    needsWritable: true,
    setsSources: config.volumeSource !== undefined,
    knowsUsers: true,
    rootTargetHint: isLinkMode(config.mode) ? rootTargetHint : undefined,
    findTargets: findKServeTargets,
    findOwned: (pod, outline, targets, findings) =>
      findOwnedModels(pod, outline, config, isLikeOurs, targets, findings),
    overlayFor: (pod, targets, owned) => {
      const users = podUsers(config, pod, targets, owned)
      return users === undefined ? undefined : modes[config.mode](config, users)
    },
    applied: lastApplied,
    isOwnMount,
    findConflicts: (pod, outline, targets, owned, findings) => {
      checkReserved(config, outline, targets, owned, findings)
      checkPod(pod, config, findings)
      checkSources(pod, outline, targets, owned, { orRename }, findings)
      if (config.mode === 'fetch') checkForeignPairs(config.models, outline, owned, findings)
      if (isLinkMode(config.mode)) checkTargetUsers(pod, targets, outline.targetUser, findings)
    },
    removeLeftovers: (pod, outline, targets, owned, walk) =>
      removeLeftovers(pod, config, outline, targets, owned, walk),
    warn: (pod, outline, targets, owned, warn, walk) => warnOfModels(pod, config, outline, targets, owned, walk, warn),
  }
}

/** What each container that links a model, or looks for it, has to see of its own image; of a whole image nothing is asked. */
function sourcesByContainer({ mode, models }: ResolvedConfig): (container: unknown) => PathIndex {
  const sources = new Map<unknown, PathIndex>()
  for (const { sidecar, initContainer, sourcePath } of isLinkMode(mode) ? models : []) {
    if (sourcePath === '/') continue
    const source = pathIndex([sourcePath])
    for (const name of [sidecar, initContainer]) sources.set(name, source)
  }
  return (container) => sources.get(container) ?? nothing
}
