import { isFields, show, showThrown } from '../json.js'
import { metadataOf } from '../metadata.js'
import { BrokenLaw } from '../laws/broken-law.js'
import type { Mutate, PodSpec } from '../pod.js'

// The library is compiled for no platform in particular; these are in all that it is made for.
declare const setTimeout: (call: () => void, milliseconds: number) => unknown
declare const clearTimeout: (timer: unknown) => void

/** A mutator as the laws call it: what it gives has to be a pod spec, and a promise of one has to hold it in time. */
export const givingPodSpec =
  (law: string, mutate: Mutate, seconds: number): Mutate =>
  (podSpec) => {
    const given: unknown = mutate(podSpec)
    return isThenable(given) ? inTime(law, given, seconds).then((made) => checked(law, made)) : checked(law, given)
  }

/** The same of a mutator that may give anything. */
export const givingInTime =
  (law: string, mutate: Mutate, seconds: number): Mutate =>
  (podSpec) => {
    const given = mutate(podSpec)
    return isThenable(given) ? inTime(law, given, seconds) : given
  }

/** Notes whether a mutator has changed any pod: of one that changes none, a law has nothing to say. */
export function notingChanges(mutate: Mutate): { readonly noted: Mutate; readonly hasChanged: () => boolean } {
  let changed = false
  const noted: Mutate = (podSpec) => {
    if (changed) return mutate(podSpec)
    // It may write to what it is handed.
    const before = textOf(podSpec)
    const note = (given: PodSpec): PodSpec => {
      changed ||= textOf(given) !== before || metadataOf(given) !== metadataOf(podSpec)
      return given
    }
    const given = mutate(podSpec)
    return isThenable(given) ? given.then(note) : note(given)
  }
  return { noted, hasChanged: () => changed }
}

/** A pod that lies in itself has no text. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

const isThenable = (value: unknown): value is PromiseLike<PodSpec> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

async function inTime<T>(law: string, given: PromiseLike<T>, seconds: number): Promise<T> {
  let timer: unknown
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new BrokenLaw(`${law}: the mutator gave nothing within ${seconds} seconds`))
    }, 1000 * seconds)
  })
  try {
    return await Promise.race([given, late])
  } finally {
    clearTimeout(timer)
  }
}

function checked(law: string, given: unknown): PodSpec {
  if (isPodSpec(given)) return written(law, given)
  const hint =
    given === undefined
      ? ['where it edits what it is handed, it has to return that']
      : isFields(given) && 'spec' in given
        ? ['that is a pod, and not its spec']
        : []
  throw new BrokenLaw(`${law}: the mutator gave no pod spec`, { details: [`it gave ${show(given)}`, ...hint] })
}

/** Sends it as JSON, as whoever calls a webhook does: a pod that lies in itself cannot be compared with another. */
function written(law: string, given: PodSpec): PodSpec {
  try {
    JSON.stringify(given)
    return given
  } catch (error) {
    throw new BrokenLaw(`${law}: the mutator gave no JSON`, { details: [showThrown(error)] })
  }
}

const isPodSpec = (given: unknown): given is PodSpec => isFields(given) && 'containers' in given
