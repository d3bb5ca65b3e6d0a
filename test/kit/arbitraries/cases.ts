import fc from 'fast-check'
import type { Config } from '../config.js'
import { containersOf, initContainersOf, namesOf, type PodSpec } from '../../../src/testing/pod.js'
import { config } from './configs.js'
import { admissiblePod, anyPod, ordinaryPod } from '../../../src/testing/arbitraries/pods.js'

/** A pod, and a config to inject into it. */
export interface Case {
  readonly podSpec: PodSpec
  readonly config: Config
}

/** Picks targets among the containers that a pod has: KServe's rule mostly, else one or two by name. */
export const withTargets = (podSpec: fc.Arbitrary<PodSpec>, configs = config): fc.Arbitrary<Case> =>
  fc
    .record(
      { podSpec, config: configs, pick: fc.nat(9), index: fc.nat(9), second: fc.boolean() },
      { noNullPrototype: true },
    )
    .map(({ podSpec, config, pick, index, second }) => {
      if (pick > 2) return { podSpec, config }
      const sidecars = initContainersOf(podSpec).filter(({ restartPolicy }) => restartPolicy === 'Always')
      const names = namesOf([...containersOf(podSpec), ...sidecars])
      const picked = [names[index % names.length], ...(second ? [names[(index + 1) % names.length]] : [])]
      return { podSpec, config: { ...config, targets: [...new Set(picked as string[])] } }
    })

/** The ordinary case: nothing stands in the way, unless the config makes it so. */
export const ordinaryCase: fc.Arbitrary<Case> = withTargets(ordinaryPod)

/** A case in which something may stand in the way. */
export const admissibleCase: fc.Arbitrary<Case> = withTargets(admissiblePod)

/** A case with any well-formed pod, one that no API server takes too. */
export const anyCase: fc.Arbitrary<Case> = withTargets(anyPod)
