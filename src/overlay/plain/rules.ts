import type { Overlay } from '../overlay.js'
import { pathIndex } from '../plan/path-index.js'
import type { Rules } from '../rules.js'
import { amountChecker } from './amounts.js'
import { securityChecker } from './security.js'
import { findOwned, type OwnedContainers } from './owned.js'
import { namespaceChecker } from './namespaces.js'
import { checkPorts } from './ports.js'
import { everyTarget } from './targets.js'
import { variableWarner } from './variables.js'
import { volumeChecker } from './volumes.js'
import { warnOfReplaced } from './replaced.js'

const nothing = pathIndex([])

/** What holds of a user's overlay, and of no model. */
export function plainRules(overlay: Overlay): Rules<OwnedContainers> {
  const checkNamespaces = namespaceChecker(overlay)
  const checkVolumes = volumeChecker(overlay)
  const checks = [amountChecker(overlay), securityChecker(overlay)].filter((check) => check !== undefined)
  const warnOfVariables = variableWarner(overlay)
  return {
    noun: 'overlay',
    remedy: 'the overlay',
    targetTexts: { purpose: '', hint: 'name containers of the pod in targets' },
    hidden: 'MountPathTaken',
    unhidden: nothing,
    unhiddenInOwn: () => nothing,
    needsWritable: false,
    setsSources: false,
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
    ...(checks.length > 0 && {
      checkResult: (before, after, findings) => {
        for (const check of checks) check(before, after, findings)
      },
    }),
    removeLeftovers: () => undefined,
    warn: (_pod, _wanted, targets, owned, warn, { replaced }) => {
      warnOfVariables(targets, owned, warn)
      warnOfReplaced(replaced, owned, warn)
    },
  }
}
