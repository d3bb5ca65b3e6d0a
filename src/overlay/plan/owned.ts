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
