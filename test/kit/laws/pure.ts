import { BrokenLaw, type Verdict } from '../../../src/testing/laws/law.js'
import { pure, reachable } from '../../../src/testing/laws/pure.js'
import { difference, snapshot } from '../../../src/testing/laws/snapshot.js'
import { runSync } from '../../../src/testing/laws/steps.js'
import type { PodSpec } from '../../../src/testing/pod.js'
import type { Config } from '../config.js'
import { attempt } from '../refusal.js'
import { withoutAmbient } from '../without-ambient.js'
import { strict } from './judge.js'

/**
 * L1: beside what makes any mutator pure, the config is left alone as the pod is, the result shares nothing with it, and no clock, no
 * randomness and no global is touched.
 */
export function assertPure(
  inject: (podSpec: PodSpec, config: Config) => PodSpec,
  podSpec: PodSpec,
  config: Config,
): Verdict {
  const call = (pod: PodSpec): PodSpec => withoutAmbient(() => inject(pod, config))
  const before = [snapshot(podSpec), snapshot(config)] as const
  const outcome = attempt(() => call(podSpec))
  for (const [name, old, value] of [
    ['pod', before[0], podSpec],
    ['config', before[1], config],
  ] as const) {
    const changed = difference(old, snapshot(value))
    if (changed !== undefined) throw new BrokenLaw(`pure: the ${name} was written to`, { details: [changed] })
  }
  if ('result' in outcome) {
    const input = reachable(podSpec)
    const configs = reachable(config)
    for (const node of reachable(outcome.result)) {
      if (input.has(node) || !configs.has(node)) continue
      throw new BrokenLaw('pure: the result shares an object with the config', { details: [node] })
    }
  }
  return runSync(pure(call, podSpec, strict))
}
