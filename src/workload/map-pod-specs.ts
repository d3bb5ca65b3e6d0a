import { ModelcarPodSpecError } from '../errors.js'
import { found, ignore, isObject, isThenable } from '../json.js'
import type { PodSpecLike } from '../kubernetes/pod-spec.js'
import { asMapped, asPodSpec } from './cast.js'
import { errorOf, fail, type Failure } from './failures.js'
import { podSpecOf, type TypeMeta } from './kinds.js'
import { replace, rootOf, type Location } from './location.js'
import { objectsIn, type FoundObject } from './objects.js'
import { readArguments, type MapPodSpecsOptions } from './options.js'
import type { ObjectMetaLike } from './pod-like.js'
import { findPlaces, pointerTree, type PointerTree } from './pointer-tree.js'
import { titleOf } from './title.js'

/** Where a pod spec was found. */
export interface PodSpecPlace {
  /** A JSON pointer from the object that was handed in: `/items/0/spec/template/spec`. */
  readonly pointer: string
  /** The same as Kubernetes names fields: `items[0].spec.template.spec`. */
  readonly field: string
  /** The metadata of the pod, or of its template: what is beside a `spec`. */
  readonly metadata: ObjectMetaLike | undefined
}

/** Makes a pod spec of a pod spec: the same reference where nothing is to be done. */
export type PodSpecMap = (podSpec: PodSpecLike, place: PodSpecPlace) => PodSpecLike

/** An object of a kind that is not known, in which no pointer led to a pod spec. It was left alone. */
export interface UnknownObject {
  /** A JSON pointer from the object that was handed in; empty for that object itself. */
  readonly pointer: string
  /** Its `apiVersion`, where that is a string. */
  readonly apiVersion: string | undefined
  /** Its `kind`, where that is a string. */
  readonly kind: string | undefined
  /** Its `metadata.name`, where that is a string. */
  readonly name: string | undefined
}

/** What comes of an object whose pod specs were mapped. */
export interface MappedPodSpecs<T> {
  /** The object with its pod specs mapped, or the very same one where none changed. */
  readonly object: T
  /** What was left alone: empty where everything was understood. */
  readonly unknown: readonly UnknownObject[]
}

/**
 * Applies a function to every pod spec in an object: a Pod, PodTemplate, Deployment, StatefulSet, DaemonSet, ReplicaSet,
 * ReplicationController, Job or CronJob, a List of any, and any other kind at the given pointers. A pod spec that lies in another one
 * is not looked for.
 *
 * The object is not written to, and what does not change is shared with it. A class instance on the way to a pod spec that
 * changes comes back as a plain object of the same JSON.
 *
 * @param object - an object with `kind`, or a list of such; entries of a typed list (`DeploymentList`) may lack theirs, and others with
 * the option `kind`.
 * @param map - what to do with a pod spec. It is not asynchronous.
 * @param options - see {@link MapPodSpecsOptions}.
 * @returns the object, and in `unknown` what was left alone, since its kind is not known and no pointer led to a pod spec in it.
 * @throws `ModelcarConfigError` for wrong arguments, `ModelcarPodSpecError` for a pod spec that is no object and where `map` gives
 * none, and what `map` throws. The library's own errors are collected: all objects are looked at, and one error has the causes of all,
 * whose fields lead from the object (`spec.template.spec.containers[0].name`) and whose messages name the object they are of. It is of
 * the kind that comes first of config, pod spec and conflict.
 *
 * @example
 * const template = { spec: { containers: [{ name: 'kserve-container' }] } }
 * const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } }
 * const injector = createInjector({ image: 'registry.example/team/model:1' })
 * const { object } = mapPodSpecs(deployment, (podSpec) => injector.inject(podSpec))
 * console.log(object.spec.template.spec.containers.length) //=> 2
 *
 * @example
 * // A custom resource, with a pointer to its pod specs.
 * const workerTemplate = { spec: { containers: [{ name: 'server' }] } }
 * const set = { apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet', spec: { workerTemplate } }
 * const inject = createInjector({ image: 'registry.example/team/model:1', targets: ['server'] }).inject
 * console.log(mapPodSpecs(set, inject).unknown.map(({ kind }) => kind)) //=> [ 'LeaderWorkerSet' ]
 * console.log(mapPodSpecs(set, inject, { pointers: ['/spec/workerTemplate/spec'] }).unknown) //=> []
 *
 * @example
 * // Objects without a kind, as a client has them in a list.
 * const items = [{ spec: { template: { spec: { containers: [{ name: 'kserve-container' }] } } } }]
 * const injector = createInjector({ image: 'registry.example/team/model:1' })
 * const { object } = mapPodSpecs(items, (podSpec) => injector.inject(podSpec), { kind: 'Deployment' })
 * console.log(object[0]?.spec.template.spec.containers.length) //=> 2
 */
export function mapPodSpecs<T extends object>(
  object: T,
  map: PodSpecMap,
  options?: MapPodSpecsOptions,
): MappedPodSpecs<T> {
  const { pointers, kind } = readArguments(map, options)
  const task: Task = { map, pointers: pointerTree(pointers), unknown: [], failures: [] }
  const root = rootOf(object)
  for (const each of objectsIn(root, { kind })) mapObject(each, task)
  const error = errorOf(task.failures)
  if (error !== undefined) throw error
  return { object: asMapped<T>(root.result), unknown: task.unknown }
}

interface Task {
  readonly map: PodSpecMap
  readonly pointers: PointerTree
  readonly unknown: UnknownObject[]
  readonly failures: Failure[]
}

function mapObject({ location, type }: FoundObject, { map, pointers, unknown, failures }: Task): void {
  const known = podSpecOf(type)
  const places = findPlaces(location, known === undefined ? pointers : pointerTree([known]))
  if (places.length === 0 && known === undefined) unknown.push(describe(location, type))
  for (const place of places) {
    try {
      replace(place, mapPodSpec(place, map))
    } catch (error) {
      fail(failures, { error, field: place.field, title: titleOf(location.value, type.kind) })
    }
  }
}

function mapPodSpec(place: Location, map: PodSpecMap): unknown {
  const { value, pointer, field } = place
  if (!isObject(value)) throw noPodSpec(`expected an object, found ${found(value)}`)
  const mapped: unknown = map(asPodSpec(value), { pointer, field, metadata: metadataOf(place) })
  if (isThenable(mapped)) {
    ignore(mapped)
    throw noPodSpec(
      'expected the function to give a pod spec, found a promise; await what it needs before you call mapPodSpecs',
    )
  }
  if (!isObject(mapped)) {
    throw noPodSpec(
      `expected the function to give a pod spec, found ${found(mapped)}; return the one it got where nothing is to be done`,
    )
  }
  return mapped
}

const noPodSpec = (message: string): ModelcarPodSpecError =>
  new ModelcarPodSpecError([{ code: 'InvalidType', field: 'spec', message }])

function metadataOf({ key, parent }: Location): ObjectMetaLike | undefined {
  // Stryker disable next-line OptionalChaining: what has a key has a parent.
  if (key !== 'spec' || !isObject(parent?.value) || !isObject(parent.value.metadata)) return undefined
  return parent.value.metadata
}

function describe({ value, pointer }: Location, { kind, apiVersion }: TypeMeta): UnknownObject {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  return {
    pointer,
    apiVersion: text(apiVersion),
    kind: text(kind),
    name: isObject(value) && isObject(value.metadata) ? text(value.metadata.name) : undefined,
  }
}
