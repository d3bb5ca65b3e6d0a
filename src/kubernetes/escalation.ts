import { isList, isObject, type JsonObject } from '../json.js'

/**
 * What in a security context the API server takes beside no `allowPrivilegeEscalation: false` (ValidateSecurityContext,
 * pkg/apis/core/validation): that it is privileged, or what it adds to the capabilities.
 *
 * @returns undefined for one that may have it.
 */
export function escalationIn({ privileged, capabilities }: JsonObject): 'privileged' | 'add' | undefined {
  if (privileged === true) return 'privileged'
  const added = isObject(capabilities) ? capabilities.add : undefined
  return isList(added) && added.includes('CAP_SYS_ADMIN') ? 'add' : undefined
}
