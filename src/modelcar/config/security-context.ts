import { copy, found, isList, isObject, withoutHoles, type JsonObject } from '../../json.js'
import type { OverlayObject } from '../../overlay/overlay.js'
import { at, checkKeys, readBoolean, readChoice, readId, readObject, addCause, type Causes } from '../../input/check.js'
import { byteLength, expectedOfPath, isWellFormed } from '../../input/file-path.js'

/**
 * What the Pod Security Standard "restricted" demands of a container.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
const restricted: OverlayObject = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'], add: null },
  seccompProfile: { type: 'RuntimeDefault' },
  privileged: null,
}

const profile = ['type', 'localhostProfile']
const objects: Readonly<Record<string, readonly string[]>> = {
  appArmorProfile: profile,
  capabilities: ['add', 'drop'],
  seLinuxOptions: ['level', 'role', 'type', 'user'],
  seccompProfile: profile,
}
const booleans = ['allowPrivilegeEscalation', 'privileged', 'readOnlyRootFilesystem', 'runAsNonRoot']
const known = [...booleans, ...Object.keys(objects), 'procMount', 'runAsGroup', 'runAsUser']

/** Reads the security context of our containers, as an overlay: what it forbids is absent there. */
export function readSecurityContext(causes: Causes, value: unknown, field: string): OverlayObject | undefined {
  if (value === 'restricted') return restricted
  if (typeof value === 'string')
    return addCause(causes, 'InvalidValue', field, `expected "restricted" or an object, found ${found(value)}`)
  const given = readObject(causes, value, field)
  if (given === undefined) return undefined
  const before = causes.length
  checkKeys(causes, given, known, field)
  for (const key of booleans) readBoolean(causes, given[key], at(field, key))
  readId(causes, given.runAsUser, at(field, 'runAsUser'))
  readId(causes, given.runAsGroup, at(field, 'runAsGroup'))
  readString(causes, given.procMount, at(field, 'procMount'))
  if (typeof given.procMount === 'string')
    readChoice(causes, given.procMount, ['Default', 'Unmasked'], at(field, 'procMount'))
  for (const [key, fields] of Object.entries(objects)) readFields(causes, given[key], key, fields, at(field, key))
  checkContradictions(causes, given, field)
  return causes.length > before ? undefined : toOverlay(given)
}

function readFields(causes: Causes, value: unknown, key: string, fields: readonly string[], field: string): void {
  const given = readObject(causes, value, field)
  if (given === undefined) return
  checkKeys(causes, given, fields, field)
  if (fields !== profile) {
    for (const name of fields) {
      if (name === 'add' || name === 'drop') readStrings(causes, given[name], at(field, name))
      else readString(causes, given[name], at(field, name))
    }
    return
  }
  const types = ['Localhost', 'RuntimeDefault', 'Unconfined']
  if (!types.some((type) => type === given.type))
    addCause(
      causes,
      'InvalidValue',
      at(field, 'type'),
      `expected one of ${types.join(', ')}, found ${found(given.type)}`,
    )
  readString(causes, given.localhostProfile, at(field, 'localhostProfile'))
  if ((given.type === 'Localhost') !== (given.localhostProfile != null)) {
    addCause(
      causes,
      'InvalidValue',
      at(field, 'localhostProfile'),
      `expected a profile exactly where type is Localhost, found ${found(given.localhostProfile)}`,
    )
  } else if (typeof given.localhostProfile === 'string' && isWellFormed(given.localhostProfile)) {
    const expected = expectedOfProfile(given.localhostProfile, key)
    if (expected !== undefined)
      addCause(
        causes,
        'InvalidValue',
        at(field, 'localhostProfile'),
        `expected ${expected}, found ${found(given.localhostProfile)}`,
      )
  }
}

/** The API server's bytes for the name of an AppArmor profile (validateAppArmorProfileField, pkg/apis/core/validation). */
const longestAppArmorName = 4095

/** A seccomp profile is a file below the kubelet's own folder; an AppArmor profile has a name, which may look like a path. */
function expectedOfProfile(profile: string, key: string): string | undefined {
  if (key === 'appArmorProfile') {
    if (profile === '' || /^\p{White_Space}|\p{White_Space}$/u.test(profile))
      return 'a name without white space around it'
    const bytes = String(longestAppArmorName)
    return byteLength(profile) > longestAppArmorName ? `a name of at most ${bytes} bytes` : undefined
  }
  if (profile === '' || profile.startsWith('/')) return "a path relative to the kubelet's seccomp folder"
  return profile.split('/').includes('..') ? 'a path without ".."' : expectedOfPath(profile)
}

function readString(causes: Causes, value: unknown, field: string): void {
  if (value != null) checkString(causes, value, field)
}

function checkString(causes: Causes, value: unknown, field: string): void {
  if (typeof value !== 'string') addCause(causes, 'InvalidType', field, `expected a string, found ${found(value)}`)
  else if (!isWellFormed(value))
    addCause(causes, 'InvalidValue', field, `expected a string of whole characters, found ${found(value)}`)
}

function readStrings(causes: Causes, value: unknown, field: string): void {
  if (value == null) return
  if (!isList(value)) addCause(causes, 'InvalidType', field, `expected a list of strings, found ${found(value)}`)
  else withoutHoles(value).forEach((each, index) => checkString(causes, each, `${field}[${String(index)}]`))
}

function checkContradictions(causes: Causes, given: JsonObject, field: string): void {
  const added = isObject(given.capabilities) ? given.capabilities.add : undefined
  const addsAdmin = isList(added) && (added.includes('SYS_ADMIN') || added.includes('CAP_SYS_ADMIN'))
  const expected = 'expected nothing that needs privilege escalation beside allowPrivilegeEscalation: false'
  if (given.allowPrivilegeEscalation === false && given.privileged === true) {
    addCause(causes, 'Exclusive', at(field, 'privileged'), `${expected}, found true`)
  }
  if (given.allowPrivilegeEscalation === false && addsAdmin) {
    addCause(causes, 'Exclusive', at(at(field, 'capabilities'), 'add'), `${expected}, found SYS_ADMIN`)
  }
  if (given.runAsNonRoot === true && given.runAsUser === 0) {
    addCause(
      causes,
      'Exclusive',
      at(field, 'runAsUser'),
      'expected a UID other than 0 beside runAsNonRoot: true, found 0',
    )
  }
}

/** The API server refuses what needs privilege escalation beside `allowPrivilegeEscalation: false`, whoever added it. */
function toOverlay(given: JsonObject): OverlayObject {
  const context = stated(given)
  if (context.allowPrivilegeEscalation !== false) return context
  const capabilities = isObject(context.capabilities) ? context.capabilities : {}
  return { ...context, privileged: null, capabilities: { ...capabilities, add: capabilities.add ?? null } }
}

/**
 * The fields that say something. `null` is absent, as everywhere in Kubernetes, while in an overlay it would mean that the field must not be
 * there; and an empty list or object asks for nothing.
 */
const stated = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value)
      .map(([key, field]): [string, unknown] => [key, isObject(field) ? stated(field) : copy(field)])
      .filter(([, field]) => field != null && !isEmpty(field)),
  )

const isEmpty = (value: unknown): boolean =>
  isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
