import {
  type Config,
  initializer,
  isNumbered,
  isOursIn,
  mountPathsIn,
  namesIn,
  ourVolumeNames,
  targetContainers,
} from '../config.js'
import { entriesOf, type Fields, fieldsOf } from '../../../src/testing/json.js'
import { allContainersOf, cleanPath, type Inject, mountsOf, namesOf, type PodSpec } from '../../../src/testing/pod.js'
import { attempt } from '../refusal.js'
import { BrokenLaw, type Verdict } from '../../../src/testing/laws/law.js'

const podFields = ['containers', 'initContainers', 'volumes', 'imagePullSecrets', 'shareProcessNamespace']
const targetFields = ['env', 'volumeMounts', 'securityContext']
const carrierFields = [
  ...[
    'image',
    'command',
    'args',
    'resources',
    'volumeMounts',
    'securityContext',
    'imagePullPolicy',
    'terminationMessagePolicy',
  ],
  ...[
    'restartPolicy',
    'restartPolicyRules',
    'livenessProbe',
    'readinessProbe',
    'startupProbe',
    'lifecycle',
    'resizePolicy',
  ],
]

/**
 * L5: what the config does not name comes out as the same reference, in the same order; what is new stands behind it, and a new init
 * container directly in front of the first target that is one.
 */
export function assertFramed(inject: Inject, podSpec: PodSpec, config: Config): Verdict {
  const outcome = attempt(() => inject(podSpec))
  if ('refusal' in outcome) return 'refused'
  const changes = unframed(podSpec, outcome.result, config)
  if (changes.length > 0) throw new BrokenLaw('L5 framed: changed without need', { details: [...changes] })
  return 'held'
}

/** Lists what an injection changed though its config does not name it. */
export function unframed(before: PodSpec, after: PodSpec, config: Config): string[] {
  const targets = new Set(targetContainers(before, config).map(({ name }) => name))
  const secrets = config.imagePullSecrets ?? []
  const volumes = new Set(
    [before, after].flatMap((spec) => [...ourVolumeNames(spec, config), ...numberedMounts(spec, config)]),
  )
  // An initializer that has fetched models is ours before, and may be somebody else's afterwards.
  const ours = new Set(
    [before, after].flatMap((spec) => namesOf(allContainersOf(spec).filter((each) => isOursIn(each, config)))),
  )
  const isOurs = ({ name }: Fields): boolean => ours.has(String(name))
  const isConcerned = (container: Fields): boolean =>
    targets.has(String(container['name'])) || mountsAny(container, volumes)
  return [
    ...otherFields(before, after, podFields, 'spec'),
    ...(['containers', 'initContainers'] as const).flatMap((list) => [
      ...sequence(before, after, list, isOurs, isConcerned),
      ...newcomers(before, after, list, list === 'initContainers' ? new Set([...targets].map(String)) : noTargets),
      ...pairs(before, after, list).flatMap(([old, made]) => {
        const field = `${list} ${String(old['name'])}`
        if (isOurs(old)) return otherFields(old, made, fieldsOfCarrier(old), field)
        return isConcerned(old) ? insideTarget(old, made, config, volumes, field) : []
      }),
    ]),
    ...sequence(before, after, 'volumes', ({ name }) => volumes.has(String(name))),
    ...newcomers(before, after, 'volumes'),
    ...sequence(before, after, 'imagePullSecrets', ({ name }) => secrets.includes(name as string)),
    ...newcomers(before, after, 'imagePullSecrets'),
  ]
}

const noTargets: ReadonlySet<unknown> = new Set()

/** The storage initializer is told of secrets and registries by its environment. */
const fieldsOfCarrier = ({ name }: Fields): readonly string[] =>
  name === initializer ? [...carrierFields, 'env'] : carrierFields

/** Names of our volumes by their number, as mounts say them: the volume itself may be gone. */
const numberedMounts = (podSpec: PodSpec, config: Config): string[] =>
  allContainersOf(podSpec)
    .flatMap((container) => namesOf(mountsOf(container)))
    .filter((name) => isNumbered(name, namesIn(config).volume))

const mountsAny = (container: Fields, volumes: ReadonlySet<string>): boolean =>
  entriesOf(container['volumeMounts']).some(({ name }) => volumes.has(String(name)))

/** Fields that are named neither by the config nor by the mechanism: the same value under the same key. */
function otherFields(old: Fields, made: Fields, own: readonly string[], field: string): string[] {
  const keys = new Set([...Object.keys(old), ...Object.keys(made)])
  return [...keys].filter((key) => !own.includes(key) && old[key] !== made[key]).map((key) => `${field}.${key}`)
}

/** Entries that are not ours: the same ones, as the same references but where the injection has business inside, in the same order. */
function sequence(
  before: Fields,
  after: Fields,
  list: string,
  isOurs: (entry: Fields) => boolean,
  isConcerned: (entry: Fields) => boolean = () => false,
): string[] {
  const old = entriesOf(before[list])
  const made = entriesOf(after[list])
  const [theirs, still] = [old, made].map((entries) => entries.filter((entry) => !isOurs(entry))) as [
    Fields[],
    Fields[],
  ]
  const isSame = (entry: Fields, index: number): boolean =>
    still[index] === entry || (isConcerned(entry) && still[index]?.['name'] === entry['name'])
  if (theirs.length !== still.length || !theirs.every(isSame)) return [`${list}: entries that are not ours`]
  const untouched = old.length === made.length && old.every((entry, index) => entry === made[index])
  return untouched && before[list] !== after[list] && old.length > 0
    ? [`${list}: another list of the same entries`]
    : []
}

/** Entries that are new stand together: in front of the first target among the old ones, else behind all of them. */
function newcomers(
  before: Fields,
  after: Fields,
  list: string,
  targets: ReadonlySet<unknown> = noTargets,
  keyOf: (entry: Fields) => unknown = ({ name }) => name,
): string[] {
  const old = entriesOf(before[list])
  const made = entriesOf(after[list])
  const known = new Set(old.map(keyOf))
  const firstNew = made.findIndex((entry) => !known.has(keyOf(entry)))
  if (firstNew === -1) return []
  const isTarget = ({ name, restartPolicy }: Fields): boolean => targets.has(String(name)) && restartPolicy === 'Always'
  const behind = made.slice(firstNew)
  const next = behind.findIndex((entry) => known.has(keyOf(entry)))
  const first = made.findIndex(isTarget)
  if (first === -1) return next === -1 ? [] : [`${list}: a new entry stands before an old one`]
  const isTogether = next !== -1 && behind.slice(next).every((entry) => known.has(keyOf(entry)))
  return isTogether && firstNew + next === first
    ? []
    : [`${list}: a new entry does not stand in front of the first target`]
}

/** Entries before and after that have the same name, where it is there once. */
function pairs(before: Fields, after: Fields, list: string): [Fields, Fields][] {
  const [old, made] = [entriesOf(before[list]), entriesOf(after[list])]
  return old.flatMap((entry): [Fields, Fields][] => {
    const [twins, results] = [old, made].map((entries) => entries.filter(({ name }) => name === entry['name'])) as [
      Fields[],
      Fields[],
    ]
    const result = results[0]
    return twins.length === 1 && results.length === 1 && result !== undefined ? [[entry, result]] : []
  })
}

function insideTarget(
  old: Fields,
  made: Fields,
  config: Config,
  volumes: ReadonlySet<string>,
  field: string,
): string[] {
  const paths = mountPathsIn(config)
  const isOurMount = ({ name, mountPath }: Fields): boolean =>
    volumes.has(String(name)) || paths.includes(cleanPath(mountPath))
  const ids = ['runAsUser', 'runAsGroup'].filter((key) => config[key as 'runAsUser'] !== undefined)
  return [
    ...otherFields(old, made, targetFields, field),
    ...sequence(old, made, 'volumeMounts', isOurMount),
    ...newcomers(old, made, 'volumeMounts', noTargets, ({ mountPath }) => cleanPath(mountPath)),
    ...sequence(old, made, 'env', ({ name }) => name === 'MODEL_INIT_MODE'),
    ...newcomers(old, made, 'env'),
    ...otherFields(
      fieldsOf(old['securityContext']),
      fieldsOf(made['securityContext']),
      ids,
      `${field}.securityContext`,
    ),
    ...(ids.length === 0 && old['securityContext'] !== made['securityContext'] ? [`${field}.securityContext`] : []),
  ]
}
