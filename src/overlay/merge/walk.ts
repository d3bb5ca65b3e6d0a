import type { PodSpecCauseCode } from '../../errors.js'
import { isList, type JsonObject } from '../../json.js'
import type { Addition, Path, Removal } from '../../patch/edit.js'
import type { PathTree } from '../../patch/path-tree.js'
import { startFound, type Found } from '../found.js'

/**
 * Where a walk through a pod spec is, and what it has found there: every path has the indexes of the pod as it came in. Nothing in it is
 * allocated per container.
 */
export interface Walk {
  readonly path: (string | number)[]
  readonly insertions: Addition[]
  readonly writes: Addition[]
  readonly removals: Removal[]
  /** Lists without keys that are replaced. */
  readonly replaced: Replaced[]
  readonly faults: Found<PodSpecCauseCode>
  /** The places of faults, and the lists whose entries have some: several look at one. */
  reported: PathTree<Set<number>> | undefined
  /** Lists with such entries, as they are read: every rule reads them again. */
  mended: Map<unknown, readonly JsonObject[]> | undefined
  /** Whether the pod has pod-level resources: preferred ones of a container are left out then. */
  podResources: boolean
  /** Whether the pod will be in the host's network, where the API server fills in each port of the host. */
  hostNetwork: boolean
  /** The names of volumes that get the source that the overlay prefers, in place of the one that they have. */
  newSources: Set<unknown> | undefined
  /** The names of volumes that stay as they are, even without a source, which is an empty directory. */
  keptSources: Set<unknown> | undefined
  /** The index of the init container that new ones go in front of; undefined where they go to the end. */
  beforeInitContainer: number | undefined
}

/** A list without keys of the pod, and what replaces it. */
export interface Replaced {
  readonly path: Path
  readonly before: readonly unknown[]
  readonly after: readonly unknown[]
}

export const startWalk = (podResources: boolean, spec: JsonObject = {}): Walk => ({
  path: [],
  insertions: [],
  writes: [],
  removals: [],
  replaced: [],
  faults: startFound(spec),
  reported: undefined,
  mended: undefined,
  podResources,
  hostNetwork: false,
  newSources: undefined,
  keptSources: undefined,
  beforeInitContainer: undefined,
})

/** The path of a field or entry of what the walk is at: a slice of the right length, since a list that grows takes up room for more. */
export function pathTo({ path }: Walk, key: string | number): Path {
  path.push(key)
  const to = path.slice()
  path.pop()
  return to
}

/** Writes a field of the object that the walk is at. */
export function write(walk: Walk, holder: JsonObject, key: string, value: unknown): void {
  const op = Object.hasOwn(holder, key) && holder[key] !== undefined ? 'replace' : 'add'
  walk.writes.push({ op, path: pathTo(walk, key), value })
}

/** Writes a list without keys, which replaces the one that is there. */
export function replaceList(walk: Walk, holder: JsonObject, key: string, after: readonly unknown[]): void {
  const before = holder[key]
  if (isList(before)) walk.replaced.push({ path: pathTo(walk, key), before, after })
  write(walk, holder, key, after)
}

/** Appends an entry to the list that the walk is at. */
export function append(walk: Walk, value: unknown): void {
  walk.writes.push({ op: 'add', path: pathTo(walk, '-'), value })
}

/** Puts an entry into the list that the walk is at, in front of the one that has the index; several at one index keep their order. */
export function insert(walk: Walk, index: number, value: unknown): void {
  walk.insertions.push({ op: 'add', path: pathTo(walk, index), value })
}

/** Removes a field or entry of what the walk is at. */
export function remove(walk: Walk, key: string | number): void {
  walk.removals.push({ op: 'remove', path: pathTo(walk, key) })
}
