import { forbidden, invalid, required, unsupported, type FieldError } from './field-error.js'
import type { PodSpec, ResourceRequirements } from './decoded.js'
import { addQuantities, compareQuantities, isMultiple, isWhole } from '../quantity.js'
import { qualifiedNameErrors } from './names.js'

type Amounts = Readonly<Record<string, string>>

const CONTAINER_RESOURCES = new Set(['cpu', 'memory', 'ephemeral-storage'])
const HUGE_PAGES = 'hugepages-'
const POD_LEVEL_RESOURCES = ['cpu', HUGE_PAGES, 'memory']

/** A resource may be called `constructor`. */
const amountIn = (amounts: Amounts, name: string): string | undefined =>
  Object.hasOwn(amounts, name) ? amounts[name] : undefined

const isStandard = (name: string): boolean => CONTAINER_RESOURCES.has(name) || name.startsWith(HUGE_PAGES)
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/')
const mayOvercommit = (name: string): boolean => isNative(name) && !name.startsWith(HUGE_PAGES)

/** A limit without a request is a request too. */
export function requestsOf(resources: ResourceRequirements | undefined): Amounts {
  return { ...resources?.limits, ...resources?.requests }
}

export function* containerResourceErrors(
  resources: ResourceRequirements | undefined,
  field: string,
): Generator<FieldError> {
  yield* requirementErrors(resources, field, function* (name, path) {
    yield* nameErrors(name, path)
    if (!name.includes('/')) {
      if (!isStandard(name)) yield invalid(path, name, 'must be a standard resource for containers')
    } else if (!isNative(name) && !isExtended(name)) {
      yield invalid(path, name, "doesn't follow extended resource name standard")
    }
  })
}

function* nameErrors(name: string, path: string): Generator<FieldError> {
  const faults = [...qualifiedNameErrors(name, path)]
  yield* faults
  // What claims ask for has a name, but no container has any of it.
  if (faults.length > 0 || name.includes('/') || isStandard(name) || name === 'storage') return
  yield invalid(path, name, 'must be a standard resource type or fully qualified')
}

/** A resource of somebody's own; quota has the prefix `requests.` for its own use. */
const isExtended = (name: string): boolean =>
  !name.startsWith('requests.') && [...qualifiedNameErrors(`requests.${name}`, '')].length === 0

function* requirementErrors(
  resources: ResourceRequirements | undefined,
  field: string,
  namesErrors: (name: string, path: string) => Generator<FieldError>,
): Generator<FieldError> {
  const limits: Amounts = resources?.limits ?? {}
  const requests: Amounts = resources?.requests ?? {}
  const amountErrors = function* (name: string, amount: string, path: string): Generator<FieldError> {
    yield* namesErrors(name, path)
    if (compareQuantities(amount, '0') < 0) yield invalid(path, amount, 'must be greater than or equal to 0')
    if (!isNative(name) && !isWhole(amount)) yield invalid(path, amount, 'must be an integer')
    if (name.startsWith(HUGE_PAGES) && !isMultiple(amount, name.slice(HUGE_PAGES.length))) {
      yield invalid(path, amount, `${amount} is not positive integer multiple of ${name}`)
    }
  }

  for (const [name, limit] of Object.entries(limits)) yield* amountErrors(name, limit, `${field}.limits[${name}]`)
  for (const [name, request] of Object.entries(requests)) {
    yield* amountErrors(name, request, `${field}.requests[${name}]`)
    const limit = amountIn(limits, name)
    if (limit === undefined) {
      if (!mayOvercommit(name)) yield required(`${field}.limits`, 'Limit must be set for non overcommitable resources')
      continue
    }
    const order = compareQuantities(request, limit)
    if (order !== 0 && !mayOvercommit(name)) {
      yield invalid(`${field}.requests`, request, `must be equal to ${name} limit of ${limit}`)
    } else if (order > 0) {
      yield invalid(`${field}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`)
    }
  }
  const names = Object.keys(requests)
  if (names.some((name) => name.startsWith(HUGE_PAGES)) && !names.includes('cpu') && !names.includes('memory')) {
    yield forbidden(field, 'HugePages require cpu or memory')
  }
}

/** The rules of the pod's own `resources`, which its containers have to fit into. */
export function* podResourceErrors(spec: PodSpec): Generator<FieldError> {
  if (spec.resources === undefined) return
  if (spec.os?.name === 'windows') {
    yield forbidden('spec.resources', 'may not be set for a windows pod')
    return
  }
  const filled = podResources(spec)
  const { limits = {}, requests = {} } = filled ?? {}
  yield* requirementErrors(filled, 'spec.resources', function* (name, path) {
    const faults = [...nameErrors(name, path)]
    yield* faults
    if (faults.length === 0 && !isPodLevel(name)) yield unsupported(path, name, POD_LEVEL_RESOURCES)
  })

  const asked = aggregateRequests(spec)
  for (const [name, request] of Object.entries(requests)) {
    const needed = asked.get(name) ?? '0'
    if (compareQuantities(needed, request) <= 0) continue
    const detail = `must be greater than or equal to aggregate container requests of ${needed}`
    yield invalid(`spec.resources.requests[${name}]`, request, detail)
  }
  const allowed = aggregate(spec, limitsOf)
  for (const [name, limit] of Object.entries(limits)) {
    const needed = allowed.get(name) ?? '0'
    if (!name.startsWith(HUGE_PAGES) || compareQuantities(needed, limit) <= 0) continue
    const detail = `must be greater than or equal to aggregate container limits of ${needed}`
    yield invalid(`spec.resources.limits[${name}]`, limit, detail)
  }
  for (const [index, container] of (spec.containers ?? []).entries()) {
    for (const [name, limit] of Object.entries(container.resources?.limits ?? {})) {
      const podLimit = amountIn(limits, name)
      if (podLimit === undefined || compareQuantities(limit, podLimit) <= 0) continue
      const path = `spec.resources.containers[${index}][${name}].limits`
      yield invalid(path, limit, `must be less than or equal to pod limits of ${podLimit}`)
    }
  }
}

/**
 * The pod's own resources as they are stored, where there are any, in the order of the API server: a limit of huge pages becomes that of
 * the containers together; requests that are absent become what the containers ask for together, and where they ask for nothing, the limit;
 * a limit that is absent becomes that of the containers together, or the request where that is more, where each of them has one. Webhooks
 * see the pod without that.
 */
export function podResources(spec: PodSpec): ResourceRequirements | undefined {
  const given = { limits: spec.resources?.limits ?? {}, requests: spec.resources?.requests ?? {} }
  if (Object.keys({ ...given.limits, ...given.requests }).length === 0) return spec.resources
  const ofContainers = aggregate(spec, limitsOf)
  const pages = [...ofContainers].filter(
    ([name]) => name.startsWith(HUGE_PAGES) && amountIn(given.requests, name) === undefined,
  )
  const withPages = { ...Object.fromEntries(pages), ...given.limits }
  const asked = [...aggregateRequests(spec)].filter(([name]) => !name.startsWith(HUGE_PAGES))
  const filled = [...Object.entries(withPages), ...asked].filter(([name]) => isPodLevel(name))
  const requests = { ...Object.fromEntries(filled), ...given.requests }
  const limits = { ...missingLimits(spec, requests, ofContainers), ...withPages }
  return {
    ...spec.resources,
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Object.keys(requests).length > 0 && { requests }),
  }
}

function missingLimits(spec: PodSpec, requests: Amounts, ofContainers: ReadonlyMap<string, string>): Amounts {
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])]
  const hasEach = (name: string): boolean =>
    all.every(({ resources }) => amountIn(limitsOf(resources), name) !== undefined)
  return Object.fromEntries(
    Object.entries(requests).flatMap(([name, request]) => {
      const together = ofContainers.get(name)
      if (together === undefined || !isPodLevel(name) || !hasEach(name)) return []
      return [[name, compareQuantities(request, together) > 0 ? request : together] as const]
    }),
  )
}

const isPodLevel = (name: string): boolean => POD_LEVEL_RESOURCES.includes(name) || name.startsWith(HUGE_PAGES)

const limitsOf = (resources: ResourceRequirements | undefined): Amounts => resources?.limits ?? {}

/** What a pod asks for at once. */
export const aggregateRequests = (spec: PodSpec): ReadonlyMap<string, string> => aggregate(spec, requestsOf)

/**
 * What a pod has at once: its containers and native sidecars together, or, while a plain init container runs, that one and the native
 * sidecars before it.
 */
function aggregate(
  spec: PodSpec,
  amountsOf: (resources: ResourceRequirements | undefined) => Amounts,
): ReadonlyMap<string, string> {
  const running = new Map<string, string>()
  const sidecars = new Map<string, string>()
  const starting = new Map<string, string>()
  for (const { resources } of spec.containers ?? []) add(running, amountsOf(resources))
  for (const { restartPolicy, resources } of spec.initContainers ?? []) {
    if (restartPolicy === 'Always') {
      add(running, amountsOf(resources))
      add(sidecars, amountsOf(resources))
      raise(starting, sidecars)
      continue
    }
    const atOnce = new Map(Object.entries(amountsOf(resources)))
    for (const [name, amount] of sidecars) atOnce.set(name, addQuantities(atOnce.get(name) ?? '0', amount))
    raise(starting, atOnce)
  }
  raise(running, starting)
  return running
}

function add(sums: Map<string, string>, amounts: Amounts): void {
  for (const [name, amount] of Object.entries(amounts)) sums.set(name, addQuantities(sums.get(name) ?? '0', amount))
}

function raise(sums: Map<string, string>, to: ReadonlyMap<string, string>): void {
  for (const [name, amount] of to) {
    const sum = sums.get(name)
    if (sum === undefined || compareQuantities(amount, sum) > 0) sums.set(name, amount)
  }
}
