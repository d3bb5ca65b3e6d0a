import type { V1Container, V1PodSpec } from '@kubernetes/client-node'
import { recordedImage, sourceOf } from './ours.js'
import type { Survey } from './survey.js'
import { image } from './wanted.js'

/** What a person should know of a pod that is injected all the same. */
export interface HandWarning {
  readonly code: string
  readonly field: string
  readonly message: string
}

const ids = [
  { key: 'runAsUser', code: 'UserMismatch' },
  { key: 'runAsGroup', code: 'GroupMismatch' },
] as const

/** Every warning that this config can come to, for a pod as it came in. */
export function warningsOf(spec: V1PodSpec, at: Survey): readonly HandWarning[] {
  const warnings: HandWarning[] = []
  const { containers, initContainers, volumes } = spec
  const sidecar = at.sidecar < 0 ? undefined : containers[at.sidecar]
  if (spec.shareProcessNamespace === false)
    warn(warnings, 'ProcessNamespaceOverwritten', 'spec.shareProcessNamespace', 'was false and is overwritten')
  const source = at.volume < 0 ? undefined : sourceOf(volumes![at.volume]!)
  if (source === 'hostPath' || source === 'nfs' || source === 'persistentVolumeClaim')
    warn(warnings, 'SharedVolume', `spec.volumes[${at.volume}]`, `is of type ${source}, which other pods may share`)
  if (at.prefetch >= 0) warnOfImage(warnings, initContainers![at.prefetch]!, `spec.initContainers[${at.prefetch}]`)
  if (sidecar !== undefined) warnOfImage(warnings, sidecar, `spec.containers[${at.sidecar}]`)
  warnOfUsers(warnings, spec, sidecar, at)
  return warnings
}

function warn(warnings: HandWarning[], code: string, field: string, message: string): void {
  warnings.push({ code, field, message })
}

function warnOfImage(warnings: HandWarning[], container: V1Container, field: string): void {
  if (container.image === image || (container.image ?? '') === '' || recordedImage(container) !== image) return
  warn(warnings, 'ImageKept', `${field}.image`, `stays ${container.image}, where ${image} is configured`)
}

function warnOfUsers(warnings: HandWarning[], spec: V1PodSpec, sidecar: V1Container | undefined, at: Survey): void {
  const { containers } = spec
  for (const { key, code } of ids) {
    const of = (container: V1Container | undefined): unknown =>
      container?.securityContext?.[key] ?? spec.securityContext?.[key]
    const [server, transformer] = [
      of(containers[at.server]),
      at.transformer < 0 ? undefined : of(containers[at.transformer]),
    ]
    const own = of(sidecar)
    const expected = [own, server, transformer].find((id) => typeof id === 'number')
    if (expected === undefined) continue
    for (const [index, id] of [
      [at.server, server],
      [at.transformer, transformer],
    ] as const) {
      if (index < 0 || id === expected) continue
      warn(warnings, code, `spec.containers[${index}].securityContext.${key}`, `is not ${String(expected)}, as ours is`)
    }
  }
  warnOfTarget(warnings, spec, sidecar, at.server)
  if (at.transformer >= 0) warnOfTarget(warnings, spec, sidecar, at.transformer)
}

function warnOfTarget(warnings: HandWarning[], spec: V1PodSpec, sidecar: V1Container | undefined, index: number): void {
  const context = spec.containers[index]!.securityContext
  const field = `spec.containers[${index}].securityContext`
  const user = context?.runAsUser ?? spec.securityContext?.runAsUser
  if (typeof user !== 'number') return
  if (user <= 65535 && typeof (context?.runAsGroup ?? spec.securityContext?.runAsGroup) !== 'number')
    warn(warnings, 'GroupUnknown', `${field}.runAsGroup`, `is not set beside UID ${user}`)
  const kept = sidecar?.securityContext?.capabilities?.drop ?? []
  const dropped = context?.capabilities?.drop ?? []
  if (user === 0 && !kept.includes('ALL') && dropped.some((each) => !kept.includes(each)))
    warn(warnings, 'CapabilitiesDropped', `${field}.capabilities.drop`, 'is not dropped by the sidecar too')
}
