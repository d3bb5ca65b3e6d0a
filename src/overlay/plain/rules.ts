import type { Overlay } from '../overlay.js'
import { pathIndex } from '../plan/path-index.js'
import type { Rules } from '../rules.js'
import { amountLook } from './amounts.js'
import { completenessLook } from './complete.js'
import { judgeOf } from './looks.js'
import { securityLook } from './security.js'
import { findOwned, type OwnedContainers } from './owned.js'
import { namespaceChecker } from './namespaces.js'
import { checkPorts } from './ports.js'
import { togetherLooks } from './together.js'
import { everyTarget } from './targets.js'
import { variableWarner } from './variables.js'
import { removedVolumesLook, volumeChecker } from './volumes.js'
import { warnOfReplaced } from './replaced.js'

const nothing = /* @__PURE__ */ pathIndex([])

/** What holds of a user's overlay, and of no model. */
export function plainRules(overlay: Overlay): Rules<OwnedContainers> {
  const checkNamespaces = namespaceChecker(overlay)
  const checkVolumes = volumeChecker(overlay)
  const looks = [
    completenessLook(overlay),
    amountLook(overlay),
    removedVolumesLook(overlay),
    securityLook(overlay),
    ...togetherLooks(overlay),
  ].filter((look) => look !== undefined)
  const warnOfVariables = variableWarner(overlay)
  return {
    noun: 'overlay',
    remedy: 'the overlay',
    orRename: () => ', or choose another name in the overlay',
    targetTexts: { purpose: '', hint: 'name containers of the pod in targets' },
    hidden: 'MountPathTaken',
    unhidden: nothing,
    unhiddenInOwn: () => nothing,
    needsWritable: false,
    setsSources: false,
    knowsUsers: false,
    rootTargetHint: undefined,
    findTargets: (pod) => (overlay.targets === '*' ? everyTarget(pod, overlay) : []),
    findOwned: (pod, wanted, _targets, findings) => findOwned(pod, wanted, overlay.formerly ?? [], findings),
    overlayFor: () => undefined,
    applied: () => undefined,
    isOwnMount: () => false,
    findConflicts: (pod, _wanted, targets, owned, findings) => {
      checkVolumes(pod, targets, findings)
      checkNamespaces(pod, findings)
      checkPorts(overlay, targets, owned, findings)
    },
    judgeOf: (before) => judgeOf(looks, before),
    removeLeftovers: () => undefined,
    warn: (_pod, _wanted, targets, owned, warn, { replaced }) => {
      warnOfVariables(targets, owned, warn)
      warnOfReplaced(replaced, owned, warn)
    },
  }
}
