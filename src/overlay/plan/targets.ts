import { echo, nameOf } from '../../json.js'
import { conflict, type Findings } from './findings.js'
import type { Placed, Pod } from './pod.js'

/** How {@link findTargets} speaks of what it looks for. */
export interface TargetTexts {
  /** What the targets are for: empty, or ` to read the model`. */
  readonly purpose: string
  /** What to do. */
  readonly hint: string
}

/** Finds containers by name: in containers, then in init containers that stay (`restartPolicy: Always`). */
export function findTargets(
  pod: Pod,
  names: readonly string[],
  texts: TargetTexts,
  findings: Findings,
): readonly Placed[] {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: both ways find the same, one of them in less time.
  const byName = names.length > few ? index(pod) : undefined
  const targets: Placed[] = []
  const missing: string[] = []
  for (const name of names) {
    // Stryker disable next-line ConditionalExpression: both ways find the same, one of them in less time.
    const target = byName === undefined ? findTarget(pod, name) : byName.get(name)
    if (target !== undefined) targets.push(target)
    else missing.push(name)
  }
  if (missing.length > 0) targetNotFound(pod, missing, texts, findings)
  return targets
}

/** So few names are looked for one by one, which is quicker than an index of the pod's containers. */
const few = 4

/** Finds one container by name. */
function findTarget(pod: Pod, name: string): Placed | undefined {
  return find(pod, 'containers', name) ?? find(pod, 'initContainers', name)
}

function find(pod: Pod, list: 'containers' | 'initContainers', name: string): Placed | undefined {
  const containers = pod[list]
  for (let at = 0; at < containers.length; at++) {
    const container = containers[at]
    if (container?.name !== name) continue
    if (list === 'containers' || container.restartPolicy === 'Always') return { list, index: at, container }
  }
  return undefined
}

function index(pod: Pod): ReadonlyMap<unknown, Placed> {
  const byName = new Map<unknown, Placed>()
  for (const list of ['containers', 'initContainers'] as const) {
    pod[list].forEach((container, at) => {
      if (byName.has(container.name) || (list === 'initContainers' && container.restartPolicy !== 'Always')) return
      byName.set(container.name, { list, index: at, container })
    })
  }
  return byName
}

/** Reports that containers are missing, each of which may go by one of several names. */
export function targetNotFound(
  pod: Pod,
  names: readonly string[],
  { purpose, hint }: TargetTexts,
  findings: Findings,
): void {
  conflict(findings, 'TargetNotFound', ['containers'], () => {
    const expected = names.length === 1 ? `a container named ${names.join()}` : `containers named ${echo(names)}`
    const there = [
      ...pod.containers.map(({ name }) => nameOf(name)),
      ...pod.initContainers
        .filter(({ restartPolicy }) => restartPolicy === 'Always')
        .map(({ name }) => `${nameOf(name)} (init)`),
    ]
    return `expected ${expected}${purpose}, found ${echo(there) || 'none'}; ${hint}`
  })
}
