import { clone, entriesOf, type Fields, fieldsOf, sameJson } from '../../../src/testing/json.js'
import { applyPatch } from '../../../src/testing/json-patch.js'
import { differences } from '../../../src/testing/laws/differences.js'
import { BrokenLaw, type Verdict } from '../../../src/testing/laws/law.js'
import { cleanPath, containersOf, initContainersOf, type Inject, type PodSpec } from '../../../src/testing/pod.js'
import { attempt } from '../refusal.js'
import type { Apply, Plan } from './patch.js'

/*
 * The laws that speak of what is framed, unique and planned, for an overlay instead of a model.
 */

const lists = ['containers', 'initContainers'] as const

/** L5: what an overlay does not name comes out as the same reference, in the same order; what is new stands behind it. */
export function assertOverlayFramed(inject: Inject, podSpec: PodSpec, overlay: Fields): Verdict {
  const outcome = attempt(() => inject(podSpec))
  if ('refusal' in outcome) return 'refused'
  const changes = unframedByOverlay(podSpec, outcome.result, overlay)
  if (changes.length > 0) throw new BrokenLaw('L5 framed: changed without need', { details: [...changes] })
  return 'held'
}

/** Lists what changed though the overlay does not name it. */
function unframedByOverlay(before: PodSpec, after: PodSpec, overlay: Fields): string[] {
  const spec = fieldsOf(overlay['spec'])
  return [
    ...otherFields(before, after, [...Object.keys(spec), ...lists], 'spec'),
    ...entries(before['volumes'], after['volumes'], namesIn(spec['volumes']), 'volumes'),
    ...lists.flatMap((list) => {
      const isNamed = namer(overlay, list)
      const said = (container: Fields): Fields | undefined => {
        if (namesIn(spec[list]).has(container['name'])) return entryOf(spec[list], container['name'])
        return isNamed(container) ? fieldsOf(overlay['target']) : undefined
      }
      return containers(before, after, list, namesIn(spec[list]), said)
    }),
  ]
}

/** The same containers in the same order, new ones behind; of those that the overlay names only the fields that it names change. */
function containers(
  before: PodSpec,
  after: PodSpec,
  list: (typeof lists)[number],
  listed: ReadonlySet<unknown>,
  said: (container: Fields) => Fields | undefined,
): string[] {
  const old = entriesOf(before[list])
  const names = namesIn(old)
  const all = entriesOf(after[list])
  const made = all.filter(({ name }) => names.has(name))
  const firstNew = all.findIndex(({ name }) => !names.has(name))
  const isLast = firstNew < 0 || all.slice(firstNew).every(({ name }) => !names.has(name))
  const seen = new Set<unknown>()
  // Second ones of a name that the overlay lists go.
  const staying = old.filter((container) => {
    const isAgain = seen.has(container['name']) && listed.has(container['name'])
    seen.add(container['name'])
    return !isAgain
  })
  // A new init container stands in front of a target that is a native sidecar.
  const moved = isLast || list === 'initContainers' ? [] : [`${list}: a new entry stands in front of an old one`]
  const changed = staying.flatMap((container, index) => {
    const other = made[index]
    const wanted = said(container)
    const field = `${list}[${index}]`
    if (other === undefined || other['name'] !== container['name']) return [`${field}: moved`]
    if (wanted === undefined) return other === container ? [] : [`${field}: another object`]
    return [...otherFields(container, other, Object.keys(wanted), field), ...entriesIn(container, other, wanted, field)]
  })
  return [...moved, ...changed]
}

/** Variables and mounts that the overlay does not name are the same, in the same order. */
const entriesIn = (old: Fields, made: Fields, wanted: Fields, field: string): string[] =>
  (['env', 'volumeMounts'] as const).flatMap((list) => {
    if (wanted[list] === null) return []
    const keyOf = (entry: Fields): unknown => (list === 'env' ? entry['name'] : cleanPath(entry['mountPath']))
    const named = new Set(entriesOf(wanted[list]).map(keyOf))
    const others = (entries: unknown): Fields[] => entriesOf(entries).filter((entry) => !named.has(keyOf(entry)))
    const [theirs, still] = [others(old[list]), others(made[list])]
    const isSame = theirs.length === still.length && theirs.every((entry, index) => still[index] === entry)
    return isSame ? [] : [`${field}.${list}: entries that the overlay does not name`]
  })

/** Tells which containers are targets. */
function namer(overlay: Fields, list: (typeof lists)[number]): (container: Fields) => boolean {
  const { targets, initTargets } = overlay
  if (targets !== '*') return ({ name }) => Array.isArray(targets) && targets.includes(name)
  if (list === 'containers') return () => true
  return ({ restartPolicy }) => initTargets === 'all' || (initTargets === 'sidecars' && restartPolicy === 'Always')
}

const namesIn = (entries: unknown): ReadonlySet<unknown> => new Set(entriesOf(entries).map(({ name }) => name))

const entryOf = (all: unknown, name: unknown): Fields => entriesOf(all).find((entry) => entry['name'] === name) ?? {}

function entries(before: unknown, after: unknown, named: ReadonlySet<unknown>, field: string): string[] {
  const [old, made] = [before, after].map((list) => entriesOf(list).filter(({ name }) => !named.has(name)))
  return old?.every((entry, index) => made?.[index] === entry) === true && old.length === made?.length
    ? []
    : [`${field}: entries that the overlay does not name`]
}

const otherFields = (old: Fields, made: Fields, own: readonly string[], field: string): string[] =>
  [...new Set([...Object.keys(old), ...Object.keys(made)])]
    .filter((key) => !own.includes(key) && old[key] !== made[key])
    .map((key) => `${field}.${key}`)

/** L6: no name or path that an overlay lists is in the result twice, where the overlay's entries stand. */
export function assertOverlayUnique(inject: Inject, podSpec: PodSpec, overlay: Fields): Verdict {
  const outcome = attempt(() => inject(podSpec))
  if ('refusal' in outcome) return 'refused'
  const doubled = doubledByOverlay(outcome.result, overlay)
  if (doubled.length > 0) throw new BrokenLaw('L6 unique: there twice', { details: [...doubled] })
  return 'held'
}

const keys = {
  containers: 'name',
  initContainers: 'name',
  volumes: 'name',
  env: 'name',
  volumeMounts: 'mountPath',
} as const

/** Lists the names and paths of an overlay that a pod has twice. */
function doubledByOverlay(podSpec: PodSpec, overlay: Fields): string[] {
  const spec = fieldsOf(overlay['spec'])
  const inside = (container: Fields, said: Fields): string[] =>
    (['env', 'volumeMounts'] as const).flatMap((list) => twice(container[list], said[list], keys[list]))
  return [
    ...(['containers', 'initContainers', 'volumes'] as const).flatMap((list) =>
      twice(podSpec[list], spec[list], 'name'),
    ),
    ...lists.flatMap((list) => {
      const isTarget = namer(overlay, list)
      const all = entriesOf(podSpec[list])
      return all.flatMap((container) => {
        // Of two containers of one name, which no API server takes, the first is the target.
        if (all.find(({ name }) => name === container['name']) !== container) return []
        if (namesIn(spec[list]).has(container['name'])) return inside(container, entryOf(spec[list], container['name']))
        return isTarget(container) ? inside(container, fieldsOf(overlay['target'])) : []
      })
    }),
  ]
}

function twice(there: unknown, wanted: unknown, key: string): string[] {
  const keyOf = (entry: Fields): unknown => (key === 'mountPath' ? cleanPath(entry[key]) : entry[key])
  const all = entriesOf(there).map(keyOf)
  return entriesOf(wanted)
    .map(keyOf)
    .filter((each) => all.filter((other) => other === each).length > 1)
    .map(String)
}

/** L8: the plan's patch makes of the pod what the injection makes of it, and is empty exactly where the pod is given back. */
export function assertOverlayPatch(
  inject: Inject,
  plan: (podSpec: PodSpec) => Plan,
  podSpec: PodSpec,
  engines: readonly Apply[],
): Verdict {
  const injected = attempt(() => inject(podSpec))
  const plans = attempt(() => plan(podSpec))
  if ('refusal' in injected || 'refusal' in plans) {
    if ('refusal' in injected && 'refusal' in plans && sameJson(injected.refusal.causes, plans.refusal.causes))
      return 'refused'
    throw new BrokenLaw('L8 patch: plan and injection refuse differently', { details: [injected, plans] })
  }
  const { patch, changed } = plans.result
  const isSame = injected.result === podSpec
  if (isSame !== (patch.length === 0) || changed === isSame)
    throw new BrokenLaw('L8 patch: plan and injection differ on whether anything changes', {
      details: [{ changed, isSame }, patch],
    })
  const paths = patch.map(({ path }) => `${path}/`).sort()
  paths.forEach((path, index) => {
    const before = paths[index - 1]
    if (before === undefined || !path.startsWith(before) || (path === before && path.endsWith('/-/'))) return
    throw new BrokenLaw('L8 patch: an operation at or below the path of another', { details: [before, path] })
  })
  const firstRemoval = patch.findIndex(({ op }) => op === 'remove')
  if (firstRemoval >= 0 && patch.slice(firstRemoval).some(({ op }) => op !== 'remove'))
    throw new BrokenLaw('L8 patch: an operation behind a removal', { details: [patch] })
  for (const apply of [applyPatch, ...engines]) {
    const made = apply(clone(podSpec), patch)
    if (!sameJson(made, injected.result))
      throw new BrokenLaw('L8 patch: it makes another pod', { details: [...differences(injected.result, made), patch] })
  }
  return 'held'
}

/** Between two calls an overlay for every container changes only what others added, and then nothing. */
export function assertOverlaySettles(inject: Inject, between: Inject, podSpec: PodSpec): Verdict {
  const outcome = attempt(() => inject(podSpec))
  if ('refusal' in outcome) return 'refused'
  const changed = between(outcome.result)
  const known = new Set([...containersOf(outcome.result), ...initContainersOf(outcome.result)].map(({ name }) => name))
  const again = attempt(() => inject(changed))
  if ('refusal' in again) throw new BrokenLaw('stable: refused', { details: [again.refusal.causes] })
  const others = (spec: PodSpec) => ({
    ...spec,
    containers: containersOf(spec).filter(({ name }) => known.has(name)),
    initContainers: initContainersOf(spec).filter(({ name }) => known.has(name)),
  })
  const left = differences(clone(others(changed)), clone(others(again.result))).filter(
    (each) => !each.startsWith('the same JSON'),
  )
  if (left.length > 0) throw new BrokenLaw('stable: the second call changed the pod', { details: [...left] })
  if (inject(again.result) !== again.result) throw new BrokenLaw('stable: the third call changed the pod')
  return 'held'
}
