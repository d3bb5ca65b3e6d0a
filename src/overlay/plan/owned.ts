import { nameOf } from '../../json.js'
import { conflict, type Findings } from './findings.js'
import type { ContainerList, Placed } from './pod.js'

/** What a pod has of an overlay already. */
export interface Owned {
  /** The first container of each name that the overlay wants, in the list that it wants it in. */
  readonly claimed: readonly Placed[]
  /** Further containers of these names and lists, which the merge removes. */
  readonly duplicates: readonly Placed[]
  /** Containers that nothing wants any more, and that go. */
  readonly abandoned: readonly Placed[]
}

/** Reports a container that is somebody else's under a name of the overlay; the remedy is what may be done in place of renaming it. */
export function nameTaken(findings: Findings, { list, index, container }: Placed, remedy: string): void {
  conflict(
    findings,
    'ContainerNameTaken',
    [list, index, 'name'],
    () =>
      `expected the name ${nameOf(container.name)} to be free or ours, found somebody else's container; rename it, or ${remedy}`,
  )
}

/** Which containers of a pod are among given ones, by list and index: one object may stand in a pod twice. */
export type Places = Readonly<Record<ContainerList, ReadonlySet<number>>>

export function placesOf(...groups: readonly (readonly Placed[])[]): Places {
  const places = {
    containers: new Set<number>(),
    initContainers: new Set<number>(),
    ephemeralContainers: new Set<number>(),
  }
  for (const group of groups) for (const { list, index } of group) places[list].add(index)
  return places
}

export const isAmong = (places: Places, { list, index }: Placed): boolean => places[list].has(index)
