import equal from 'fast-deep-equal'
import { copy, isList, isObject, type JsonObject } from '../../json.js'
import { builder } from './build.js'
import { isOmitted, reader, type Field } from './field.js'
import { atomicList, atomicObjects, keyedList, matcher, mergedList, superset, type Shape } from './list.js'
import { isMergedBy, isPreferred, isRecorded, mergeOf, preferredValue, recordedValue } from '../overlay.js'
import { enforcedResources, isAmounts, preferredResources } from './resources.js'
import { absent, enforcedScalar, recordedScalar } from './scalar.js'
import { exclusiveWith, isResources, isSet, isUnionByType, keepsZero, keysOf, typeOf } from '../../kubernetes/schema.js'
import { otherSources, preferredSource, profile } from './union.js'
import { fault, write } from './walk.js'

/**
 * Compiles an object of an overlay.
 *
 * @param type - its Kubernetes type, as the schema names it; undefined where the schema knows nothing of it.
 * @param keys - its list map keys: by them it was found, so they need no merging (a mount path spelt otherwise stays so).
 */
export function compileObject(overlay: JsonObject, type: string | undefined, keys: readonly string[] = []): Shape {
  let rules: Rules | undefined
  return {
    build: builder(overlay, type),
    merge: (holder, walk) => {
      // Compiled where it is needed first: a pod that has nothing of ours yet needs few of these.
      rules ??= compileRules(overlay, type, keys)
      if (rules.isRecord) walk.recorded = hasRecord(holder, overlay)
      for (const field of rules.fields) field.merge(holder, walk)
    },
  }
}

/** Whether an object holds the record that the overlay wants: a script, or arguments that are merged by a function. */
const hasRecord = (holder: JsonObject, { command, args }: JsonObject): boolean =>
  isMergedBy(args)
    ? isList(holder.args) && equal(holder.args, mergeOf(args)(holder.args))
    : equal(holder.command, command) && isOmitted(holder.args)

interface Rules {
  readonly fields: readonly Field[]
  /** Whether the command of the object records others of its values. */
  readonly isRecord: boolean
}

function compileRules(overlay: JsonObject, type: string | undefined, keys: readonly string[]): Rules {
  const fields: Field[] = []
  let isRecord = false
  for (const name of Object.keys(overlay)) {
    const value = overlay[name]
    if (value === undefined || name === '__proto__' || keys.includes(name)) continue
    if (isRecorded(value)) isRecord = true
    fields.push(compileField(name, value, type))
    if (value === null || isPreferred(value)) continue
    for (const other of exclusiveWith(type, name)) if (overlay[other] === undefined) fields.push(absent(other))
    if (type === 'Volume') fields.push(otherSources(Object.keys(overlay)))
  }
  return { fields, isRecord }
}

function compileField(name: string, value: unknown, type: string | undefined): Field {
  if (value === null) return absent(name)
  if (isList(value)) return listField(name, value, type)
  if (!isObject(value)) return enforcedScalar(name, value, type === 'Quantities')
  if (isPreferred(value)) return preferredField(name, preferredValue(value), type)
  if (isMergedBy(value)) return mergedList(name, mergeOf(value))
  if (isRecorded(value)) {
    const inner = recordedValue(value)
    return isAmounts(inner) ? enforcedResources(inner) : recordedScalar(name, inner)
  }
  if (isResources(type, name) && isAmounts(value)) return enforcedResources(value)
  if (isUnionByType(name)) return profile(name, value)
  return objectField(name, compileObject(value, typeOf(type, name)))
}

function preferredField(name: string, value: unknown, type: string | undefined): Field {
  if (type === 'Volume') return preferredSource(name, value)
  if (isResources(type, name) && isAmounts(value)) return preferredResources(value)
  const read = reader(name)
  const others = exclusiveWith(type, name).map(reader)
  const keeps = keepsZero(name)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (keeps ? actual != null : !isOmitted(actual)) return
      if (others.some((other) => !isOmitted(other(holder)))) return
      write(walk, holder, name, copy(value))
    },
  }
}

function listField(name: string, values: readonly unknown[], type: string | undefined): Field {
  const keys = keysOf(type, name)
  const objects = values.filter(isObject)
  if (keys !== undefined) {
    const entryType = typeOf(type, name)
    const entry = (value: JsonObject) => ({ matches: matcher(keys, value), ...compileObject(value, entryType, keys) })
    return keyedList(name, objects.map(entry))
  }
  if (isSet(type, name)) return superset(name, values)
  if (objects.length === 0) return atomicList(name, values)
  return atomicObjects(
    name,
    objects.map((value) => compileObject(value, undefined)),
  )
}

function objectField(name: string, shape: Shape): Field {
  const read = reader(name)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (actual === undefined || actual === null) {
        const built = shape.build(walk)
        if (built !== undefined) write(walk, holder, name, built)
        return
      }
      if (!isObject(actual)) return fault(walk, name, 'an object', actual)
      walk.path.push(name)
      shape.merge(actual, walk)
      walk.path.pop()
    },
  }
}
