import { type Carrier, carriersIn, type Config, isFresh, modeIn, modelsIn, targetContainers } from '../config.js'
import { clone, entriesOf, type Fields, fieldsOf, omit, sameJson, show } from '../../../src/testing/json.js'
import {
  cleanPath,
  containersOf,
  envOf,
  initContainersOf,
  mountsOf,
  namesOf,
  type PodSpec,
  volumesOf,
} from '../../../src/testing/pod.js'
import { formatQuantity, parseQuantity, roundToMilli } from '../../../src/testing/api-server/quantity.js'
import { attempt, demand } from '../refusal.js'
import { unmet } from '../unmet.js'
import { BrokenLaw, type Verdict } from '../../../src/testing/laws/law.js'

type Injector = (podSpec: PodSpec, config: Config) => PodSpec

/**
 * L4: whatever another config with the same names made of a pod, the pod that comes out has everything that this config sets.
 * Where the pod was fresh, nothing recognisable is left of the other config: the same containers, volumes, mounts and
 * variables come out as if only this config had ever been there.
 */
export function assertConvergent(inject: Injector, podSpec: PodSpec, first: Config, second: Config): Verdict {
  const before = attempt(() => inject(podSpec, first))
  // A target's UID and GID are never taken back: the second config meets the pod with those that the first left there.
  const direct = attempt(() =>
    inject('refusal' in before ? podSpec : withUsersOf(before.result, podSpec, first), second),
  )
  if ('refusal' in before || 'refusal' in direct) return 'refused'
  const again = attempt(() => inject(before.result, second))
  if ('refusal' in again && isUnknown(first)) return 'refused'
  const converged = demand('L4 convergent', () => inject(before.result, second))
  const missing = unmet(converged, second)
  if (missing.length > 0) throw new BrokenLaw('L4 convergent: the second config is not met', { details: [...missing] })
  if (isUnknown(first)) return 'held'
  if (!isFresh(podSpec, first) || !isFresh(podSpec, second)) return 'held'
  const [made, wanted] = [inventory(converged, second), inventory(direct.result, second)]
  for (const [key, names] of Object.entries(wanted)) {
    if (!sameJson(made[key], names))
      throw new BrokenLaw(`L4 convergent: ${key} of the first config are left`, { details: [made[key], names] })
  }
  return 'held'
}

/**
 * Whether a config's image volumes are not told from a user's own, away from the paths of another config or where a container mounts them
 * that is no target any more: those that show something else than `models`.
 */
const isUnknown = (config: Config): boolean =>
  modeIn(config) === 'image-volume' && modelsIn(config).some(({ source }) => source !== '/models')

/** What stands in a pod by name; former targets may keep a mount, so only those of the config's targets count. */
function inventory(podSpec: PodSpec, config: Config): Fields {
  const targets = targetContainers(podSpec, config)
  return {
    containers: namesOf(containersOf(podSpec)).sort(),
    initContainers: namesOf(initContainersOf(podSpec)).sort(),
    volumes: namesOf(volumesOf(podSpec)).sort(),
    mounts: targets.map((target) =>
      mountsOf(target)
        .map(({ name, mountPath }) => `${String(name)}:${cleanPath(mountPath)}`)
        .sort(),
    ),
    variables: targets.map((target) => namesOf(envOf(target)).sort()),
    settings: carriersIn(config).map((carrier) => settingsOf(podSpec, carrier, unstated(podSpec, targets))),
  }
}

/** What a config sets on a container that carries a script: nothing that was set by another is left, nor weaker or stricter. */
function settingsOf(podSpec: PodSpec, { list, name, model }: Carrier, inherited: Fields): Fields {
  const container = entriesOf(podSpec[list]).find((each) => each['name'] === name)
  if (model === undefined || container === undefined) return {}
  const { command, image, imagePullPolicy, resources, securityContext } = container
  const amounts = Object.fromEntries(
    Object.entries(fieldsOf(resources)).flatMap(([side, all]) =>
      Object.entries(fieldsOf(all)).map(([key, amount]) => [`${side}.${key}`, plain(amount)]),
    ),
  )
  return { image, imagePullPolicy, amounts, ...withoutFollowed(command, fieldsOf(securityContext), inherited) }
}

/** The IDs that targets have from the pod alone. */
const unstated = (podSpec: PodSpec, targets: readonly Fields[]): Fields =>
  Object.fromEntries(
    Object.entries(fieldsOf(podSpec['securityContext'])).filter(
      ([key]) =>
        ['runAsUser', 'runAsGroup'].includes(key) &&
        targets.every((target) => (fieldsOf(target['securityContext'])[key] ?? null) === null),
    ),
  )

/**
 * What was followed once is followed on, where the targets of now have it from the pod alone: that is no setting of a config, and the
 * number is the one that the container would have of the pod. Every other number counts, and so does what its record says of it.
 */
function withoutFollowed(command: unknown, securityContext: Fields, inherited: Fields): Fields {
  const text = JSON.stringify(command ?? '')
  const followedOn = Object.entries(inherited).flatMap(([key, id]) => {
    const entry = ` follows.${key}=${show(id)}`
    return text.includes(entry) && securityContext[key] === id ? [{ key, entry }] : []
  })
  return {
    command: followedOn.reduce((left, { entry }) => left.replace(entry, ''), text),
    securityContext: omit(securityContext, ...followedOn.map(({ key }) => key)),
  }
}

/** An amount in one spelling. */
function plain(amount: unknown): string {
  const quantity = parseQuantity(amount)
  if (quantity === undefined) return show(amount)
  const { unscaled, scale } = roundToMilli(quantity)
  return formatQuantity({ unscaled, scale, format: 'DecimalSI' })
}

/** A pod with the UIDs and GIDs that the targets of a config have in another one. */
function withUsersOf(made: PodSpec, podSpec: PodSpec, config: Config): PodSpec {
  const spec = clone(podSpec)
  const after = targetContainers(made, config)
  targetContainers(spec, config).forEach((target, index) => {
    const { runAsUser, runAsGroup } = fieldsOf(fieldsOf(after[index])['securityContext'])
    const ids = { ...(runAsUser !== undefined && { runAsUser }), ...(runAsGroup !== undefined && { runAsGroup }) }
    if (Object.keys(ids).length > 0) target['securityContext'] = { ...fieldsOf(target['securityContext']), ...ids }
  })
  return spec
}
