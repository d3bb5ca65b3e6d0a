import { isObject, nameOf, type JsonObject } from '../../json.js'
import { escalationIn } from '../../kubernetes/escalation.js'
import type { Overlay } from '../overlay.js'
import { isRootForbidden, rootMessage, whereRoot } from '../plan/check-user.js'
import { conflict, field, type Findings } from '../plan/findings.js'
import type { Rules } from '../rules.js'
import { changedContainers, type Changed } from './changed.js'

/**
 * What no container can have at once: of a target, of a container that is only amended, and of every container in a pod whose own settings
 * change, the overlay says one half and the pod the other. So the pod is looked at as it will be. What was so before is not the overlay's.
 */
export function securityChecker({ spec = {}, target = {} }: Overlay): Rules['checkResult'] {
  const own = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
  if (![spec, target, ...own].some(({ securityContext }) => securityContext !== undefined)) return undefined
  const names = new Set<unknown>(own.map(({ name }) => name))
  return (before, after, findings) => {
    for (const changed of changedContainers(before, after)) {
      checkEscalation(changed, findings)
      // Those that the overlay lists were looked at before the merge.
      if (!names.has(changed.after.name)) checkUser(before, after, changed, findings)
    }
  }
}

function checkEscalation({ before, after, path }: Changed, findings: Findings): void {
  const what = forbidden(after)
  if (before === undefined || what === undefined || forbidden(before) !== undefined) return
  const isTheirs = field(before.securityContext, 'allowPrivilegeEscalation') === false
  const name = what === 'privileged' ? 'privileged: true' : 'the capability CAP_SYS_ADMIN'
  const place = what === 'privileged' ? ['privileged'] : ['capabilities', 'add']
  conflict(
    findings,
    'PrivilegeEscalation',
    [...path, 'securityContext', ...(isTheirs ? ['allowPrivilegeEscalation'] : place)],
    () =>
      isTheirs
        ? `expected nothing that forbids ${name}, found false; remove it, or drop ${name} from the overlay`
        : `expected nothing that needs privilege escalation, found ${name}; remove it, or drop allowPrivilegeEscalation: false from the overlay`,
  )
}

const forbidden = ({ securityContext }: JsonObject): ReturnType<typeof escalationIn> =>
  isObject(securityContext) && securityContext.allowPrivilegeEscalation === false
    ? escalationIn(securityContext)
    : undefined

function checkUser(before: JsonObject, after: JsonObject, changed: Changed, findings: Findings): void {
  const was = changed.before
  if (was === undefined || !isRootForbidden({ spec: after }, changed.after, nothing)) return
  if (isRootForbidden({ spec: before }, was, nothing)) return
  conflict(findings, 'RootUser', whereRoot({ spec: before }, was, changed.path), () =>
    rootMessage(nameOf(was.name), 'set another runAsUser in the overlay, or drop runAsNonRoot'),
  )
}

const nothing = { runAsUser: undefined, runAsNonRoot: undefined }
