import { field, isList, readPath, type JsonObject } from '../../json.js'
import { statedValue } from '../overlay.js'
import type { Rules } from '../rules.js'
import { conflict, type Findings } from './findings.js'
import type { Owned } from './owned.js'
import type { Outline } from './outline.js'

/**
 * What a container gets that it can only have with privilege escalation; undefined for one that does without, or whose overlay forbids it
 * itself: what the pod has then is no one else's.
 */
export function escalationOf({ securityContext }: JsonObject): string | undefined {
  const allowed = field(securityContext, 'allowPrivilegeEscalation')
  if (statedValue(allowed) === false) return undefined
  if (field(securityContext, 'privileged') === true) return 'privileged: true'
  const added = readPath(securityContext, ['capabilities', 'add'])
  if (!isList(added)) return undefined
  return added.includes('SYS_ADMIN') || added.includes('CAP_SYS_ADMIN') ? 'the capability SYS_ADMIN' : undefined
}

/**
 * The API server takes no `allowPrivilegeEscalation: false` beside `privileged: true` or `CAP_SYS_ADMIN` (validateSecurityContext,
 * pkg/apis/core/validation), and one that somebody set is not weakened. Of `SYS_ADMIN` it says nothing, which is the same to a runtime.
 */
export function checkEscalation(
  { claimOf }: Outline,
  { claimed }: Owned,
  { remedy }: Pick<Rules, 'remedy'>,
  findings: Findings,
): void {
  for (const { list, index, container } of claimed) {
    const escalation = claimOf.get(container.name)?.escalation
    if (escalation === undefined || field(container.securityContext, 'allowPrivilegeEscalation') !== false) continue
    conflict(
      findings,
      'PrivilegeEscalation',
      [list, index, 'securityContext', 'allowPrivilegeEscalation'],
      () =>
        `expected nothing that forbids ${escalation}, found false, which somebody else has set; remove it, or drop ${escalation} from ${remedy}`,
    )
  }
}
