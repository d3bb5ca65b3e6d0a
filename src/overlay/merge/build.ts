import { copier } from '../../copier.js'
import { copy, isList, isObject, type JsonObject } from '../../json.js'
import {
  includedEntries,
  isIncludes,
  isMergedBy,
  isPreferred,
  isRecorded,
  mergeOf,
  preferredValue,
  recordedValue,
} from '../overlay.js'
import { isDropped } from './preferred.js'
import { isAmounts, isEmptyAmounts, type Resources } from './resources.js'
import { isResources, isUnionByType, keysOf, typeOf } from '../../kubernetes/schema.js'
import type { Walk } from './walk.js'

/**
 * Gives what an object of an overlay adds where the pod has none: new in each call, and undefined where there is nothing to add.
 *
 * Of a pod, only its pod-level resources count. So what was built for a second pod is kept, and copied for all that follow; for
 * the first one that would cost more than it saves, and an overlay that was made for one pod sees no other.
 */
export function builder(overlay: JsonObject, type: string | undefined): (walk: Walk) => unknown {
  // Stryker disable BooleanLiteral,ConditionalExpression,BlockStatement: what is copied is the same as what is built.
  let isFirst = true
  const makers: { podResources?: () => unknown; none?: () => unknown } = {}
  return ({ podResources }) => {
    if (isFirst) {
      isFirst = false
      return buildObject(overlay, type, podResources)
    }
    // Stryker restore all
    // Stryker disable next-line StringLiteral: the two have names that differ.
    return (makers[podResources ? 'podResources' : 'none'] ??= copier(buildObject(overlay, type, podResources)))()
  }
}

function buildObject(overlay: JsonObject, type: string | undefined, podResources: boolean): JsonObject | undefined {
  const built: Record<string, unknown> = {}
  let hasFields = false
  let hasValues = false
  for (const name of Object.keys(overlay)) {
    if (overlay[name] === undefined || name === '__proto__') continue
    hasFields = true
    const value = buildField(name, overlay[name], type, podResources)
    if (value === undefined) continue
    hasValues = true
    built[name] = value
  }
  return hasFields && !hasValues ? undefined : built
}

/** What a field of an overlay adds to an object of the given type that has none. */
function buildField(name: string, value: unknown, type: string | undefined, podResources: boolean): unknown {
  if (value === null) return undefined
  if (isList(value)) return buildList(name, value, type, podResources)
  if (!isObject(value)) return value
  if (isPreferred(value)) {
    const inner = preferredValue(value)
    if (!isResources(type, name) || !isAmounts(inner)) return isDropped(inner, type, name) ? undefined : copy(inner)
    return podResources ? undefined : buildAmounts(inner)
  }
  if (isIncludes(value)) return includedEntries(value).length === 0 ? undefined : copy(includedEntries(value))
  if (isMergedBy(value)) {
    const merged = mergeOf(value)([])
    return merged.length === 0 ? undefined : merged
  }
  if (isRecorded(value)) {
    const inner = recordedValue(value)
    return isAmounts(inner) ? buildAmounts(inner) : inner
  }
  if (isResources(type, name) && isAmounts(value)) return buildAmounts(value)
  if (isUnionByType(name)) return copy(value)
  const built = buildObject(value, typeOf(type, name), podResources)
  // A volume has its source even where that says nothing.
  return type === 'Volume' ? (built ?? {}) : built
}

const buildAmounts = (amounts: Resources): unknown => (isEmptyAmounts(amounts) ? undefined : copy(amounts))

function buildList(
  name: string,
  values: readonly unknown[],
  type: string | undefined,
  podResources: boolean,
): readonly unknown[] | undefined {
  const isKeyed = keysOf(type, name) !== undefined
  const objects = values.filter(isObject)
  if (objects.length === 0) return isKeyed ? undefined : copy(values)
  return objects.map((entry) => buildObject(entry, typeOf(type, name), podResources) ?? {})
}
