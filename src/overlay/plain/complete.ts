import { isList, isObject, type JsonObject } from '../../json.js'
import { lacking, lackingIn } from '../../kubernetes/required.js'
import { isUnionByType, keysOf, typeOf } from '../../kubernetes/schema.js'
import type { Path } from '../../patch/edit.js'
import { isStated } from '../check/required.js'
import { keyReader } from '../merge/list.js'
import { isMarked, type Overlay } from '../overlay.js'
import { conflict, type Findings } from '../plan/findings.js'
import { everyPod, type Look } from './looks.js'

/**
 * What an overlay says of a part that it does not give whole (a probe's period, and no handler) amends such a part of the pod. Where there is none,
 * the API server would not take what the overlay makes.
 */
export function completenessLook({ spec = {}, target = {} }: Overlay): Look | undefined {
  // Stryker disable next-line ConditionalExpression: a look at a pod that nothing is brought about in finds nothing; it only takes time.
  if (!isPartial(spec, 'PodSpec') && !isPartial(target, 'Container')) return undefined
  return { concerns: everyPod, look: (before, after, findings) => lookInto(before, after, 'PodSpec', [], findings) }
}

/** Tells whether an object of an overlay leaves open what the API server wants of it, or of a part of it. */
function isPartial(value: unknown, type: string | undefined): boolean {
  // Stryker disable next-line BooleanLiteral: a look at a pod that nothing is brought about in finds nothing; it only takes time.
  if (!isObject(value) || isMarked(value)) return false
  // Stryker disable ConditionalExpression,LogicalOperator,EqualityOperator: a look at a pod that nothing is brought about in finds nothing; it only takes time.
  if (lackingIn(value, type, isStated) !== undefined) return true
  return Object.keys(value).some((name) => {
    const part = value[name]
    if (!isList(part)) return !isUnionByType(name) && isPartial(part, typeOf(type, name))
    return keysOf(type, name) !== undefined && part.some((entry) => isPartial(entry, typeOf(type, name)))
  })
}
// Stryker restore all

/** Looks at what has changed, and nothing else. A path is that of the pod that came in, and ends where it had nothing. */
function lookInto(before: unknown, after: unknown, type: string, path: Path, findings: Findings): void {
  // Stryker disable next-line ConditionalExpression,LogicalOperator: of what is the same nothing is new; to look takes time.
  if (before === after || !isObject(after)) return
  const lacks = lacking(after, type)
  if (lacks !== undefined && lacking(before, type) !== lacks) notThere(type, lacks, path, findings)
  for (const name of Object.keys(after)) {
    const inner = typeOf(type, name)
    if (inner === undefined) continue
    const [was, is] = [isObject(before) ? before[name] : undefined, after[name]]
    const there = before === undefined ? path : [...path, name]
    if (!isList(is)) lookInto(was, is, inner, there, findings)
    else if (was !== is) lookIntoList(was, is, keysOf(type, name), inner, there, findings)
  }
}

function lookIntoList(
  before: unknown,
  after: readonly unknown[],
  keys: readonly string[] | undefined,
  type: string,
  path: Path,
  findings: Findings,
): void {
  if (keys === undefined) return
  const keyOf = keyReader(keys)
  const were = new Map<unknown, { readonly entry: JsonObject; readonly index: number }>()
  if (isList(before))
    before.forEach((entry, index) => {
      if (isObject(entry) && !were.has(keyOf(entry))) were.set(keyOf(entry), { entry, index })
    })
  for (const entry of after) {
    const was = isObject(entry) ? were.get(keyOf(entry)) : undefined
    lookInto(was?.entry, entry, type, was === undefined ? path : [...path, was.index], findings)
  }
}

function notThere(type: string, lacks: readonly string[], path: Path, findings: Findings): void {
  conflict(findings, 'NothingToAmend', path, () => {
    const what = lacks.length === 1 ? lacks.join() : `one of ${lacks.join(', ')}`
    return `expected the ${type} that the overlay amends, found none with ${what}; give that in the overlay too, or leave the rest out`
  })
}
