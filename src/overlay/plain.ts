import { nameTaken, type Owned } from './plan/owned.js'
import { pathIndex } from './plan/path-index.js'
import { containerLists, type Placed } from './plan/pod.js'
import type { Rules } from './rules.js'

/** What holds of a user's overlay: it owns every container that it names, and leaves nothing behind. */
export const plainRules: Rules = {
  noun: 'overlay',
  remedy: 'the overlay',
  targetTexts: { purpose: '', hint: 'name containers of the pod in targets' },
  hidden: 'MountPathTaken',
  unhidden: pathIndex([]),
  unhiddenInOwn: pathIndex([]),
  needsWritable: false,
  findTargets: () => [],
  findOwned: (pod, { claims, claimOf }, findings): Owned => {
    const claimed: Placed[] = []
    const duplicates: Placed[] = []
    if (claims.length > 0) {
      for (const list of containerLists) {
        const seen = new Set<unknown>()
        pod[list].forEach((container, index) => {
          const claim = claimOf.get(container.name)
          if (claim === undefined) return
          const placed = { list, index, container }
          if (claim.list !== list) return nameTaken(findings, placed, 'the overlay')
          if (seen.has(claim.name)) duplicates.push(placed)
          else claimed.push(placed)
          seen.add(claim.name)
        })
      }
    }
    return { claimed, duplicates, abandoned: [] }
  },
  overlayFor: () => undefined,
  applied: () => undefined,
  isOwnMount: () => false,
  findConflicts: () => undefined,
  removeLeftovers: () => undefined,
  warn: () => undefined,
}
