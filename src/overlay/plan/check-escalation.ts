import { field, isList, isObject, type JsonObject } from '../../json.js'
import { escalationIn } from '../../kubernetes/escalation.js'
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
  if (!isObject(securityContext) || statedValue(securityContext.allowPrivilegeEscalation) === false) return undefined
  const escalation = escalationIn(securityContext)
  if (escalation === 'privileged') return 'privileged: true'
  const added = field(securityContext.capabilities, 'add')
  // The API server says nothing of this spelling, which is the same to a runtime.
  const isSpeltShort = isList(added) && added.includes('SYS_ADMIN')
  return escalation === 'add' || isSpeltShort ? 'the capability SYS_ADMIN' : undefined
}

/**
 * The API server takes no `allowPrivilegeEscalation: false` beside `privileged: true` or `CAP_SYS_ADMIN` (validateSecurityContext,
 * pkg/apis/core/validation), and one that somebody set is not weakened.
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
