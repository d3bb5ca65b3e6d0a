import { isList, isObject } from './json.js'

/** What is wrong with a config. */
export type ConfigCauseCode = 'Required' | 'Unknown' | 'InvalidType' | 'InvalidValue' | 'Exclusive' | 'Duplicate'

/** What is malformed in a pod spec: it is no pod spec that an API server would take. */
export type PodSpecCauseCode = 'Required' | 'InvalidType'

/**
 * What stands in the way in a well-formed pod spec. The list is closed: where none of these holds, a pod is never refused.
 *
 * | code | holds where |
 * | --- | --- |
 * | `TargetNotFound` | a container that should read the model is not in the pod |
 * | `TargetReserved` | a target has a name that the injected containers need |
 * | `Windows` | the pod is a Windows pod, or a container of it is a host process |
 * | `HostPID` | `hostPID` is set, which excludes the shared process namespace |
 * | `HostUsers` | the config has `procMount: Unmasked`, which takes a pod with `hostUsers: false` |
 * | `RootUser` | a container would run as UID 0 under `runAsNonRoot` |
 * | `PrivilegeEscalation` | a container would need privilege escalation, and have it forbidden |
 * | `MountPathTaken` | another volume is mounted where ours has to be |
 * | `ModelPathTaken` | a mount or device lies at, under or over the model's path |
 * | `FetchPathTaken` | the storage initializer downloads something else to the model's path or volume |
 * | `VolumeIsDevice` | our volume's name is used as a block device |
 * | `VolumeSource` | a volume of our name has a source that cannot serve |
 * | `ContainerNameTaken` | a container of our name is somebody else's |
 * | `NeverCompletes` | a regular sidecar would keep a pod that should complete running for ever |
 * | `PodResources` | the pod-level resources have no room for ours |
 * | `RequestExceedsLimit` | an overlay's amounts do not fit those that the container has |
 * | `VolumeNotFound` | an overlay mounts a volume that neither it nor the pod has |
 * | `NothingToAmend` | an overlay amends a container that is not in the pod |
 * | `PortNameTaken` | a port of an overlay's name has another number on somebody's container |
 * | `HostPortTaken` | two containers would have the same port of the host, or a `hostPort` under `hostNetwork` would differ from its `containerPort` |
 * | `Contradiction` | an overlay brings together what the API server does not take together |
 */
export type ConflictCode =
  | 'TargetNotFound'
  | 'TargetReserved'
  | 'Windows'
  | 'HostPID'
  | 'HostUsers'
  | 'RootUser'
  | 'PrivilegeEscalation'
  | 'MountPathTaken'
  | 'ModelPathTaken'
  | 'FetchPathTaken'
  | 'VolumeIsDevice'
  | 'VolumeSource'
  | 'ContainerNameTaken'
  | 'NeverCompletes'
  | 'PodResources'
  | 'RequestExceedsLimit'
  | 'VolumeNotFound'
  | 'NothingToAmend'
  | 'PortNameTaken'
  | 'HostPortTaken'
  | 'Contradiction'

/**
 * What a field is a field of: the pod (`spec.containers[0]`, `metadata.annotations[…]`), or what the caller wrote: a config, an overlay,
 * KServe's configuration, or the other arguments of a call.
 */
export type Subject = 'pod' | 'config' | 'overlay' | 'kserve' | 'arguments'
type Written = Exclude<Subject, 'pod'>

const summaries: Readonly<Record<Written, string>> = {
  config: 'invalid modelcar config',
  overlay: 'invalid overlay',
  kserve: 'invalid KServe configuration',
  arguments: 'invalid arguments',
}

/** One fault: a code to branch on, the field path it is at, and a sentence with what was expected, found, and to be done. */
export interface Cause<Code extends string = ConfigCauseCode | PodSpecCauseCode | ConflictCode> {
  /** What to branch on. */
  readonly code: Code
  /** Of a config `models[1].mountPath`, of a pod `spec.containers[1].volumeMounts[0].mountPath`. */
  readonly field: string
  /** What was expected, what was found, and what to do. */
  readonly message: string
  /** What it is about, where that is something else than what the error is about. */
  readonly about?: Subject | undefined
}

/** A cause that is about something else than its error is. The field is not enumerable: a cause compares and prints as three. */
export const causeAbout = <C extends Cause>(cause: C, about: Subject): C =>
  Object.defineProperty({ ...cause }, 'about', { value: about })

/** Tells what a cause of an error is about. An error of another copy of the library may not say it. */
export const aboutOf = (error: { readonly code: ErrorCode; readonly about?: Subject }, cause: Cause): Subject =>
  cause.about ?? error.about ?? (error.code === 'InvalidConfig' ? 'config' : 'pod')

/** The kinds of error that this library throws. */
export type ErrorCode = 'InvalidConfig' | 'InvalidPodSpec' | 'Conflict'

/** So many causes an error carries. A pod or config of a few hundred kilobytes can have a hundred thousand, which nobody reads. */
export const mostCauses = 100

/** One cause a line, as they have commas and semicolons in them. */
function format(summary: string, causes: readonly Cause[], omitted: number): string {
  const lines = causes.map(({ field, message }) => `${field}: ${message}`)
  if (omitted > 0) lines.push(`and ${String(omitted)} more`)
  return lines.length === 1 ? `${summary}: ${lines.join()}` : [`${summary}:`, ...lines].join('\n- ')
}

/**
 * The base of every error that this library throws. It carries all faults at once, of more than a hundred the first hundred, and
 * nothing has been changed when it is thrown. Recognise one by {@link isModelcarError}, which also holds where an ESM and a CJS copy of the library meet.
 */
export abstract class ModelcarError extends Error {
  /** Which kind of error it is. */
  abstract readonly code: ErrorCode
  /** What the fields of its causes are fields of; a cause that is about something else says so. */
  abstract readonly about: Subject
  /** What is wrong or in the way; of more than a hundred the first hundred. */
  readonly causes: readonly Cause[]
  /** How many more causes there are: an error carries the first hundred. */
  readonly omitted: number

  /**
   * @param causes - all of them; the first hundred are kept.
   * @param omitted - how many there are beside these, where they were counted but not kept.
   */
  constructor(summary: string, causes: readonly Cause[], omitted = 0) {
    const told = causes.slice(0, mostCauses)
    const more = omitted + causes.length - told.length
    super(format(summary, told, more))
    this.causes = told
    this.omitted = more
  }
}

/** Thrown for what is wrong by itself, whatever the pod: a config, an overlay, KServe's configuration, or the arguments of a call. */
export class ModelcarConfigError extends ModelcarError {
  /** The name of the class, also where it is minified. */
  override readonly name = 'ModelcarConfigError'
  /** Which kind of error it is. */
  readonly code = 'InvalidConfig'
  /** What is wrong or in the way; of more than a hundred the first hundred. */
  declare readonly causes: readonly Cause<ConfigCauseCode>[]

  /** What the fields of its causes are fields of. */
  readonly about: Written

  constructor(causes: readonly Cause<ConfigCauseCode>[], omitted = 0, about: Written = 'config') {
    super(summaries[about], causes, omitted)
    this.about = about
  }
}

/** Thrown for a pod spec that is malformed where the library has to read it. */
export class ModelcarPodSpecError extends ModelcarError {
  /** The name of the class, also where it is minified. */
  override readonly name = 'ModelcarPodSpecError'
  /** Which kind of error it is. */
  readonly code = 'InvalidPodSpec'
  /** What the fields of its causes are fields of. */
  readonly about = 'pod'
  /** What is wrong or in the way; of more than a hundred the first hundred. */
  declare readonly causes: readonly Cause<PodSpecCauseCode>[]

  constructor(causes: readonly Cause<PodSpecCauseCode>[], omitted = 0) {
    super('invalid pod spec', causes, omitted)
  }
}

/** Thrown where something in the pod stands in the way; the causes come out of the closed list of {@link ConflictCode}. */
export class ModelcarConflictError extends ModelcarError {
  /** The name of the class, also where it is minified. */
  override readonly name = 'ModelcarConflictError'
  /** Which kind of error it is. */
  readonly code = 'Conflict'
  /** What the fields of its causes are fields of. */
  readonly about = 'pod'
  /** What is wrong or in the way; of more than a hundred the first hundred. */
  declare readonly causes: readonly Cause<ConflictCode>[]

  /** What cannot be injected. */
  readonly noun: 'model' | 'overlay'

  constructor(causes: readonly Cause<ConflictCode>[], noun: 'model' | 'overlay' = 'model', omitted = 0) {
    super(`the ${noun} cannot be injected`, causes, omitted)
    this.noun = noun
  }
}

const codeOfName: Readonly<Record<string, ErrorCode | undefined>> = {
  ModelcarConfigError: 'InvalidConfig',
  ModelcarPodSpecError: 'InvalidPodSpec',
  ModelcarConflictError: 'Conflict',
}

/** Any error of this library. Its `code` narrows its `causes`: under `'Conflict'` they are of {@link ConflictCode}. */
export type AnyModelcarError = ModelcarConfigError | ModelcarPodSpecError | ModelcarConflictError

/**
 * Tells whether a thrown value is one of this library's errors. It looks at name and code, not at the class, so it also
 * recognises an error of another copy of the library (ESM beside CJS, two versions in one process). Every cause has to be one.
 *
 * @example
 * try {
 *   injectModelcar({ containers: [{ name: 'server' }] }, { image: 'registry.example/team/model:1' })
 * } catch (error) {
 *   if (!isModelcarError(error)) throw error
 *   for (const { code, field } of error.causes) console.log(error.code, code, field)
 * }
 * //=> Conflict TargetNotFound spec.containers
 */
export function isModelcarError(value: unknown): value is AnyModelcarError {
  if (!isObject(value) || typeof value['name'] !== 'string' || !isList(value['causes'])) return false
  if (!value['causes'].every(isCause)) return false
  return Object.hasOwn(codeOfName, value['name']) && value['code'] === codeOfName[value['name']]
}

/** What only looks like one of the errors would break whoever reads its causes. */
const isCause = (value: unknown): boolean =>
  isObject(value) && [value['code'], value['field'], value['message']].every((text) => typeof text === 'string')
