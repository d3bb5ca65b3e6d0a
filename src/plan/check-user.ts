import type { ResolvedConfig } from '../config/resolve.js'
import type { JsonObject } from '../json.js'
import type { Path } from '../merge/walk.js'
import type { Owned } from './claims.js'
import { conflict, field, type Findings } from './findings.js'
import type { Placed, Pod } from './pod.js'

interface Enforced {
  readonly runAsUser: unknown
  readonly runAsNonRoot: unknown
}

/** The kubelet starts no container as UID 0 under `runAsNonRoot`: none of the targets, and none of ours. */
export function checkUsers(
  pod: Pod,
  config: ResolvedConfig,
  targets: readonly Placed[],
  { claimed }: Owned,
  findings: Findings,
): void {
  const { runAsUser, securityContext } = config
  for (const { list, index, container } of targets) {
    checkUser(pod, container, [list, index], { runAsUser, runAsNonRoot: undefined }, findings)
  }
  const runAsNonRoot = securityContext?.runAsNonRoot
  const configured = securityContext?.runAsUser
  for (const [list, user] of [
    ['initContainers', configured],
    ['containers', runAsUser ?? configured],
  ] as const) {
    const there = claimed.filter((placed) => placed.list === list)
    for (const { container, index } of there)
      checkUser(pod, container, [list, index], { runAsUser: user, runAsNonRoot }, findings)
    if (there.length < config.models.length) checkUser(pod, none, [], { runAsUser: user, runAsNonRoot }, findings)
  }
}

const none: JsonObject = {}

function checkUser(pod: Pod, container: JsonObject, path: Path, enforced: Enforced, findings: Findings): void {
  const user = enforced.runAsUser ?? effective(pod, container, 'runAsUser')
  if (user !== 0) return
  // A stricter setting of the container's own stays; only where it has none does ours come before the pod's.
  const own = field(container.securityContext, 'runAsNonRoot')
  const isNonRoot = own === true || (enforced.runAsNonRoot ?? effective(pod, container, 'runAsNonRoot')) === true
  if (!isNonRoot) return
  const name = typeof container.name === 'string' ? container.name : 'the container that is added'
  const message = `expected no UID 0 beside runAsNonRoot: true, found both for ${name}; the kubelet would not start it: set another runAsUser, or drop runAsNonRoot`
  conflict(findings, 'RootUser', [...(own === true ? path : []), 'securityContext', 'runAsNonRoot'], message)
}

/** A container's own setting, else the pod's. */
export const effective = (pod: Pod, container: JsonObject, key: string): unknown =>
  field(container.securityContext, key) ?? field(pod.spec.securityContext, key)
