import { isDeepStrictEqual } from 'node:util'
import { asFields, type Fields } from './cast.js'
import type { Place } from './container-reasons.js'
import { noMore, preference } from './general-reasons.js'

/** Tells what a change of a container's resources is for; what differs for its amounts is told together. */
export function amountsReason({ before, after, role, config }: Place): string {
  const configured = asFields(role === 'initializer' ? config.fetch?.resources : config.resources)
  const isConfigured = (name: string): boolean => sides.some((side) => asFields(configured[side])[name] !== undefined)
  const amountsOf = (resources: unknown, side: string) => asFields(asFields(resources)[side])
  const hadOne = (name: string): boolean => sides.some((side) => amountsOf(before, side)[name] != null)
  const told = sides.flatMap((side) => {
    const [was, is] = [amountsOf(before, side), amountsOf(after, side)]
    return changedKeys(was, is).map((name) => {
      if (is[name] == null) return 'amounts of an earlier injection go'
      if (isConfigured(name)) return 'the amounts that the config names'
      return hadOne(name) ? 'a default, in place of what an earlier injection has set' : preference
    })
  })
  return told.length === 0 ? noMore : together(told)
}

const sides = ['limits', 'requests'] as const

/** Tells what a change of a container's security context is for. */
export function securityReason({ before, after, role, config }: Place): string {
  const { securityContext, runAsUser, runAsGroup } = config
  const ids: Fields = { runAsUser, runAsGroup }
  const configured = securityContext === 'restricted' ? restricted : asFields(securityContext)
  const [was, is] = [asFields(before), asFields(after)]
  const told = changedKeys(was, is).map((key) => {
    const isConfigured = role !== 'other' && key in configured && ids[key] == null
    if (isConfigured && (!(key in ids) || configured[key] === is[key])) return 'the config’s securityContext'
    if (is[key] == null) return noMore
    return role === 'prefetch' ? prefetchUser : sameUser
  })
  if (told.length === 0) return after == null ? noMore : 'the config’s securityContext'
  return together(told)
}

/** What the word stands for. */
const restricted: Fields = {
  ...{ allowPrivilegeEscalation: false, runAsNonRoot: true, privileged: null },
  ...{ capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
}

const sameUser = 'the same user on both sides, since /proc shows a container’s files to no other'
const prefetchUser = 'the same user as the server, since the pod may forbid others'

const changedKeys = (before: Fields, after: Fields): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isDeepStrictEqual(before[key], after[key]),
  )

const together = (reasons: readonly string[]): string => [...new Set(reasons)].join('; ')
