import { entriesOf, type Fields } from '../json.js'
import type { Inject, PodSpec } from '../pod.js'
import { alwaysPullImages } from './always-pull-images.js'
import { limitRanger } from './limit-ranger.js'
import { serviceAccount } from './service-account.js'

/**
 * DefaultTolerationSeconds: five minutes on a node that is not ready or can't be reached.
 *
 * @example
 * console.log(Object.keys(defaultTolerations({ containers: [] }))) //=> [ 'containers', 'tolerations' ]
 */
export function defaultTolerations(podSpec: PodSpec): PodSpec {
  const tolerations = entriesOf(podSpec['tolerations'])
  const missing = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].filter(
    (key) => !tolerations.some((entry) => (entry['key'] === undefined || entry['key'] === key) && evicts(entry)),
  )
  if (missing.length === 0) return podSpec
  const added = missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }))
  return { ...podSpec, tolerations: [...tolerations, ...added] }
}

const evicts = ({ effect }: Fields): boolean => effect === 'NoExecute' || effect === undefined

const systemPriorities: Fields = { 'system-node-critical': 2000001000, 'system-cluster-critical': 2000000000 }

/**
 * Priority: the number behind the class; other classes than the system's are 0 here.
 *
 * @example
 * console.log(priority({ containers: [], priorityClassName: 'system-node-critical' })['priority']) //=> 2000001000
 */
export const priority = (podSpec: PodSpec): PodSpec => ({
  ...podSpec,
  priority: systemPriorities[String(podSpec['priorityClassName'])] ?? 0,
  preemptionPolicy: podSpec['preemptionPolicy'] ?? 'PreemptLowerPriority',
})

/** How a cluster's own plugins are set up. */
export interface BuiltInOptions {
  /** The defaults of the namespace's LimitRange, by resource; none by default. */
  readonly limitRange?: { readonly limits: Fields; readonly requests: Fields }
  /** Whether the plugin AlwaysPullImages is on; it is not by default. */
  readonly alwaysPullImages?: boolean
  /** What the token's volume is called behind `kube-api-access-`; the API server draws it. */
  readonly tokenSuffix?: string
}

/**
 * Gives the plugins that change a pod, in their order, in one step.
 *
 * @example
 * const plugins = builtInAdmission({ alwaysPullImages: true })
 * const { containers } = plugins({ containers: [{ name: 'app', image: 'example/server:1' }] })
 * console.log(containers[0]?.['imagePullPolicy']) //=> Always
 */
export function builtInAdmission(options: BuiltInOptions = {}): Inject {
  const { limitRange, alwaysPullImages: pulls = false, tokenSuffix } = options
  const plugins: readonly Inject[] = [
    ...(pulls ? [alwaysPullImages] : []),
    ...(limitRange === undefined ? [] : [limitRanger(limitRange.limits, limitRange.requests)]),
    serviceAccount(tokenSuffix),
    defaultTolerations,
    priority,
  ]
  return (podSpec) => plugins.reduce((spec, plugin) => plugin(spec), podSpec)
}

/**
 * The plugins that an API server has on by default and that change a pod, in one step.
 *
 * @example
 * const spec = defaultAdmission({ containers: [{ name: 'app', image: 'example/server:1' }] })
 * console.log(spec['serviceAccountName'], spec['priority']) //=> default 0
 */
export const defaultAdmission: Inject = builtInAdmission()
