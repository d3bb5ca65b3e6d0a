import { isObject, type JsonObject } from '../json.js'
import type { Applied, Ids } from './record/applied.js'

const keys = ['runAsUser', 'runAsGroup'] as const

/**
 * The UID and the GID that the containers that link have to run with, where no config says so: those of the targets, since the
 * kernel lets a process read another's root only where both are equal.
 *
 * Each is followed by itself, where all targets have one number, and one of them states it itself or a container of ours follows one
 * already. A number that only the pod states is ours anyway, unless it was a target's own before.
 *
 * @param targets - the targets of the pod, as they are.
 * @param pod - the pod spec, whose own IDs hold for a target that states none.
 * @param applied - gives the records of our containers in the pod; they are read where they decide.
 * @param configured - the IDs that the config names, which are not followed.
 *
 * @example
 * followed([{ securityContext: { runAsUser: 1000 } }], {}, () => [], {}) // { runAsUser: 1000 }
 */
export function followed(
  targets: readonly JsonObject[],
  pod: JsonObject,
  applied: () => readonly Applied[],
  configured: Ids,
): Ids {
  const ids: { runAsUser?: number; runAsGroup?: number } = {}
  for (const key of keys) {
    if (configured[key] !== undefined) continue
    const id = commonId(targets, pod, key)
    if (id === undefined) continue
    const isStated = targets.some((target) => idOf(target, key) !== undefined)
    if (isStated || applied().some(({ follows }) => follows[key] !== undefined)) ids[key] = id
  }
  return ids
}

/** The one number that all targets have; undefined where there is none. */
function commonId(targets: readonly JsonObject[], pod: JsonObject, key: keyof Ids): number | undefined {
  const ofPod = idOf(pod, key)
  let common: number | undefined
  for (const target of targets) {
    const id = idOf(target, key) ?? ofPod
    if (id === undefined || (common !== undefined && id !== common)) return undefined
    common = id
  }
  return common
}

/** The ID that a container or a pod states: a whole number from 0 that JSON carries exactly; everything else is none. */
function idOf({ securityContext }: JsonObject, key: keyof Ids): number | undefined {
  const id = isObject(securityContext) && Object.hasOwn(securityContext, key) ? securityContext[key] : undefined
  // The negative zero of a JSON text is 0 to the API server.
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id + 0 : undefined
}
