import type { listMapKeys } from '../kubernetes/schema.js'
import type { PodSpec } from '../kubernetes/v1-pod-spec.js'
import type { Includes, InitTargets, Preferred } from './overlay.js'

type Keys = typeof listMapKeys

/** The list map key that tells the entries of a list from each other, by the list's name; a port's protocol has a default. */
type ListMapKey<List> = {
  [Type in keyof Keys]: List extends keyof Keys[Type]
    ? Exclude<Keys[Type][List] extends readonly (infer Key)[] ? Key : never, 'protocol'>
    : never
}[keyof Keys]

/** A value as a caller may have it: lists may be readonly. */
type Plain<T> = T extends readonly (infer Entry)[]
  ? readonly Plain<Entry>[]
  : T extends object
    ? { readonly [Key in keyof T]: Plain<T[Key]> }
    : T

type IsList<T> = [T] extends [readonly unknown[]] ? true : false
type IsObject<T> = [T] extends [object] ? true : false
type EntryOf<T> = T extends readonly (infer Entry)[] ? Entry : never

/** A field of an overlay: what the pod must have, a preference, a part of a list, or `null` for a field that must not be there. */
type Field<Name, T> = Given<Name, NonNullable<T>> | null | undefined

type Given<Name, T> =
  IsList<T> extends true
    ? [ListMapKey<Name>] extends [never]
      ? readonly Part<EntryOf<T>>[] | Preferred<Plain<T>> | Includes<Plain<EntryOf<T>>>
      : readonly KeyedEntry<EntryOf<T>, ListMapKey<Name>>[]
    : Part<T> | Preferred<Plain<T>>

type Part<T> = IsObject<T> extends true ? OverlayPart<T> : T

/** An entry of a keyed list: its list map keys say which one it is. */
type KeyedEntry<T, Key> = OverlayPart<T> & { readonly [Name in Key & keyof T]-?: NonNullable<T[Name]> }

/** A part of an object: of each field that it names, it says what the pod must have. */
export type OverlayPart<T> = {
  readonly [Name in keyof T as T[Name] extends (...args: never[]) => unknown ? never : Name]?: Field<Name, T[Name]>
}

type ContainerOf<Spec> = Spec extends { readonly containers?: infer List } ? EntryOf<NonNullable<List>> : never

/**
 * What a pod must look like: a partial pod spec that reads like the YAML it becomes, and what every target must have.
 *
 * A value is one of four: *enforced* as it stands, *preferred* ({@link preferred}: filled in only where the pod has none),
 * *included* ({@link includes}: of a list without list map keys, ours must be in it) or *absent* (`null`: must not be there).
 * Lists are merged by Kubernetes' own list map keys. New entries go to the end, and new init containers
 * in front of the first target that is one.
 *
 * @typeParam Spec - the type of a pod spec: this library's own, or that of client-node (`V1PodSpec`), kubernetes-types
 * (`PodSpec`) or kubernetes-models (`IPodSpec`). A field that it does not have is a compile error; one of a newer Kubernetes is
 * written as `Overlay<PodSpec & { newer?: string }>`, and passes at run time.
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
export interface Overlay<Spec extends object = PodSpec> {
  /** What the pod must have: its lists are merged by their keys, entry by entry. Beside values it takes `preferred`, `includes` and `null`. */
  readonly spec?: OverlayPart<NoInfer<Spec>> | undefined
  /**
   * The names of containers that must be there: looked for in containers, then in init containers with `restartPolicy: Always`.
   * `'*'` stands for every container whose name is in neither list of the overlay; that there is none is no error.
   */
  readonly targets?: readonly string[] | '*' | undefined
  /** With `targets: '*'`, which init containers are targets too. Default: `none`. */
  readonly initTargets?: InitTargets | undefined
  /** What each target must have. */
  readonly target?: OverlayPart<Omit<ContainerOf<NoInfer<Spec>>, 'name'>> | undefined
  /**
   * Repositories of images that containers of this overlay had before: `['registry.example/shipper']`. A container of the pod under
   * a name of the overlay is the overlay's if its image is of the overlay's repository or of one of these, if it has the command
   * that the overlay gives, or if the overlay gives it no image, and so amends what is there. Any other is a conflict.
   */
  readonly formerly?: readonly string[] | undefined
}
