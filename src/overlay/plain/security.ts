import { isObject, nameOf, type JsonObject } from '../../json.js'
import { escalationIn } from '../../kubernetes/escalation.js'
import type { Overlay } from '../overlay.js'
import { isRootForbidden, rootMessage, whereRoot } from '../plan/check-user.js'
import { conflict, field, type Findings } from '../plan/findings.js'
import type { Rules } from '../rules.js'
import { changedContainers, type Changed } from './changed.js'

/**
 * What no container can have at once: the overlay says one half of it and the pod the other, or the overlay both, in different places. So the
 * pod is looked at as it will be. What was so before is not the overlay's.
 */
export function securityChecker({ spec = {}, target = {} }: Overlay): Rules['checkResult'] {
  const own = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
  if (![spec, target, ...own].some(({ securityContext }) => securityContext !== undefined)) return undefined
  const names = new Set<unknown>(own.map(({ name }) => name))
  return (before, after, findings) => {
    const isTold = findings.first.some(({ code }) => code === 'RootUser')
    for (const changed of changedContainers(before, after)) {
      checkEscalation(changed, findings)
      // Those that the overlay lists were looked at before the merge.
      if (!isTold || !names.has(changed.after.name)) checkUser(before, after, changed, findings)
    }
  }
}

function checkEscalation({ before, after, path }: Changed, findings: Findings): void {
  const what = forbidden(after)
  if (what === undefined || forbidden(before) !== undefined) return
  const isTheirs = field(before?.securityContext, 'allowPrivilegeEscalation') === false
  const name = what === 'privileged' ? 'privileged: true' : 'the capability CAP_SYS_ADMIN'
  const place = what === 'privileged' ? ['privileged'] : ['capabilities', 'add']
  const where = ['securityContext', ...(isTheirs ? ['allowPrivilegeEscalation'] : place)]
  conflict(findings, 'PrivilegeEscalation', before === undefined ? path : [...path, ...where], () =>
    isTheirs
      ? `expected nothing that forbids ${name}, found false; remove it, or drop ${name} from the overlay`
      : `expected nothing that needs privilege escalation, found ${name} on ${nameOf(after.name)}; remove it, or drop allowPrivilegeEscalation: false from the overlay`,
  )
}

const forbidden = (container: JsonObject | undefined): ReturnType<typeof escalationIn> =>
  isObject(container?.securityContext) && container.securityContext.allowPrivilegeEscalation === false
    ? escalationIn(container.securityContext)
    : undefined

function checkUser(before: JsonObject, after: JsonObject, changed: Changed, findings: Findings): void {
  const was = changed.before
  if (!isRootForbidden({ spec: after }, changed.after, nothing)) return
  if (was !== undefined && isRootForbidden({ spec: before }, was, nothing)) return
  const where = was === undefined ? changed.path : whereRoot({ spec: before }, was, changed.path)
  conflict(findings, 'RootUser', where, () =>
    rootMessage(nameOf(changed.after.name), 'set another runAsUser in the overlay, or drop runAsNonRoot'),
  )
}

const nothing = { runAsUser: undefined, runAsNonRoot: undefined }
