import type { Injector } from 'modelcar'
import { changes } from 'modelcar/testing'
import { asPodSpec } from '../cast.js'
import { type Injected, injectInto, type Said } from '../pod/inject.js'
import { mapObject } from '../pod/pod-specs.js'
import { toYaml } from '../pod/yaml.js'
import type { CallOfKServe, KServe } from './kserve.js'

/** What happens after the first call: a change of the test kit's and a further call, or only that. */
export interface Happening {
  readonly change?: string
}

/** A call, and what it found. */
export interface Call {
  readonly change: string | undefined
  /** The pod before and after the change, as YAML; undefined where nothing happened to it. */
  readonly changed: { readonly before: string; readonly after: string } | undefined
  readonly ours: Injected | undefined
  readonly refused: readonly Said[]
  readonly theirs: CallOfKServe | undefined
}

/** Calls modelcar, and KServe 0.12.0 beside it, once and then again after everything that happens; only once where modelcar refuses the pod. */
export function play(
  objects: readonly object[],
  injector: Injector,
  kserve: KServe | undefined,
  happenings: readonly Happening[],
): readonly Call[] {
  const first = injectInto(objects, injector)
  if ('refused' in first)
    return [{ change: undefined, changed: undefined, ours: undefined, refused: first.refused, theirs: undefined }]
  let [ours, theirs] = [objects, objects]
  return [{}, ...happenings].map(({ change }: Happening, at) => {
    const [before, changed] = [ours, changeAll(ours, change, at)]
    const outcome = injectInto(changed, injector)
    const made = 'injected' in outcome ? outcome.injected : undefined
    const called = kserve?.(changeAll(theirs, change, at))
    ours = made?.objects ?? changed
    theirs = called?.objects ?? theirs
    return {
      change,
      changed: change === undefined ? undefined : difference(before, changed),
      ours: made,
      refused: 'refused' in outcome ? outcome.refused : [],
      theirs: called,
    }
  })
}

/** The changes that the kit knows. */
export const changeNames: readonly string[] = Object.keys(changes)

function changeAll(objects: readonly object[], name: string | undefined, at: number): readonly object[] {
  const change = name === undefined ? undefined : changes[name]
  if (change === undefined) return objects
  try {
    return objects.map((object) => mapObject(object, (podSpec) => change(asPodSpec(podSpec), at)))
  } catch {
    // It is made for pods that an API server takes, and this is none.
    return objects
  }
}

function difference(objects: readonly object[], changed: readonly object[]): Call['changed'] {
  const [before, after] = [toYaml(objects), toYaml(changed)]
  return before === after ? undefined : { before, after }
}
