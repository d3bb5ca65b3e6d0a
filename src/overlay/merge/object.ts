import { isList, isObject, type JsonObject } from '../../json.js'
import { builder } from './build.js'
import { reader, type Field } from './field.js'
import { includedList } from './included.js'
import {
  addInitContainer,
  atomicList,
  atomicObjects,
  keyedList,
  keyReader,
  mergedList,
  superset,
  type Entry,
  type Shape,
} from './list.js'
import {
  includedEntries,
  isIncludes,
  isMergedBy,
  isPreferred,
  isRecorded,
  lastAppliedOf,
  mergeOf,
  preferredValue,
  recordedValue,
} from '../overlay.js'
import { mergedKeys, namedPorts } from './ports.js'
import { preferredField } from './preferred.js'
import { absentRequests, enforcedResources, isAmounts } from './resources.js'
import { absent, enforcedScalar, recordedScalar } from './scalar.js'
import { exclusiveWith, isMap, isResources, isSet, isUnionByType, keysOf, typeOf } from '../../kubernetes/schema.js'
import { otherSources, profile } from './union.js'
import { fault } from './faults.js'
import { write } from './walk.js'

/**
 * Compiles an object of an overlay.
 *
 * @param type - its Kubernetes type, as the schema names it; undefined where the schema knows nothing of it.
 * @param keys - its list map keys: by them it was found, so they need no merging (a mount path spelt otherwise stays so).
 */
export function compileObject(overlay: JsonObject, type: string | undefined, keys: readonly string[] = []): Shape {
  let fields: readonly Field[] | undefined
  return {
    build: builder(overlay, type),
    merge: (holder, walk) => {
      // Compiled where it is needed first: a pod that has nothing of ours yet needs few of these.
      fields ??= compileFields(overlay, type, keys)
      for (const field of fields) field.merge(holder, walk)
    },
  }
}

function compileFields(overlay: JsonObject, type: string | undefined, keys: readonly string[]): readonly Field[] {
  const fields: Field[] = []
  const gone: string[] = []
  for (const name of Object.keys(overlay)) {
    const value = overlay[name]
    if (value === undefined || name === '__proto__' || keys.includes(name)) continue
    if (value === null && !isRequests(type, name)) {
      gone.push(name)
      continue
    }
    if (isRequests(type, name)) fields.push(...requestFields(value, overlay.limits))
    else fields.push(compileField(name, value, type, overlay))
    if (value === null || isPreferred(value)) continue
    for (const other of exclusiveWith(type, name)) if (overlay[other] === undefined) gone.push(other)
    if (type === 'Volume') fields.push(otherSources(Object.keys(overlay)))
  }
  // The API server takes the name out of the older field where it is not in the newer one.
  if (type === 'PodSpec' && isAbsent(overlay.serviceAccountName)) gone.push('serviceAccount')
  // Stryker disable next-line ConditionalExpression,EqualityOperator: where nothing is to go nothing does; it only takes time.
  if (gone.length > 0) fields.push(absent(gone, type))
  return fields
}

const isAbsent = (value: unknown): boolean => value === null || value === ''

const isRequests = (type: string | undefined, name: string): boolean =>
  type === 'ResourceRequirements' && name === 'requests'

function compileField(name: string, value: unknown, type: string | undefined, overlay: JsonObject): Field {
  if (isList(value)) return listField(name, value, type)
  if (!isObject(value)) return enforcedScalar(name, value, type)
  if (isPreferred(value)) return preferredField(name, preferredValue(value), type, overlay)
  if (isIncludes(value)) return includesField(name, includedEntries(value), type)
  if (isMergedBy(value)) return mergedList(name, mergeOf(value))
  if (isRecorded(value)) {
    const inner = recordedValue(value)
    return isAmounts(inner)
      ? enforcedResources(inner, lastAppliedOf(value))
      : recordedScalar(name, inner, lastAppliedOf(value))
  }
  if (isResources(type, name) && isAmounts(value)) return enforcedResources(value)
  if (isUnionByType(name)) return profile(name, value)
  return objectField(name, compileObject(value, typeOf(type, name)), isMap(type, name))
}

/** Requests that are taken away are looked at beside the limits. */
function requestFields(requests: unknown, limits: unknown): readonly Field[] {
  if (requests === null) return [absentRequests(undefined, limits)]
  const type = 'ResourceRequirements'
  if (!isObject(requests) || isPreferred(requests)) return [compileField('requests', requests, type, { requests })]
  const entries = Object.entries(requests)
  const gone = entries.filter(([, amount]) => amount === null).map(([name]) => name)
  const others = Object.fromEntries(entries.filter(([, amount]) => amount !== null))
  return [
    compileField('requests', others, type, { others }),
    ...(gone.length > 0 ? [absentRequests(gone, limits)] : []),
  ]
}

const isPortList = (keys: readonly string[] | undefined): boolean => keys?.[0] === 'containerPort'

function listField(name: string, values: readonly unknown[], type: string | undefined): Field {
  const keys = keysOf(type, name)
  const objects = values.filter(isObject)
  if (isPortList(keys)) return portList(name, objects)
  if (keys !== undefined) {
    const entryType = typeOf(type, name)
    const keyOf = keyReader(keys)
    const entry = (value: JsonObject): Entry => {
      const { build, merge } = compileObject(value, entryType, keys)
      return { key: keyOf(value), build, merge }
    }
    return keyedList(name, objects.map(entry), keyOf, name === 'initContainers' ? addInitContainer : undefined)
  }
  if (isSet(type, name)) return superset(name, values)
  if (objects.length === 0) return atomicList(name, values)
  return atomicObjects(
    name,
    objects.map((value) => compileObject(value, typeOf(type, name))),
  )
}

const includesField = (name: string, entries: readonly unknown[], type: string | undefined): Field =>
  isSet(type, name) ? superset(name, entries) : includedList(name, entries, typeOf(type, name))

const portList = (name: string, ports: readonly JsonObject[]): Field =>
  namedPorts(
    name,
    ports.map((port) => ({ port, ...compileObject(port, 'ContainerPort', mergedKeys(port)) })),
  )

/** @param isDropped - whether the API server drops the field where the object is empty. */
function objectField(name: string, shape: Shape, isDropped: boolean): Field {
  const read = reader(name)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (actual === undefined || actual === null) {
        const built = shape.build(walk)
        if (built !== undefined && !(isDropped && isEmpty(built))) write(walk, holder, name, built)
        return
      }
      if (!isObject(actual)) return fault(walk, name, 'an object', actual)
      walk.path.push(name)
      shape.merge(actual, walk)
      walk.path.pop()
    },
  }
}

const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0
