import { isList, isObject, type JsonObject } from '../json.js'

const preference = Symbol('preferred')
const inclusion = Symbol('includes')
const record = Symbol('recorded')
const merging = Symbol('merging')
declare const fields: unique symbol

/**
 * The paths of the fields that a value has. A marked value carries them in its type only: the compiler looks for misspelt fields
 * in literals that it infers nothing from, and these would pass as fields that the wanted type does not name.
 */
type Fields<T> = T extends readonly (infer Entry)[]
  ? Fields<Entry>
  : T extends object
    ? { [Name in keyof T & string]: Name | `${Name}.${Fields<NonNullable<T[Name]>>}` }[keyof T & string]
    : never

/** A value that is filled in only where the pod has none. */
export interface Preferred<T, Names = Fields<T>> {
  readonly [preference]: T
  readonly [fields]?: Names
}

/** Entries that have to be in a list, which may have more. */
export interface Includes<T, Names = Fields<T>> {
  readonly [inclusion]: readonly T[]
  readonly [fields]?: Names
}

/** A value of which a container tells what it was when it was applied last. */
export interface Recorded<T> {
  readonly [record]: { readonly value: T; readonly lastApplied: LastApplied }
}

/** From the pod's container to what was applied last in the place of a value; undefined where nothing tells. */
export type LastApplied = (container: JsonObject) => unknown

/**
 * Marks an overlay value as a preference: it is filled in where the pod has none, and whatever is there stays. Without the
 * mark a value is enforced; `null` means that the field must not be there.
 *
 * @example
 * const overlay = { spec: { hostname: preferred('app-0') } }
 * console.log(applyOverlay({ containers: [] }, overlay)) //=> { containers: [], hostname: 'app-0' }
 * console.log(applyOverlay({ containers: [], hostname: 'mine' }, overlay)) //=> { containers: [], hostname: 'mine' }
 */
export const preferred = <const T>(value: T): Preferred<T> => ({ [preference]: value })

/**
 * Marks a list without list map keys (tolerations, envFrom, capabilities) as one that ours must be in: what is missing is
 * appended, and everything else in the pod's list stays as it is, in its order. An entry is there if one of the pod's has every
 * field of ours, and beside these only fields with the value that the API server fills in.
 *
 * @example
 * const gpu = { key: 'nvidia.com/gpu', operator: 'Exists' }
 * const spec = applyOverlay(
 *   { containers: [{ name: 'app' }], tolerations: [{ key: 'spot' }] },
 *   { spec: { tolerations: includes([gpu]) } },
 * )
 * console.log(spec.tolerations) //=> [ { key: 'spot' }, { key: 'nvidia.com/gpu', operator: 'Exists' } ]
 */
export const includes = <const T>(entries: readonly T[]): Includes<T> => ({ [inclusion]: entries })

/**
 * Marks a container's value as one that the container records when it is applied. It is enforced; but where it was the same when it
 * was applied last, an image that was rewritten since, and an amount that was raised, are somebody's decision, and stay.
 */
export const recorded = <T>(value: T, lastApplied: LastApplied): Recorded<T> => ({ [record]: { value, lastApplied } })

/** A list that a function merges. */
interface MergedBy {
  readonly [merging]: MergeList
}

/** From the pod's list, empty where it has none, to the list as it has to be. */
export type MergeList = (actual: readonly unknown[]) => readonly unknown[]

/** Marks a list as one that a function merges. */
export const mergedBy = (merge: MergeList): MergedBy => ({ [merging]: merge })

export const isMergedBy = (value: object): value is MergedBy => merging in value
export const mergeOf = (value: MergedBy): MergeList => value[merging]

export const isPreferred = (value: unknown): value is Preferred<unknown> =>
  typeof value === 'object' && value !== null && preference in value

export const isIncludes = (value: unknown): value is Includes<unknown> =>
  typeof value === 'object' && value !== null && inclusion in value

/** Tells whether a value is one of those that only an overlay has, and no pod. */
export const isMarked = (value: unknown): boolean => isPreferred(value) || isIncludes(value)

export const isRecorded = (value: unknown): value is Recorded<unknown> =>
  typeof value === 'object' && value !== null && record in value

export const preferredValue = (value: Preferred<unknown>): unknown => value[preference]

/** A value as an overlay has it, preferred or not. */
export const statedValue = (value: unknown): unknown => (isPreferred(value) ? preferredValue(value) : value)
export const includedEntries = (value: Includes<unknown>): readonly unknown[] => value[inclusion]
export const recordedValue = (value: Recorded<unknown>): unknown => value[record].value
export const lastAppliedOf = (value: Recorded<unknown>): LastApplied => value[record].lastApplied

/** Copies an overlay, what is marked too, so that it stays as it is whatever becomes of the original. A time becomes its text in JSON. */
export function copyOverlay(value: unknown): unknown {
  if (value instanceof Date) return value.toJSON()
  if (isList(value)) return value.map(copyOverlay)
  if (!isObject(value)) return value
  const fresh: Record<PropertyKey, unknown> = { ...value }
  // What else a symbol leads to was not checked, and may hold itself.
  for (const key of [...Object.keys(fresh), preference, inclusion])
    if (key in fresh) fresh[key] = copyOverlay(fresh[key])
  return fresh
}

/** A partial object. A value is enforced as it stands, preferred, included, or `null` for absent. */
export type OverlayObject = JsonObject

/** An entry of a keyed list: the list map key says which entry of the pod it stands for, the rest how that has to look. */
export interface NamedOverlay extends OverlayObject {
  readonly name: string
}

/** A partial pod spec. Lists with list map keys are merged entry by entry, everything else by its shape. */
interface PodSpecOverlay extends OverlayObject {
  readonly containers?: readonly NamedOverlay[]
  readonly initContainers?: readonly NamedOverlay[]
  readonly volumes?: readonly NamedOverlay[]
}

/** The containers that an overlay names, its init containers last. */
export const containersIn = (spec: PodSpecOverlay | undefined): readonly NamedOverlay[] => [
  ...(spec?.containers ?? []),
  ...(spec?.initContainers ?? []),
]

/** Which init containers `targets: '*'` stands for too: none, those that stay (`restartPolicy: Always`), or all. */
export type InitTargets = 'none' | 'sidecars' | 'all'

/**
 * An overlay as the engine reads it, of whatever type it was written in: what a pod must look like, and what every target must
 * have. What users write is the typed one (typed.ts).
 */
export interface Overlay {
  readonly spec?: PodSpecOverlay | undefined
  /** The names of containers that must be there: looked for in containers, then in init containers with `restartPolicy: Always`. */
  readonly targets?: readonly string[] | '*' | undefined
  readonly initTargets?: InitTargets | undefined
  readonly formerly?: readonly string[] | undefined
  /** What each target must have. */
  readonly target?: OverlayObject | undefined
}
