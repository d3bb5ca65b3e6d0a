import type { ResolvedConfig } from './config/resolve.js'
import { isList, type JsonObject, nameOf } from '../json.js'
import type { Path } from '../patch/edit.js'
import { isLinkMode } from './modes/names.js'
import { effective } from './check-user.js'
import { fieldPath } from '../patch/field-path.js'
import { field } from '../overlay/plan/findings.js'
import type { Owned } from './ownership.js'
import type { Placed, Pod } from '../overlay/plan/pod.js'

/**
 * What a warning is about.
 *
 * | code | says |
 * | --- | --- |
 * | `UserMismatch` | a target's UID differs from the sidecar's or another target's |
 * | `GroupMismatch` | a target's GID differs from the sidecar's or another target's |
 * | `CapabilitiesDropped` | a root target drops capabilities that the sidecar keeps |
 * | `ProcessNamespaceOverwritten` | an explicit `shareProcessNamespace: false` is overwritten |
 * | `LeftoverKept` | something that an earlier injection may have left stays, because it may be the user's own wish |
 */
export type WarningCode =
  'UserMismatch' | 'GroupMismatch' | 'CapabilitiesDropped' | 'ProcessNamespaceOverwritten' | 'LeftoverKept'

/** Something that a person should know of a pod that is injected all the same. */
export interface Warning {
  readonly code: WarningCode
  readonly field: string
  readonly message: string
}

/**
 * Tells what a pure function cannot mend. The kernel lets a process read `/proc/PID/root` of another only where UID and GID
 * are equal and the other has no capability that it lacks itself (ptrace access, man 2 ptrace).
 */
export function warningsFor(
  pod: Pod,
  config: ResolvedConfig,
  targets: readonly Placed[],
  owned: Owned,
): readonly Warning[] {
  const warnings: Warning[] = []
  const warn: Warn = (code, path, message) => {
    warnings.push({ code, field: fieldPath(path), message })
  }
  if (!isLinkMode(config.mode)) {
    warnOfLeftovers(pod, targets, owned, warn)
    return warnings
  }
  if (pod.spec.shareProcessNamespace === false) {
    const message = 'was false and is overwritten: this mode links the model through a shared process namespace'
    warn('ProcessNamespaceOverwritten', ['shareProcessNamespace'], message)
  }
  const sidecar = owned.claimed.find(({ container }) => container.name === config.models[0]?.sidecar)?.container ?? {}
  for (const id of ids) warnOfIds(pod, config, targets, sidecar, id, warn)
  warnOfCapabilities(pod, config, targets, sidecar, warn)
  return warnings
}

type Warn = (code: WarningCode, path: Path, message: string) => void

const ids = [
  { key: 'runAsUser', code: 'UserMismatch', noun: 'UID' },
  { key: 'runAsGroup', code: 'GroupMismatch', noun: 'GID' },
] as const

/** The first target is held against the sidecar, the others against the sidecar or, where its ID is not explicit, the first. */
function warnOfIds(
  pod: Pod,
  config: ResolvedConfig,
  targets: readonly Placed[],
  sidecar: JsonObject,
  { key, code, noun }: (typeof ids)[number],
  warn: Warn,
): void {
  if (config[key] !== undefined) return
  const own = config.securityContext?.[key] ?? effective(pod, sidecar, key)
  const first = targets[0]?.container ?? {}
  const [whose, expected] =
    typeof own === 'number' ? ['the sidecar', own] : [nameOf(first.name), effective(pod, first, key)]
  if (typeof expected !== 'number') return
  for (const { list, index, container } of targets) {
    const id = effective(pod, container, key)
    if (typeof id !== 'number' || id === expected) continue
    const rule = `the kernel lets a server read the model only where they are equal; set ${key} in the config`
    warn(
      code,
      [list, index, 'securityContext', key],
      `is ${String(id)}, while ${whose} has ${noun} ${String(expected)}: ${rule}`,
    )
  }
}

function warnOfCapabilities(
  pod: Pod,
  config: ResolvedConfig,
  targets: readonly Placed[],
  sidecar: JsonObject,
  warn: Warn,
): void {
  const kept = config.securityContext?.capabilities === undefined ? droppedBy(sidecar) : droppedBy(config)
  if (kept.includes('ALL')) return
  for (const { list, index, container } of targets) {
    const user = config.runAsUser ?? effective(pod, container, 'runAsUser')
    if (user !== 0 || droppedBy(container).every((capability) => kept.includes(capability))) continue
    const message =
      'is not dropped by the sidecar too: the kernel refuses a root server that has fewer capabilities than the sidecar; set securityContext in the config'
    warn('CapabilitiesDropped', [list, index, 'securityContext', 'capabilities', 'drop'], message)
  }
}

function droppedBy({ securityContext }: { readonly securityContext?: unknown }): readonly unknown[] {
  const drop = field(field(securityContext, 'capabilities'), 'drop')
  return isList(drop) ? drop : []
}

/** What a link mode set and no other mode needs, but that may be the user's own wish as well. */
function warnOfLeftovers(pod: Pod, targets: readonly Placed[], { leftover }: Owned, warn: Warn): void {
  if (leftover.length === 0) return
  if (pod.spec.shareProcessNamespace === true) {
    warn(
      'LeftoverKept',
      ['shareProcessNamespace'],
      'stays true, though this mode does not need it; remove it, unless something else does',
    )
  }
  for (const { key, noun } of ids) {
    const used = leftover.map(({ container }) => field(container.securityContext, key))
    for (const { list, index, container } of targets) {
      const id = field(container.securityContext, key)
      if (typeof id !== 'number' || !used.includes(id)) continue
      const message = `stays ${String(id)}, the ${noun} of the sidecar that is removed; remove it, unless the server needs it`
      warn('LeftoverKept', [list, index, 'securityContext', key], message)
    }
  }
}
