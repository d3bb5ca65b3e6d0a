import fc from 'fast-check'
import { changes, runChanges, type Step } from '../changes.js'
import type { Inject } from '../pod.js'

/** Up to four changes, by name. */
export const stepsBetween = (
  names: readonly string[] = Object.keys(changes),
  minLength = 1,
): fc.Arbitrary<readonly Step[]> =>
  fc.array(fc.record({ name: fc.constantFrom(...names), at: fc.nat(11) }, { noNullPrototype: true }), {
    minLength,
    maxLength: 4,
    size: 'max',
  })

/**
 * What happens between two calls: up to four changes, one after the other. Its text names them.
 *
 * @example
 * const shipper = { name: 'log-shipper', image: 'registry.example/shipper:3' }
 * const mutate = (spec: PodSpec): PodSpec =>
 *   spec.containers.some(({ name }) => name === shipper.name)
 *     ? spec
 *     : { ...spec, containers: [...spec.containers, { ...shipper }] }
 * fc.assert(
 *   fc.property(podSpecs(), betweenCalls(['LimitRanger fills in resources']), (podSpec, between) => {
 *     const spec = between(mutate(podSpec))
 *     return mutate(spec) === spec
 *   }),
 * )
 * console.log('stable') //=> stable
 */
export const betweenCalls = (names?: readonly string[]): fc.Arbitrary<Inject> => stepsBetween(names).map(runChanges)
