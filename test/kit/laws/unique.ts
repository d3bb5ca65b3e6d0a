import {
  carriersIn,
  type Config,
  isLinked,
  isNumbered,
  isOurContainer,
  modeIn,
  mountPathsIn,
  namesIn,
  ourVolumeNames,
  targetContainers,
} from '../config.js'
import {
  allContainersOf,
  cleanPath,
  envOf,
  type Inject,
  mountsOf,
  namesOf,
  type PodSpec,
  volumesOf,
} from '../../../src/testing/pod.js'
import { attempt } from '../refusal.js'
import { BrokenLaw, type Verdict } from '../../../src/testing/laws/law.js'

/** L6: no name of ours is in the result twice, and in a target none of our mount paths and variables. */
export function assertUnique(inject: Inject, podSpec: PodSpec, config: Config): Verdict {
  const outcome = attempt(() => inject(podSpec))
  if ('refusal' in outcome) return 'refused'
  const doubled = duplicates(outcome.result, config)
  if (doubled.length > 0) throw new BrokenLaw('L6 unique: there twice', { details: [...doubled] })
  return 'held'
}

/** Lists the names and paths of a config that a pod has twice. */
export function duplicates(podSpec: PodSpec, config: Config): string[] {
  const paths = mountPathsIn(config)
  const carriers = carriersIn(config).map(({ name }) => name)
  const volumes = ourVolumeNames(podSpec, config)
  // Without links there is no use for their volumes, and what is there may be somebody else's.
  const link = namesIn(config).volume
  const variable = modeIn(config) === 'sidecar' ? 'MODEL_INIT_MODE' : undefined
  const readers = [
    ...targetContainers(podSpec, config),
    ...allContainersOf(podSpec).filter(({ name }) => carriers.includes(name)),
  ]
  return [
    ...twice(namesOf(allContainersOf(podSpec)).filter((name) => isOurContainer(name, config))),
    ...twice(
      namesOf(volumesOf(podSpec)).filter((name) => volumes.has(name) && (isLinked(config) || !isNumbered(name, link))),
    ),
    ...readers.flatMap((container) => [
      ...twice(
        mountsOf(container)
          .map(({ mountPath }) => cleanPath(mountPath))
          .filter((path) => paths.includes(path)),
      ),
      ...twice(namesOf(envOf(container)).filter((name) => name === variable)),
    ]),
  ]
}

const twice = (names: readonly string[]): string[] => names.filter((name, index) => names.indexOf(name) !== index)
