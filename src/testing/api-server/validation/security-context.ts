import { goJson } from '../go-json.js'
import type { PodSecurityContext, SecurityContext } from './decoded.js'
import { type FieldError, invalid, invalidJson, required, unsupported } from './field-error.js'
import { descendingPathErrors } from './volumes.js'

const LARGEST_ID = 2147483647

/** What a container's security context may say. */
export function* securityContextErrors(
  context: SecurityContext | undefined,
  field: string,
  hostUsers: boolean | undefined,
): Generator<FieldError> {
  if (context === undefined) return
  yield* idErrors(context, field)
  const { procMount, seccompProfile, privileged, capabilities } = context
  const mounts = ['Default', 'Unmasked']
  if (procMount !== undefined && !mounts.includes(procMount)) yield unsupported(`${field}.procMount`, procMount, mounts)
  if (procMount === 'Unmasked' && hostUsers !== false) {
    yield invalid(`${field}.procMount`, procMount, '`hostUsers` must be false to use `Unmasked`')
  }
  yield* seccompErrors(seccompProfile, `${field}.seccompProfile`)
  if (context.allowPrivilegeEscalation !== false) return
  const escalation = 'cannot set `allowPrivilegeEscalation` to false and'
  const shown = goJson('SecurityContext', context)
  if (privileged === true) yield invalidJson(field, shown, `${escalation} \`privileged\` to true`)
  if (capabilities?.add?.includes('CAP_SYS_ADMIN') === true) {
    yield invalidJson(field, shown, `${escalation} \`capabilities.Add\` CAP_SYS_ADMIN`)
  }
}

/** What the security context of a pod may say. */
export function* podSecurityContextErrors(context: PodSecurityContext): Generator<FieldError> {
  const field = 'spec.securityContext'
  yield* idErrors(context, field)
  for (const [index, id] of (context.supplementalGroups ?? []).entries()) {
    yield* idRangeErrors(id, `${field}.supplementalGroups[${index}]`)
  }
  yield* choiceErrors(context.fsGroupChangePolicy, `${field}.fsGroupChangePolicy`, ['Always', 'OnRootMismatch'])
  yield* seccompErrors(context.seccompProfile, `${field}.seccompProfile`)
  yield* choiceErrors(context.supplementalGroupsPolicy, `${field}.supplementalGroupsPolicy`, ['Merge', 'Strict'])
  yield* choiceErrors(context.seLinuxChangePolicy, `${field}.seLinuxChangePolicy`, ['MountOption', 'Recursive'])
}

function* choiceErrors(value: string | undefined, field: string, choices: readonly string[]): Generator<FieldError> {
  if (value !== undefined && !choices.includes(value)) yield unsupported(field, value, choices)
}

function* idErrors(
  context: { runAsUser?: number; runAsGroup?: number; fsGroup?: number },
  field: string,
): Generator<FieldError> {
  for (const key of ['fsGroup', 'runAsUser', 'runAsGroup'] as const)
    yield* idRangeErrors(context[key], `${field}.${key}`)
}

function* idRangeErrors(id: number | undefined, field: string): Generator<FieldError> {
  if (id === undefined || (id >= 0 && id <= LARGEST_ID)) return
  yield invalid(field, id, `must be between 0 and ${LARGEST_ID}, inclusive`)
}

function* seccompErrors(profile: SecurityContext['seccompProfile'], field: string): Generator<FieldError> {
  if (profile === undefined) return
  const { type, localhostProfile } = profile
  const types = ['Localhost', 'RuntimeDefault', 'Unconfined']
  if (!type) yield required(`${field}.type`, 'type is required when seccompProfile is set')
  else if (!types.includes(type)) yield unsupported(`${field}.type`, type, types)
  if (type === 'Localhost') {
    if (localhostProfile === undefined) {
      yield required(`${field}.localhostProfile`, 'must be set when seccomp type is Localhost')
    } else yield* descendingPathErrors(localhostProfile, `${field}.localhostProfile`)
  } else if (localhostProfile !== undefined) {
    const shown = goJson('SeccompProfile', profile)
    yield invalidJson(`${field}.localhostProfile`, shown, 'can only be set when seccomp type is Localhost')
  }
}
