import { duplicates } from '../../../demo/duplicates.js'
import { injectLikeKServe012 } from '../../../demo/kserve-0.12.js'
import { asKServePodSpec } from '../cast.js'
import { mapObject, podSpecsIn } from '../pod/pod-specs.js'

/** A call of KServe 0.12.0's webhook: what it made, and what the API server says of that; or why it made nothing. */
export interface CallOfKServe {
  readonly objects: readonly object[] | undefined
  readonly refusals: readonly string[]
  readonly error: string | undefined
}

export type KServe = (objects: readonly object[]) => CallOfKServe

/** KServe 0.12.0, which appends in every call, with a model's image and the UID of its ConfigMap. */
export const kserve012 =
  (image: string, uid: number | undefined): KServe =>
  (objects) => {
    const inject = (podSpec: object) => injectLikeKServe012(asKServePodSpec(podSpec), image, uid)
    try {
      const made = objects.map((object) => mapObject(object, inject))
      return { objects: made, refusals: podSpecsIn(made).flatMap((podSpec) => duplicates(podSpec)), error: undefined }
    } catch (error) {
      // Its own errors, and what its code stumbles over in a pod that no API server takes.
      return { objects: undefined, refusals: [], error: error instanceof Error ? error.message : String(error) }
    }
  }
