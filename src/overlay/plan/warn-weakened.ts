import { isList, isObject, readPath } from '../../json.js'
import type { Rules } from '../rules.js'
import { takeOut } from './last-applied.js'
import type { Owned } from './owned.js'
import type { Outline } from './outline.js'
import type { Warn } from './warnings.js'

/** Tells whether a value that is wanted now is weaker than one that is there, which has been applied last. */
type IsWeaker = (wanted: unknown, there: unknown) => boolean

const isNot =
  (strict: unknown): IsWeaker =>
  (_, there) =>
    there === strict

/** A profile that somebody wrote for this container, then the runtime's own, then none. */
const strengths: readonly unknown[] = [undefined, 'Unconfined', 'RuntimeDefault', 'Localhost']
const strengthOf = (profile: unknown): number =>
  Math.max(1, strengths.indexOf(isObject(profile) ? profile.type : undefined))

/** The fields of a container of which one value is stricter than another, and when one is weaker. */
const fields: readonly { readonly path: readonly string[]; readonly isWeaker: IsWeaker }[] = [
  { path: ['imagePullPolicy'], isWeaker: isNot('Always') },
  { path: ['securityContext', 'allowPrivilegeEscalation'], isWeaker: isNot(false) },
  { path: ['securityContext', 'appArmorProfile'], isWeaker: (wanted, there) => strengthOf(wanted) < strengthOf(there) },
  { path: ['securityContext', 'capabilities', 'add'], isWeaker: (wanted, there) => hasMore(wanted, there) },
  { path: ['securityContext', 'capabilities', 'drop'], isWeaker: (wanted, there) => dropsLess(wanted, there) },
  { path: ['securityContext', 'privileged'], isWeaker: (wanted) => wanted === true },
  { path: ['securityContext', 'procMount'], isWeaker: (wanted) => wanted === 'Unmasked' },
  { path: ['securityContext', 'readOnlyRootFilesystem'], isWeaker: isNot(true) },
  { path: ['securityContext', 'runAsNonRoot'], isWeaker: isNot(true) },
  { path: ['securityContext', 'seccompProfile'], isWeaker: (wanted, there) => strengthOf(wanted) < strengthOf(there) },
]

/** `ALL` has every other capability in it, as a list of added ones and of dropped ones. */
const hasMore: IsWeaker = (wanted, there) => {
  const added = new Set(isList(there) ? there : [])
  return isList(wanted) && !added.has('ALL') && wanted.some((capability) => !added.has(capability))
}

const dropsLess: IsWeaker = (wanted, there) => {
  const dropped = new Set(isList(wanted) ? wanted : [])
  return isList(there) && !dropped.has('ALL') && there.some((capability) => !dropped.has(capability))
}

/**
 * Warns of each field of the overlay's containers that is made weaker than it is: it is as it was applied last, but somebody else may
 * have wanted it too, and would have written it otherwise.
 *
 * @param owned - with the containers as they came in.
 */
export function warnOfWeakened<Own extends Owned>(
  { claimed }: Own,
  { claimOf }: Outline,
  { applied, remedy }: Pick<Rules<Own>, 'applied' | 'remedy'>,
  warn: Warn,
): void {
  for (const { list, index, container } of claimed) {
    const claim = claimOf.get(container.name)
    const lastAndNow = claim && applied(container, claim)
    if (lastAndNow === undefined) continue
    const { value } = takeOut(container, 'Container', lastAndNow.before, lastAndNow.now)
    for (const { path, isWeaker } of fields) {
      const there = readPath(container, path)
      const left = readPath(value, path)
      if (left === there) continue
      const wanted = withEntriesLeft(left, readPath(lastAndNow.now, path))
      if (!isWeaker(wanted, there)) continue
      warn(
        'Weakened',
        [list, index, ...path],
        () =>
          `was ${textOf(there)}, set by an earlier config, and ${wanted === undefined ? 'is removed' : `becomes ${textOf(wanted)}`}; if something else needs it as it is, set it in ${remedy}`,
      )
    }
  }
}

/** Of a list that is a set, what is left of it stays beside what is wanted. */
const withEntriesLeft = (left: unknown, wanted: unknown): unknown =>
  isList(left) ? [...new Set([...left, ...(isList(wanted) ? wanted : [])])] : wanted

const textOf = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value))
