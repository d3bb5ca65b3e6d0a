import type { Path } from '../../patch/edit.js'
import type { JsonObject } from '../../json.js'
import { add, startFound, told } from '../found.js'

/**
 * What a warning is about.
 *
 * | code | says |
 * | --- | --- |
 * | `UserMismatch` | a target's UID differs from the sidecar's or another target's, or is not set beside one |
 * | `GroupMismatch` | a target's GID differs from the sidecar's or another target's, or is not set beside one |
 * | `UserReplaced` | a target's own UID or GID is replaced by that of the config |
 * | `GroupUnknown` | a target has a UID that its image may know, and no GID |
 * | `CapabilitiesDropped` | a root target drops capabilities that the sidecar keeps |
 * | `ProcessNamespaceOverwritten` | an explicit `shareProcessNamespace: false` is overwritten |
 * | `LeftoverKept` | something that an earlier injection may have left stays, because it may be the user's own wish |
 * | `LeftoverRemoved` | the mount of an image volume named after its path, or of a CA bundle, goes, as one that an earlier injection made |
 * | `ModelAfterTarget` | a target that is a native sidecar starts before what brings its model |
 * | `WorksInModel` | a target works at the model's path, where a link leads out of its root |
 * | `ImageKept` | an image other than the configured one is taken for a rewriting of it, and stays |
 * | `Weakened` | a setting of ours is made weaker, as the config says; somebody else may have wanted it as it was |
 * | `UnresolvedVariable` | a variable refers by `$(NAME)` to one of an overlay's that stands behind it, so it is not expanded |
 * | `EntriesDropped` | an overlay's list without keys replaces one of the pod's that has other entries |
 * | `SharedVolume` | a volume that several pods may share holds the link to the model |
 * | `VolumeKept` | a volume stays as it is, and does not get the config's `volumeSource` |
 */
export type WarningCode =
  | 'UserMismatch'
  | 'GroupMismatch'
  | 'UserReplaced'
  | 'GroupUnknown'
  | 'CapabilitiesDropped'
  | 'ProcessNamespaceOverwritten'
  | 'LeftoverKept'
  | 'LeftoverRemoved'
  | 'ModelAfterTarget'
  | 'WorksInModel'
  | 'UnresolvedVariable'
  | 'EntriesDropped'
  | 'SharedVolume'
  | 'VolumeKept'
  | 'ImageKept'
  | 'Weakened'

/** Something that a person should know of a pod that is injected all the same. */
export interface Warning {
  /** What to branch on. */
  readonly code: WarningCode
  /** The field of the pod that it is about: `spec.containers[1].image`. */
  readonly field: string
  /** What a person should know; with the field before it, a sentence. */
  readonly message: string
}

/** Notes a warning; its text is written only where it is told. */
export type Warn = (code: WarningCode, path: Path, message: () => string) => void

/** Collects warnings, and gives the first hundred of them in document order. */
export function collectWarnings(spec: JsonObject, collect: (warn: Warn) => void): readonly Warning[] {
  const noted = startFound<WarningCode>(spec)
  collect((code, path, message) => {
    add(noted, { code, path, message })
  })
  return told(noted).causes
}
