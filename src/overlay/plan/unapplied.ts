import { isList, type JsonObject } from '../../json.js'
import type { Path } from '../../patch/edit.js'
import type { Rules } from '../rules.js'
import { takeOut } from './last-applied.js'
import type { Owned } from './owned.js'
import type { Placed, Pod } from './pod.js'
import type { Outline } from './outline.js'

/** A pod without what was applied to the overlay's containers last and is wanted no more: what everything else is to see. */
interface Unapplied<Own extends Owned> {
  readonly pod: Pod
  readonly owned: Own
  /** Where the pod itself has what its copy has not. */
  readonly taken: readonly Path[]
}

/** Takes out of a copy of the pod what is still as it was applied last; see {@link takeOut}. */
export function takeOutApplied<Own extends Owned>(
  pod: Pod,
  owned: Own,
  { claimOf }: Outline,
  { applied }: Pick<Rules<Own>, 'applied'>,
): Unapplied<Own> {
  const taken: Path[] = []
  let claimed: Placed[] | undefined
  for (let at = 0; at < owned.claimed.length; at++) {
    const placed = owned.claimed[at]
    if (placed === undefined) continue
    const { list, index, container } = placed
    const claim = claimOf.get(container.name)
    const lastAndNow = claim && applied(container, claim)
    if (lastAndNow === undefined) continue
    const left = takeOut(container, 'Container', lastAndNow.before, lastAndNow.now)
    for (const path of left.taken) taken.push([list, index, ...path])
    claimed ??= owned.claimed.slice()
    claimed[at] = { list, index, container: left.value }
  }
  if (claimed === undefined || taken.length === 0) return { pod, owned, taken }
  return { pod: withContainers(pod, claimed), owned: { ...owned, claimed }, taken }
}

function withContainers(pod: Pod, placed: readonly Placed[]): Pod {
  const spec: Record<string, unknown> = { ...pod.spec }
  const copy = { ...pod, spec, placed: undefined, usesByVolume: undefined }
  for (const list of new Set(placed.map((each) => each.list))) {
    const those = placed.filter((each) => each.list === list)
    copy[list] = withEntries(pod[list], those)
    const entries = pod.spec[list]
    if (isList(entries)) spec[list] = withEntries(entries, those)
  }
  return copy
}

function withEntries<T>(list: readonly T[], placed: readonly Placed[]): readonly (T | JsonObject)[] {
  const entries: (T | JsonObject)[] = [...list]
  for (const { index, container } of placed) entries[index] = container
  return entries
}
