import { isObject, type JsonObject } from '../../json.js'
import { parseQuantity } from '../../kubernetes/quantity.js'
import { isPreferred } from '../overlay.js'
import { conflict, field, type Findings } from './findings.js'
import { abandoned, type Owned } from '../../modelcar/ownership.js'
import type { Pod } from './pod.js'
import type { Claim } from './wanted.js'

/** Tells whether a pod has resources at pod level, which the API server holds its containers' against. */
export function hasPodResources({ resources }: JsonObject): boolean {
  if (!isObject(resources)) return false
  return Object.keys(resources.limits ?? {}).length > 0 || Object.keys(resources.requests ?? {}).length > 0
}

/**
 * The API server refuses a pod whose pod-level request of a resource is below the sum of its containers', or whose pod-level
 * limit is below the limit of one of them (validatePodResourceConsistency, pkg/apis/core/validation).
 */
export function checkPodResources(pod: Pod, claims: readonly Claim[], owned: Owned, findings: Findings): void {
  if (!hasPodResources(pod.spec)) return
  const enforced = claims.filter(({ resources }) => isObject(resources) && !isPreferred(resources))
  if (enforced.length === 0) return
  const all = withClaims(pod, claims, owned)
  for (const name of namesIn(enforced)) {
    const limit = parseQuantity(field(field(pod.spec.resources, 'limits'), name))
    const request = parseQuantity(field(field(pod.spec.resources, 'requests'), name))
    // Where the pod has no request, the API server takes the sum for it, which may not exceed the limit then.
    const room = request ?? limit
    const sum = aggregate(all, name)
    if (room !== undefined && sum > room) {
      const message = `expected room for the containers’ requests of ${amount(sum)} in all, found ${amount(room)}; raise it, or set smaller resources in the config`
      conflict(findings, 'PodResources', ['resources', request === undefined ? 'limits' : 'requests', name], message)
    }
    const largest = enforced.map(({ resources }) => parseQuantity(field(field(resources, 'limits'), name)) ?? 0n)
    const own = largest.reduce((most, each) => (each > most ? each : most), 0n)
    if (limit !== undefined && own > limit && (request !== undefined || sum <= limit)) {
      const message = `expected room for a container limit of ${amount(own)}, found ${amount(limit)}; raise it, or set smaller resources in the config`
      conflict(findings, 'PodResources', ['resources', 'limits', name], message)
    }
  }
}

const readObject = (value: unknown): JsonObject => (isObject(value) ? value : {})

const namesIn = (claims: readonly Claim[]): ReadonlySet<string> =>
  new Set(
    claims.flatMap(({ resources }) => [
      ...Object.keys(readObject(field(resources, 'limits'))),
      ...Object.keys(readObject(field(resources, 'requests'))),
    ]),
  )

const amount = (milli: bigint): string => (milli % 1000n === 0n ? String(milli / 1000n) : `${String(milli)}m`)

/** The pod's containers as they will be: others as they are, ours with what the overlay enforces. */
function withClaims(pod: Pod, claims: readonly Claim[], owned: Owned): Pick<Pod, 'containers' | 'initContainers'> {
  const ours = [...owned.claimed, ...abandoned(owned)]
  const others = (list: 'containers' | 'initContainers'): readonly JsonObject[] =>
    pod[list].filter((_, index) => !ours.some((placed) => placed.list === list && placed.index === index))
  const added = (list: 'containers' | 'initContainers'): readonly JsonObject[] =>
    claims
      .filter((claim) => claim.list === list)
      .map(({ name, resources, restartPolicy }) => ({
        restartPolicy,
        resources: isPreferred(resources)
          ? owned.claimed.find(({ container }) => container.name === name)?.container.resources
          : resources,
      }))
  return {
    containers: [...others('containers'), ...added('containers')],
    initContainers: [...others('initContainers'), ...added('initContainers')],
  }
}

/** What Kubernetes counts as the containers' request: all that run together, or the largest moment of the start. */
function aggregate({ containers, initContainers }: Pick<Pod, 'containers' | 'initContainers'>, name: string): bigint {
  const running = containers.reduce((sum, container) => sum + requestOf(container, name), 0n)
  let sidecars = 0n
  let start = 0n
  for (const container of initContainers) {
    const request = requestOf(container, name)
    if (container.restartPolicy === 'Always') sidecars += request
    const moment = container.restartPolicy === 'Always' ? sidecars : sidecars + request
    if (moment > start) start = moment
  }
  return running + sidecars > start ? running + sidecars : start
}

/** A container's request; the API server takes the limit where there is none. */
const requestOf = ({ resources }: JsonObject, name: string): bigint =>
  parseQuantity(field(field(resources, 'requests'), name)) ??
  parseQuantity(field(field(resources, 'limits'), name)) ??
  0n
