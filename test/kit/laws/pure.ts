import type { Config } from '../config.js'
import type { PodSpec } from '../pod.js'
import { attempt } from '../refusal.js'
import { difference, snapshot } from '../snapshot.js'
import { withoutAmbient } from '../without-ambient.js'
import { BrokenLaw, type Verdict } from './law.js'

/** Every object and list that can be reached from a value, by reference. */
export function reachable(value: unknown, found = new Set<object>()): Set<object> {
  if (typeof value !== 'object' || value === null || found.has(value)) return found
  found.add(value)
  for (const field of Object.values(value)) reachable(field, found)
  return found
}

/**
 * L1: pod and config are neither written to nor frozen, whatever objects they are made of; what is new in a result is neither
 * frozen nor shared with the config or with the result of another call; no clock, no randomness, no global is touched.
 */
export function assertPure(
  inject: (podSpec: PodSpec, config: Config) => PodSpec,
  podSpec: PodSpec,
  config: Config,
): Verdict {
  const before = [snapshot(podSpec), snapshot(config)] as const
  const call = () => attempt(() => withoutAmbient(() => inject(podSpec, config)))
  const [first, second] = [call(), call()]
  for (const [name, old, value] of [
    ['the pod', before[0], podSpec],
    ['the config', before[1], config],
  ] as const) {
    const changed = difference(old, snapshot(value))
    if (changed !== undefined) throw new BrokenLaw(`L1 pure: ${name} was written to`, changed)
  }
  if ('refusal' in first || 'refusal' in second) return 'refused'
  const input = reachable(podSpec)
  const mine = [...reachable(first.result)].filter((node) => !input.has(node))
  const others = reachable(second.result)
  const configs = reachable(config)
  for (const node of mine) {
    if (!Object.isExtensible(node)) throw new BrokenLaw('L1 pure: something new in the result is frozen', node)
    if (configs.has(node)) throw new BrokenLaw('L1 pure: the result shares an object with the config', node)
    if (others.has(node)) throw new BrokenLaw('L1 pure: the results of two calls share what they added', node)
  }
  return 'held'
}
