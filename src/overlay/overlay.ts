import type { JsonObject } from '../json.js'

const preference = Symbol('preferred')
const record = Symbol('recorded')
const merging = Symbol('merging')

/** A value that is filled in only where the pod has none. */
export interface Preferred<T> {
  readonly [preference]: T
}

/** A value that the container's own script names; where the script is as wanted, what others made of the value stays. */
export interface Recorded<T> {
  readonly [record]: T
}

/**
 * Marks an overlay value as a preference: it is filled in where the pod has none, and whatever is there stays. Without the
 * mark a value is enforced; `null` means that the field must not be there.
 *
 * @example
 * const overlay = { spec: { volumes: [{ name: 'cache', emptyDir: preferred({ medium: 'Memory' }) }] } }
 */
export const preferred = <T>(value: T): Preferred<T> => ({ [preference]: value })

/**
 * Marks a container's value as one that its `command` records: it is enforced where the command differs from the overlay's,
 * and where the command is as wanted, an image that was rewritten and a resource that was raised stay.
 */
export const recorded = <T>(value: T): Recorded<T> => ({ [record]: value })

/** A list that a function merges. */
export interface MergedBy {
  readonly [merging]: MergeList
}

/** From the pod's list, empty where it has none, to the list as it has to be. */
export type MergeList = (actual: readonly unknown[]) => readonly unknown[]

/** Marks a list as one that a function merges. */
export const mergedBy = (merge: MergeList): MergedBy => ({ [merging]: merge })

export const isMergedBy = (value: unknown): value is MergedBy =>
  typeof value === 'object' && value !== null && merging in value
export const mergeOf = (value: MergedBy): MergeList => value[merging]

export const isPreferred = (value: unknown): value is Preferred<unknown> =>
  typeof value === 'object' && value !== null && preference in value

export const isRecorded = (value: unknown): value is Recorded<unknown> =>
  typeof value === 'object' && value !== null && record in value

export const preferredValue = (value: Preferred<unknown>): unknown => value[preference]
export const recordedValue = (value: Recorded<unknown>): unknown => value[record]

/** A value of an overlay: enforced as it stands, preferred, or `null` for absent. */
export type OverlayValue<T> = T | Preferred<T> | null | undefined

/** A partial object in which every field is an overlay value. */
export type OverlayObject = JsonObject

/** An entry of a keyed list: the list map key says which entry of the pod it stands for, the rest how that has to look. */
export interface NamedOverlay extends OverlayObject {
  readonly name: string
}

/** A partial pod spec. Lists with list map keys are merged entry by entry, everything else by its shape. */
export interface PodSpecOverlay extends OverlayObject {
  readonly containers?: readonly NamedOverlay[]
  readonly initContainers?: readonly NamedOverlay[]
  readonly volumes?: readonly NamedOverlay[]
}

/**
 * What a pod must look like: a partial pod spec that reads like the YAML it becomes, and what every target must have.
 *
 * A value is one of three: *enforced* as it stands, *preferred* ({@link preferred}: filled in only where the pod has none),
 * or *absent* (`null`: must not be there). Lists are merged by Kubernetes' own list map keys; new entries go to the end.
 *
 * @example
 * const logs: Overlay = {
 *   spec: {
 *     volumes: [{ name: 'logs', emptyDir: preferred({}) }],
 *     containers: [{ name: 'log-shipper', image: 'registry.example/shipper:3', volumeMounts: [{ name: 'logs', mountPath: '/logs' }] }],
 *   },
 *   targets: ['app'],
 *   target: { volumeMounts: [{ name: 'logs', mountPath: '/var/log/app' }] },
 * }
 */
export interface Overlay {
  readonly spec?: PodSpecOverlay | undefined
  /** The names of containers that must be there: looked for in containers, then in init containers with `restartPolicy: Always`. */
  readonly targets?: readonly string[] | undefined
  /** What each target must have. */
  readonly target?: OverlayObject | undefined
}
