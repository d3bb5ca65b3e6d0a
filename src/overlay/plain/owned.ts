import equal from 'fast-deep-equal'
import { echo, nameOf, type JsonObject } from '../../json.js'
import { isRewriteOfRepository } from '../../kubernetes/image.js'
import { statedValue } from '../overlay.js'
import { conflict, type Findings } from '../plan/findings.js'
import type { Owned } from '../plan/owned.js'
import { containerLists, type Placed, type Pod } from '../plan/pod.js'
import type { Claim, Outline } from '../plan/outline.js'

/** What a pod has of an overlay already. */
export interface OwnedContainers extends Owned {
  /** The containers that the overlay gives an image: they are its own, and not only amended. */
  readonly own: readonly Placed[]
}

/**
 * Finds the containers that have a name of the overlay, and decides whose they are. One that the overlay gives no image is amended,
 * whoever's it is. Any other is the overlay's if its image is, whatever the tag, or was formerly, or if it has the command that the
 * overlay gives; else it is somebody's, and a conflict.
 *
 * @param formerly - repositories of images that its containers had before.
 */
export function findOwned(
  pod: Pod,
  { claims, claimOf }: Outline,
  formerly: readonly string[],
  findings: Findings,
): OwnedContainers {
  const claimed: Placed[] = []
  const duplicates: Placed[] = []
  const own: Placed[] = []
  if (claims.length === 0) return { claimed, duplicates, abandoned: [], own }
  const seen = new Set<Claim>()
  for (const list of containerLists) {
    pod[list].forEach((container, index) => {
      const claim = claimOf.get(container.name)
      if (claim === undefined) return
      const placed = { list, index, container }
      const isElsewhere = claim.list !== list
      if (isElsewhere && isAmendment(claim)) return
      if (isElsewhere || !isOurs(container, claim, formerly)) return nameTaken(findings, placed, isElsewhere)
      if (seen.has(claim)) {
        duplicates.push(placed)
        return
      }
      seen.add(claim)
      claimed.push(placed)
      if (!isAmendment(claim)) own.push(placed)
    })
  }
  reportMissing(claims, seen, findings)
  return { claimed, duplicates, abandoned: [], own }
}

const isAmendment = ({ image }: Claim): boolean => image === undefined

function isOurs(container: JsonObject, claim: Claim, formerly: readonly string[]): boolean {
  if (isAmendment(claim)) return true
  if (claim.command != null && equal(container.command, statedValue(claim.command))) return true
  const { image } = container
  if (typeof image !== 'string') return false
  return [statedValue(claim.image), ...formerly].some(
    (each) => typeof each === 'string' && isRewriteOfRepository(image, each),
  )
}

function nameTaken(findings: Findings, { list, index, container }: Placed, isElsewhere: boolean): void {
  conflict(findings, 'ContainerNameTaken', [list, index, 'name'], () => {
    const name = nameOf(container.name)
    const found = isElsewhere
      ? `a container in ${list}`
      : `somebody else's container, of image ${nameOf(container.image)}`
    const advice = isElsewhere ? '' : "; if it is the overlay's, name that image in formerly"
    return `expected the name ${name} to be free or the overlay's, found ${found}; rename it, or choose another name in the overlay${advice}`
  })
}

function reportMissing(claims: readonly Claim[], seen: ReadonlySet<Claim>, findings: Findings): void {
  for (const list of ['containers', 'initContainers'] as const) {
    const missing = claims.filter((claim) => claim.list === list && isAmendment(claim) && !seen.has(claim))
    if (missing.length === 0) continue
    conflict(findings, 'NothingToAmend', [list], () => {
      const names = missing.map(({ name }) => name)
      const expected = names.length === 1 ? `a container named ${names.join()}` : `containers named ${echo(names)}`
      return `expected ${expected}, which the overlay gives no image and so only amends, found none; give an image in the overlay, or leave the entry out`
    })
  }
}
