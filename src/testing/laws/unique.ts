import { clone, entriesOf, type Fields } from '../json.js'
import { keyOf } from '../list-keys.js'
import { allContainersOf, type Mutate, type PodSpec } from '../pod.js'
import { BrokenLaw, type Judge, lenient, type Verdict } from './law.js'
import { attempt } from './refusal.js'
import type { Steps } from './steps.js'

/** Nothing is in the pod twice that was not so before: no container, volume or pull secret, no mount path, variable, port. */
export function* unique(mutate: Mutate, podSpec: PodSpec, { isRefusal }: Judge = lenient): Steps<Verdict> {
  const before = clone(podSpec)
  const outcome = yield* attempt(() => mutate(podSpec), isRefusal)
  if ('refusal' in outcome) return 'refused'
  const there = counts(before)
  const doubled = [...counts(outcome.result)]
    .filter(([key, count]) => count > Math.max(there.get(key) ?? 0, 1))
    .map(([key, count]) => `${key} is there ${count} times`)
  if (doubled.length === 0) return 'held'
  throw new BrokenLaw('unique: there more than once', {
    before,
    after: outcome.result,
    calls: ['one call'],
    details: doubled,
  })
}

/** How often each key of each list is there; containers and init containers share their names. */
function counts(podSpec: PodSpec): Map<string, number> {
  const found = new Map<string, number>()
  const count = (entries: readonly Fields[], path: string, label: string): void => {
    for (const entry of entries) {
      const key = `${label} ${keyOf(path)?.(entry) ?? ''}`
      found.set(key, (found.get(key) ?? 0) + 1)
    }
  }
  count(allContainersOf(podSpec), 'containers', 'container')
  count(entriesOf(podSpec['volumes']), 'volumes', 'volume')
  count(entriesOf(podSpec['imagePullSecrets']), 'imagePullSecrets', 'pull secret')
  for (const container of allContainersOf(podSpec)) {
    const of = `of container ${container.name}:`
    count(entriesOf(container['env']), 'containers[*].env', `${of} variable`)
    count(entriesOf(container['volumeMounts']), 'containers[*].volumeMounts', `${of} mount path`)
    count(entriesOf(container['ports']), 'containers[*].ports', `${of} port`)
  }
  return found
}
