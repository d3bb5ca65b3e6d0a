import type { ConflictCode } from '../errors.js'
import type { JsonObject } from '../json.js'
import type { Overlay } from './overlay.js'
import type { Findings } from './plan/findings.js'
import type { Owned } from './plan/owned.js'
import type { Placed, Pod } from './plan/pod.js'
import type { PathIndex } from './plan/path-index.js'
import type { TargetTexts } from './plan/targets.js'
import type { Claim, Outline } from './plan/outline.js'
import type { Warn } from './plan/warnings.js'
import type { Walk } from './merge/walk.js'

/** What is applied to a container, as partial containers without preferences. */
export interface LastAndNow {
  /** What was applied last. */
  readonly before: JsonObject
  /** What is to be applied. */
  readonly now: JsonObject
}

/**
 * What a kind of overlay adds to what the engine does for every overlay: there is one for plain overlays, and one for models. All
 * that an overlay itself can say stands in the overlay; this holds what takes a function.
 */
export interface Rules<Own extends Owned = Owned> {
  /** What is put into a pod, as messages call it. */
  readonly noun: 'overlay' | 'model'
  /** What a person changes, as messages call it. */
  readonly remedy: 'the overlay' | 'the config'
  /** What a person may do in place of renaming a volume that has a name of ours: how a message goes on after “rename it”. */
  readonly orRename: (volume: string) => string
  /** How a message about missing targets speaks of them. */
  readonly targetTexts: TargetTexts
  /** Paths that every target is to see unhidden: nothing may be mounted at or under them, and over them only what can hold them. */
  readonly unhidden: PathIndex
  /** Paths that one of the overlay's own containers, by its name, is to see unhidden as well. */
  readonly unhiddenInOwn: (container: unknown) => PathIndex
  /** The code of a mount or device that hides one of these paths, or lies at one that the overlay needs. */
  readonly hidden: ConflictCode
  /** Whether a volume that the overlay only prefers a source for has to be one that can be written to. */
  readonly needsWritable: boolean
  /** Whether the source that the overlay prefers takes the place of an empty directory that nobody else mounts. */
  readonly setsSources: boolean
  /** Whether the user that a container runs as is known before the merge; where it is not, the judge looks at it. */
  readonly knowsUsers: boolean
  /** What to do where the containers that are added have to run as the targets do, and a target is root; undefined where they need not. */
  readonly rootTargetHint: string | undefined
  /** The targets of an overlay that names none. */
  readonly findTargets: (pod: Pod, findings: Findings) => readonly Placed[]
  /** Finds what a pod has of this overlay already, and reports what is somebody else's under a name of it. */
  readonly findOwned: (pod: Pod, outline: Outline, targets: readonly Placed[], findings: Findings) => Own
  /** The overlay for one pod, where it depends on the pod; undefined for the one that was compiled. Both have the same names. */
  readonly overlayFor: (pod: Pod, targets: readonly Placed[], owned: Own) => Overlay | undefined
  /** What a container of the pod tells of what was applied to it last; undefined where it tells nothing, or nothing has changed. */
  readonly applied: (container: JsonObject, claim: Claim) => LastAndNow | undefined
  /** Tells whether a container's mount of a volume at a clean path is one that an injection made. */
  readonly isOwnMount: (owned: Own, placed: Placed, mount: JsonObject, path: string) => boolean
  /** Reports what stands in the way of this kind of overlay alone. */
  readonly findConflicts: (
    pod: Pod,
    outline: Outline,
    targets: readonly Placed[],
    owned: Own,
    findings: Findings,
  ) => void
  /** Removes what earlier injections left, and is wanted no more. */
  readonly removeLeftovers: (pod: Pod, outline: Outline, targets: readonly Placed[], owned: Own, walk: Walk) => void
  /** Tells what a person should know of a pod that is injected all the same; the walk has what the merge has found to do. */
  readonly warn: (pod: Pod, outline: Outline, targets: readonly Placed[], owned: Own, warn: Warn, walk: Walk) => void
  /** Gives what looks at a pod spec as the edits leave it, where that takes more than the pod; undefined where nothing has to be looked at. */
  readonly judgeOf?: (before: JsonObject) => Judge | undefined
}

/** Reports what stands in the way in a pod spec as the edits leave it. */
export type Judge = (after: JsonObject, findings: Findings) => void
