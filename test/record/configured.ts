import fc from 'fast-check'
import { config } from '../kit/arbitraries/configs.js'
import { object, maybe } from '../../src/testing/arbitraries/values.js'
import type { Config } from '../kit/config.js'
import { type Fields, fieldsOf, isFields } from '../../src/testing/json.js'

/** Any UTF-16 units, whole characters or not, with those in front that mean something to a shell, the kubelet or a comment. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\n',
        '\r',
        '\u2028',
        ' ',
        '\t',
        '"',
        "'",
        '\\',
        '$',
        '$(',
        '$$',
        '`',
        '(',
        ')',
        ';',
        '&',
        '|',
        '#',
        '=',
      ),
      fc.constantFrom(
        '\n: > /ran\n',
        '$(HOME)',
        '\\u000a',
        '\\n',
        's0:c1,c2',
        '\0',
        '\ud800',
        '\udc00',
        '{}',
        '[]',
        ',',
        '-',
      ),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    ),
    { maxLength: 12, size: 'max' },
  )
  .map((parts) => parts.join(''))

const profile = fc.oneof(
  fc.constantFrom({ type: 'RuntimeDefault' }, { type: 'Unconfined', localhostProfile: null }),
  fc
    .oneof(hostileText, fc.constant('profiles/model.json'))
    .map((localhostProfile) => ({ type: 'Localhost', localhostProfile })),
)

const id = fc.constantFrom(0, 1, 1000, 65535, 2147483647)

/** Security contexts with every field that a config may set, and any text where any is taken. */
const securityContext: fc.Arbitrary<Fields> = object({
  allowPrivilegeEscalation: maybe(20, fc.boolean()),
  appArmorProfile: maybe(30, profile),
  capabilities: maybe(
    40,
    object({
      add: maybe(50, fc.array(hostileText, { minLength: 1, maxLength: 3 })),
      drop: maybe(70, fc.array(fc.oneof(hostileText, fc.constant('ALL')), { minLength: 1, maxLength: 3 })),
    }),
  ),
  privileged: maybe(20, fc.boolean()),
  procMount: maybe(20, fc.constantFrom('Default', 'Unmasked')),
  readOnlyRootFilesystem: maybe(20, fc.boolean()),
  runAsGroup: maybe(30, id),
  runAsNonRoot: maybe(20, fc.constantFrom(true, false, null)),
  runAsUser: maybe(30, id),
  seLinuxOptions: maybe(
    50,
    object({
      level: maybe(70, hostileText),
      role: maybe(40, hostileText),
      type: maybe(40, hostileText),
      user: maybe(40, fc.oneof(hostileText, fc.constant(null))),
    }),
  ),
  seccompProfile: maybe(30, profile),
})

/** Configs whose containers carry a script, with security contexts full of hostile texts. */
export const recordedConfig: fc.Arbitrary<Config> = fc
  .tuple(
    config,
    fc.constantFrom('sidecar', 'native-sidecar'),
    fc.oneof({ weight: 4, arbitrary: securityContext }, { weight: 1, arbitrary: fc.constant(undefined) }),
  )
  .map(([from, mode, context]) => {
    const { runAsUser, runAsGroup, ...rest } = from
    // At the top and in the security context they have to be equal.
    const ids =
      context === undefined
        ? { ...(runAsUser === undefined ? {} : { runAsUser }), ...(runAsGroup === undefined ? {} : { runAsGroup }) }
        : {}
    return { ...rest, ...ids, mode, ...(context && { securityContext: context }) }
  })

const restricted: Fields = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
}

/** What a config sets on one of its containers, told from the config alone. */
export function settingsIn(config: Config, isPrefetch: boolean): Fields {
  const { securityContext = {} } = config
  const context = withoutNothing(securityContext === 'restricted' ? restricted : securityContext)
  // Beside `allowPrivilegeEscalation: false` it must not be there, and `false` is what it is then.
  if (context['allowPrivilegeEscalation'] === false) delete context['privileged']
  const ids =
    isPrefetch && context['runAsNonRoot'] !== true ? {} : { runAsUser: config.runAsUser, runAsGroup: config.runAsGroup }
  return withoutNothing({
    resources: resourcesIn(config),
    imagePullPolicy: config.imagePullPolicy,
    securityContext: { ...context, ...withoutNothing(ids) },
  })
}

function resourcesIn({ resources }: Config): Fields | undefined {
  if (resources === undefined) return undefined
  const texts = (side: 'limits' | 'requests') =>
    Object.fromEntries(Object.entries(fieldsOf(resources[side])).map(([name, amount]) => [name, String(amount).trim()]))
  const [limits, requests] = [texts('limits'), texts('requests')]
  return {
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Object.keys(requests).length > 0 && { requests }),
  }
}

/** Leaves out what is null or undefined, and the objects that hold nothing else; `resources` may be empty. */
function withoutNothing(value: Fields): Fields {
  const entries = Object.entries(value)
    .filter(([, field]) => field !== null && field !== undefined)
    .map(([key, field]): [string, unknown] => [key, isFields(field) ? withoutNothing(field) : field])
  return Object.fromEntries(
    entries.filter(([key, field]) => key === 'resources' || !isFields(field) || Object.keys(field).length > 0),
  )
}
