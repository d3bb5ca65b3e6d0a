import fc from 'fast-check'
import { asPodSpec } from '../cast.js'
import { entriesOf, type Fields, omit } from '../json.js'
import type { Inject, PodSpec } from '../pod.js'
import { aBoolean, aFunction, faultsOfOptions, listOf, refuse, type Rule, wholeFrom } from '../rules.js'
import { container, initContainer, initName, neighbourName } from './containers.js'
import { leavings } from './leavings.js'
import { harmlessPath } from './paths.js'
import { bystanders, concerned, obstacles, podOf, withoutWindowsFaults } from './pods.js'
import { list, object, withField } from './values.js'
import { volume } from './volumes.js'

/** What generated pods look like. */
export interface PodSpecsOptions {
  /** Containers that every pod has, in this order; `['app']` by default. */
  readonly containers?: readonly string[]
  /**
   * The most of what stands beside them: containers, init containers, volumes each; 3 by default, 0 for none. Without `containers` there
   * is always one.
   */
  readonly size?: number
  /** Whether pods have volumes and mounts; they do by default. */
  readonly volumes?: boolean
  /** Names that may collide with the mutator's: some containers, init containers and volumes of others have them. */
  readonly names?: readonly string[]
  /** Mount paths that may collide with the mutator's. */
  readonly paths?: readonly string[]
  /** Whether some pods and containers say as which user they run; they do by default. */
  readonly users?: boolean
  /** The mutator itself, sync: some pods have what it leaves behind, whole or damaged. */
  readonly debris?: Inject
}

const texts = listOf('texts', (entry) => typeof entry === 'string', 0)

const rules = new Map<string, Rule>(
  Object.entries({
    containers: texts,
    size: wholeFrom(0),
    volumes: aBoolean,
    names: texts,
    paths: texts,
    users: aBoolean,
    debris: aFunction,
  } satisfies Readonly<Record<keyof PodSpecsOptions, Rule>>),
)

/**
 * Pods that look real, and that the API server takes: other people's sidecars, native sidecars and init containers, volumes of all
 * kinds, probes, resources in many spellings, fields that are null or empty, keys such as `valueOf`. With `debris` some have what no
 * API server takes. They shrink to the smallest pod that is still a pod: one container with a name and an image. Wrong options are a
 * `TypeError`.
 *
 * @example
 * const shipper = { name: 'log-shipper', image: 'registry.example/shipper:3' }
 * const mutate = (spec: PodSpec): PodSpec =>
 *   spec.containers.some(({ name }) => name === shipper.name)
 *     ? spec
 *     : { ...spec, containers: [...spec.containers, { ...shipper }] }
 * fc.assert(fc.property(podSpecs({ names: ['log-shipper'] }), (podSpec) => mutate(mutate(podSpec)).containers.length > 0))
 * console.log('fine') //=> fine
 */
export function podSpecs(options: PodSpecsOptions = {}): fc.Arbitrary<PodSpec> {
  refuse(faultsOfOptions(options, rules))
  const { size = 3, users = true, debris } = options
  const pods = fc.oneof(
    { weight: 6, arbitrary: plainPods(options, size, object({ ...bystanders, ...concerned })) },
    {
      weight: 1,
      arbitrary: plainPods(options, size, object({ ...bystanders, ...obstacles })).map(withoutWindowsFaults),
    },
  )
  const made = users ? pods : pods.map(withoutUsers)
  return debris === undefined ? made : leavings(made, debris)
}

function plainPods(options: PodSpecsOptions, size: number, spec: fc.Arbitrary<Fields>): fc.Arbitrary<PodSpec> {
  const { containers = ['app'], volumes = true, names = [], paths = [] } = options
  const path = orOf(harmlessPath, paths)
  const named = volume.chain((each) =>
    orOf(fc.constant(String(each['name'])), names).map((name) => withField(each, 'name', name)),
  )
  return podOf({
    path,
    spec,
    servers: fc.constant([...containers]),
    // The API server wants a container.
    neighbours: list(container(orOf(neighbourName, names), path), size, containers.length === 0 ? 1 : 0),
    inits: list(initContainer(orOf(initName, names), path), size),
    volumes: volumes ? list(named, size) : fc.constant([]),
  })
}

/** Mixes some values into others. */
const orOf = (usual: fc.Arbitrary<string>, others: readonly string[]): fc.Arbitrary<string> =>
  others.length === 0
    ? usual
    : fc.oneof({ weight: 2, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...others) })

function withoutUsers(pod: PodSpec): PodSpec {
  const strip = (entries: unknown): unknown =>
    Array.isArray(entries) ? entriesOf(entries).map((entry) => omit(entry, 'securityContext')) : entries
  const bare = omit(pod, 'securityContext')
  return asPodSpec({
    ...bare,
    containers: strip(pod.containers),
    ...(Array.isArray(pod['initContainers']) && { initContainers: strip(pod['initContainers']) }),
  })
}
