import { field, isObject, nameOf, type JsonObject } from '../../json.js'
import { escalationIn } from '../../kubernetes/escalation.js'
import { containersIn, type Overlay } from '../overlay.js'
import { isRootForbidden, rootMessage, whereRoot } from '../plan/check-user.js'
import { conflict, type Findings } from '../plan/findings.js'
import { changedContainers, type Changed } from './changed.js'
import type { Look } from './looks.js'

/**
 * What no container can have at once: the overlay says one half of it and the pod the other, or the overlay both, in different places. So the
 * pod is looked at as it will be.
 */
export function securityLook({ spec = {}, target = {} }: Overlay): Look {
  const own = containersIn(spec)
  const saysSome = [spec, target, ...own].some(({ securityContext }) => securityContext !== undefined)
  // A container that is added has what the pod says of all.
  const adds = own.some(({ image }) => image !== undefined)
  return {
    concerns: ({ securityContext }) => saysSome || (adds && field(securityContext, 'runAsUser') === 0),
    look: (before, after, findings) => {
      for (const changed of changedContainers(before, after)) {
        checkEscalation(changed, findings)
        checkUser(before, after, changed, findings)
      }
    },
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
