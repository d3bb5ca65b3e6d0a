import { forbidden, invalid, required, unsupported, type FieldError } from './field-error.js'
import type { Container, PodSpec, ResourceRequirements } from './decoded.js'
import { addQuantities, compareQuantities, isWhole } from '../quantity.js'

type Amounts = Readonly<Record<string, string>>

const CONTAINER_RESOURCES = new Set(['cpu', 'memory', 'ephemeral-storage'])
const HUGE_PAGES = 'hugepages-'
const POD_LEVEL_RESOURCES = ['cpu', HUGE_PAGES, 'memory']

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
    if (name.includes('/') || isStandard(name)) return
    yield invalid(path, name, 'must be a standard resource type or fully qualified')
    yield invalid(path, name, 'must be a standard resource for containers')
  })
}

function* requirementErrors(
  resources: ResourceRequirements | undefined,
  field: string,
  nameErrors: (name: string, path: string) => Generator<FieldError>,
): Generator<FieldError> {
  const limits: Amounts = resources?.limits ?? {}
  const requests = requestsOf(resources)
  const amountErrors = function* (name: string, amount: string, path: string): Generator<FieldError> {
    yield* nameErrors(name, path)
    if (compareQuantities(amount, '0') < 0) yield invalid(path, amount, 'must be greater than or equal to 0')
    if (!isNative(name) && !isWhole(amount)) yield invalid(path, amount, 'must be an integer')
  }

  for (const [name, limit] of Object.entries(limits)) yield* amountErrors(name, limit, `${field}.limits[${name}]`)
  for (const [name, request] of Object.entries(requests)) {
    yield* amountErrors(name, request, `${field}.requests[${name}]`)
    const limit = limits[name]
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
  const { resources } = spec
  if (resources === undefined) return
  if (spec.os?.name === 'windows') {
    yield forbidden('spec.resources', 'may not be set for a windows pod')
    return
  }
  yield* requirementErrors(resources, 'spec.resources', function* (name, path) {
    const supported = POD_LEVEL_RESOURCES.includes(name) || name.startsWith(HUGE_PAGES)
    if (!supported) yield unsupported(path, name, POD_LEVEL_RESOURCES)
  })

  const together = aggregateRequests(spec)
  for (const [name, request] of Object.entries(resources.requests ?? {})) {
    const needed = together.get(name) ?? '0'
    if (compareQuantities(needed, request) <= 0) continue
    const detail = `must be greater than or equal to aggregate container requests of ${needed}`
    yield invalid(`spec.resources.requests[${name}]`, request, detail)
  }
  for (const [index, container] of (spec.containers ?? []).entries()) {
    for (const [name, limit] of Object.entries(container.resources?.limits ?? {})) {
      const podLimit = resources.limits?.[name]
      if (podLimit === undefined || compareQuantities(limit, podLimit) <= 0) continue
      const path = `spec.resources.containers[${index}][${name}].limits`
      yield invalid(path, limit, `must be less than or equal to pod limits of ${podLimit}`)
    }
  }
  // A pod-level request that is absent becomes what the containers ask for together, which its limit may not hold.
  for (const [name, limit] of Object.entries(resources.limits ?? {})) {
    const needed = together.get(name)
    if (resources.requests?.[name] !== undefined || needed === undefined) continue
    if (compareQuantities(needed, limit) <= 0) continue
    const detail = `must be less than or equal to ${name} limit of ${limit}`
    yield invalid('spec.resources.requests', needed, detail)
  }
}

/**
 * What a pod asks for at once: its containers and native sidecars together, or, while a plain init container runs,
 * that one and the native sidecars before it.
 */
export function aggregateRequests(spec: PodSpec): ReadonlyMap<string, string> {
  const running = new Map<string, string>()
  const starting = new Map<string, string>()
  const add = (container: Container): void => {
    for (const [name, amount] of Object.entries(requestsOf(container.resources))) {
      running.set(name, addQuantities(running.get(name) ?? '0', amount))
    }
  }
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') {
      add(container)
      continue
    }
    for (const [name, amount] of Object.entries(requestsOf(container.resources))) {
      const atOnce = addQuantities(running.get(name) ?? '0', amount)
      if (compareQuantities(atOnce, starting.get(name) ?? '0') > 0) starting.set(name, atOnce)
    }
  }
  for (const container of spec.containers ?? []) add(container)
  for (const [name, amount] of starting) {
    if (compareQuantities(amount, running.get(name) ?? '0') > 0) running.set(name, amount)
  }
  return running
}
