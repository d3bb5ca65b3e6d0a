import type { ResolvedConfig } from '../config/resolve.js'
import { isList, type JsonObject } from '../json.js'
import type { Path } from '../merge/walk.js'
import { isLinkMode } from '../modes/modes.js'
import type { Owned } from './claims.js'
import { effective } from './check-user.js'
import { fieldPath } from './field-path.js'
import { field } from './findings.js'
import type { Placed, Pod } from './pod.js'

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
  if (!isLinkMode(config.mode)) return warnings
  const warn = (code: WarningCode, path: Path, message: string): void => {
    warnings.push({ code, field: fieldPath(path), message })
  }
  if (pod.spec.shareProcessNamespace === false) {
    warn(
      'ProcessNamespaceOverwritten',
      ['shareProcessNamespace'],
      'was false and is overwritten: this mode links the model through a shared process namespace',
    )
  }
  const sidecar = owned.claimed.find(({ container }) => container.name === config.models[0]?.sidecar)?.container ?? {}
  for (const [key, code, noun] of [
    ['runAsUser', 'UserMismatch', 'UID'],
    ['runAsGroup', 'GroupMismatch', 'GID'],
  ] as const) {
    if (config[key] !== undefined) continue
    const [first] = targets
    const own = config.securityContext?.[key] ?? effective(pod, sidecar, key)
    for (const { list, index, container } of targets) {
      const id = effective(pod, container, key)
      const other = own ?? (first && effective(pod, first.container, key))
      if (id == null || other == null || id === other) continue
      const whose = own === undefined || own === null ? String(first?.container.name) : 'the sidecar'
      warn(
        code,
        [list, index, 'securityContext', key],
        `is ${String(id)}, while ${whose} has ${noun} ${String(other)}: the kernel lets a server read the model only where they are equal; set ${key} in the config`,
      )
    }
  }
  for (const { list, index, container } of targets) {
    const user = config.runAsUser ?? effective(pod, container, 'runAsUser')
    const dropped = dropsOf(container)
    const kept =
      config.securityContext?.capabilities === undefined
        ? dropsOf(sidecar)
        : dropsOf({ securityContext: config.securityContext })
    if (user !== 0 || kept.includes('ALL') || dropped.every((capability) => kept.includes(capability))) continue
    warn(
      'CapabilitiesDropped',
      [list, index, 'securityContext', 'capabilities', 'drop'],
      'is not dropped by the sidecar too: the kernel refuses a root server with fewer capabilities than the sidecar has; set securityContext in the config',
    )
  }
  return warnings
}

function dropsOf(container: JsonObject): readonly unknown[] {
  const drop = field(field(container.securityContext, 'capabilities'), 'drop')
  return isList(drop) ? drop : []
}
