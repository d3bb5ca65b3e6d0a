import type { JsonObject } from '../../json.js'

/** A UID and a GID, each where it is set. */
export interface Ids {
  readonly runAsUser?: number | undefined
  readonly runAsGroup?: number | undefined
}

/**
 * What a config set on a container of ours when it was applied last, as `kubectl apply` keeps it in an annotation. Ours stands in
 * the first line of the container's script, since an annotation would not be part of the pod spec.
 */
export interface Applied {
  /** The model's image as it was configured. */
  readonly image: string
  /** A partial container: `resources`, `imagePullPolicy` and `securityContext`, with the IDs that were followed. */
  readonly container: JsonObject
  /** The IDs of the security context that no config set, but that follow the targets. */
  readonly follows: Ids
}
