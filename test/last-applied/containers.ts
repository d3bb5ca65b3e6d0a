import fc from 'fast-check'
import { maybe, object } from '../../src/testing/arbitraries/values.js'
import { type Fields, fieldsOf } from '../../src/testing/json.js'

/*
 * Containers, and what is applied to them, out of so few values that a container often has what was applied.
 */

const amount = fc.constantFrom<unknown>('10m', '0.01', '15Mi', '1', '1000m', '2', 1, null)

const amounts = object({
  cpu: maybe(60, amount),
  memory: maybe(40, amount),
  'ephemeral-storage': maybe(15, amount),
})

const resources = object({ limits: maybe(70, amounts), requests: maybe(70, amounts) })

/** Resources as a config may set them: every amount is one, and no request is above its limit. */
function fitting(value: Fields): Fields {
  const [limits, requests] = [amountsIn(value['limits']), amountsIn(value['requests'])]
  const fit = Object.entries(requests).filter(
    ([name, amount]) => !(name in limits) || milli(amount) <= milli(limits[name]),
  )
  return {
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(fit.length > 0 && { requests: Object.fromEntries(fit) }),
  }
}

const amountsIn = (value: unknown): Fields =>
  Object.fromEntries(Object.entries(fieldsOf(value)).filter(([, amount]) => amount !== null))

const milliOf: Readonly<Record<string, number>> = {
  '10m': 10,
  '0.01': 10,
  '15Mi': 15728640000,
  '1': 1000,
  '1000m': 1000,
  '2': 2000,
}
const milli = (amount: unknown): number => milliOf[String(amount)] ?? 0

const profile = fc.constantFrom<Fields>(
  { type: 'RuntimeDefault' },
  { type: 'Localhost', localhostProfile: 'a' },
  { localhostProfile: 'a', type: 'Localhost' },
  { type: 'Unconfined' },
)

const id = fc.constantFrom(0, 1000, 2000)
const flag = fc.boolean()
const capability = fc.constantFrom('ALL', 'NET_RAW', 'CHOWN', 'KILL')
const label = fc.constantFrom('s0', 's1', '')

/** What a config may set on a container. */
export const settings: fc.Arbitrary<Fields> = object({
  resources: maybe(60, resources.map(fitting)),
  imagePullPolicy: maybe(50, fc.constantFrom('Always', 'IfNotPresent', 'Never')),
  securityContext: maybe(
    80,
    object({
      allowPrivilegeEscalation: maybe(40, flag),
      capabilities: maybe(
        60,
        object({
          add: maybe(40, fc.uniqueArray(capability, { minLength: 1, maxLength: 2 })),
          drop: maybe(80, fc.uniqueArray(capability, { minLength: 1, maxLength: 4 })),
        }),
      ),
      privileged: maybe(30, flag),
      readOnlyRootFilesystem: maybe(30, flag),
      runAsGroup: maybe(30, id),
      runAsNonRoot: maybe(40, flag),
      runAsUser: maybe(50, id),
      seLinuxOptions: maybe(40, object({ level: maybe(70, label), user: maybe(40, label) })),
      seccompProfile: maybe(50, profile),
    }),
  ),
})

/** What others may have set beside, or left behind: fields that no config knows, and fields that hold nothing. */
const theirs: fc.Arbitrary<Fields> = object({
  image: fc.constant('a:1'),
  resources: maybe(
    60,
    object({
      limits: maybe(60, amounts),
      requests: maybe(60, amounts),
      claims: maybe(20, fc.constant([{ name: 'gpu' }])),
    }),
  ),
  imagePullPolicy: maybe(20, fc.constantFrom('Always', null)),
  securityContext: maybe(
    50,
    object({
      capabilities: maybe(
        50,
        fc.constantFrom({}, { drop: ['KILL'] }, { drop: ['KILL', 'ALL', 'KILL'], add: null }, { drop: null }),
      ),
      privileged: maybe(30, fc.constantFrom(null, true)),
      procMount: maybe(20, fc.constant('Default')),
      runAsUser: maybe(30, fc.constantFrom(0, 1000, null)),
      seLinuxOptions: maybe(30, fc.constantFrom({ role: 'r' }, { level: null }, null)),
      seccompProfile: maybe(
        30,
        fc.constantFrom(
          { type: 'Localhost', localhostProfile: 'b' },
          { type: 'RuntimeDefault', localhostProfile: null },
        ),
      ),
      windowsOptions: maybe(10, fc.constant({ runAsUserName: 'u' })),
    }),
  ),
  tty: maybe(10, fc.constant(true)),
})

/** Lays one value over another: field by field, in lists entry by entry behind. */
function laid(under: unknown, over: unknown): unknown {
  if (over === undefined) return under
  if (Array.isArray(under) && Array.isArray(over)) return [...(under as unknown[]), ...(over as unknown[])]
  if (typeof under !== 'object' || under === null || typeof over !== 'object' || over === null) return over
  const merged: Fields = { ...(under as Fields) }
  for (const [key, value] of Object.entries(over)) merged[key] = laid(merged[key], value)
  return merged
}

/** A container, what was applied to it last, and what is to be applied now. */
export interface Case {
  readonly container: Fields
  readonly before: Fields
  readonly now: Fields
}

/** Containers that mostly have what was applied, with what others set in front, behind, or instead. */
export const appliedCase: fc.Arbitrary<Case> = fc
  .tuple(settings, settings, theirs, fc.constantFrom('under', 'over', 'none'))
  .map(([before, now, others, how]) => {
    const container =
      how === 'under' ? laid(others, before) : how === 'over' ? laid(before, others) : { image: 'a:1', ...before }
    return structuredClone({ container: container as Fields, before, now })
  })

/**
 * What a container comes to: without what the API server would not store (null, an empty text, an object that holds nothing then),
 * amounts as numbers, dropped capabilities as the set that they are.
 */
export function meaningOf(value: Fields): Fields {
  const entries = Object.entries(value)
    .filter(([, field]) => field !== null && field !== '')
    .map(([key, field]): [string, unknown] => {
      if (['cpu', 'memory', 'ephemeral-storage'].includes(key)) return [key, milli(field)]
      if (key === 'drop') return [key, (field as string[]).includes('ALL') ? ['ALL'] : (field as string[]).toSorted()]
      return [key, typeof field === 'object' && !Array.isArray(field) ? meaningOf(field as Fields) : field]
    })
  return Object.fromEntries(
    entries.filter(
      ([, field]) => typeof field !== 'object' || Array.isArray(field) || Object.keys(field ?? {}).length > 0,
    ),
  )
}
