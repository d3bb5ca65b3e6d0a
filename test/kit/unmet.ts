import { compareQuantities } from './api-server/quantity.js'
import { type Config, type ExpectedModel, isOurVolume, modelsIn, targetContainers, targetsIn } from './config.js'
import { entriesOf, type Fields, fieldsOf, sameJson, show, stringsOf } from './json.js'
import { cleanPath, containersOf, envOf, initContainersOf, mountsOf, namesOf, type PodSpec, volumesOf } from './pod.js'

/** Tells whether an image may stand where another one was configured; by default only the image itself. */
export type AcceptImage = (found: unknown, wanted: string) => boolean

const isItself: AcceptImage = (found, wanted) => found === wanted

/**
 * Lists what a config asks for and a pod does not have, each as a sentence: containers, images, paths, mounts, users, resources,
 * pull policies and secrets, security settings. A stricter setting than the config's counts as had.
 */
export function unmet(podSpec: PodSpec, config: Config, accept: AcceptImage = isItself): string[] {
  const targets = targetContainers(podSpec, config)
  return [
    ...(podSpec['shareProcessNamespace'] === true ? [] : ['the process namespace is not shared']),
    ...(targets.length === targetsIn(podSpec, config).length ? [] : ['a target is missing']),
    ...(config.imagePullSecrets ?? [])
      .filter((name) => namesOf(entriesOf(podSpec['imagePullSecrets'])).filter((other) => other === name).length !== 1)
      .map((name) => `pull secret ${name} is not there once`),
    ...modelsIn(config).flatMap((model) => unmetModel(podSpec, config, model, targets, accept)),
    ...targets.flatMap((target) => [...unmetVariable(target), ...unmetUser(target, config, 'the target')]),
  ]
}

function unmetModel(
  podSpec: PodSpec,
  config: Config,
  model: ExpectedModel,
  targets: readonly Fields[],
  accept: AcceptImage,
): string[] {
  const { sidecar, prefetch, faults } = carriers(podSpec, model)
  if (sidecar === undefined || prefetch === undefined) return faults
  return [
    ...faults,
    ...unmetCarrier(sidecar, config, model, accept),
    ...unmetCarrier(prefetch, config, model, accept),
    ...unmetUser(sidecar, config, model.sidecar),
    ...unmetMounts(podSpec, config, model, sidecar, targets),
    ...(mentions(sidecar, model.path) ? [] : [`the script of ${model.sidecar} does not link ${model.path}`]),
  ]
}

function carriers(podSpec: PodSpec, { sidecar, initContainer }: ExpectedModel) {
  const [regular, initial] = [containersOf(podSpec), initContainersOf(podSpec)]
  const named = (list: readonly Fields[], name: string) => list.filter((container) => container['name'] === name)
  const faults = [
    ...(named(regular, sidecar).length === 1 ? [] : [`${named(regular, sidecar).length} containers named ${sidecar}`]),
    ...(named(initial, initContainer).length === 1
      ? []
      : [`${named(initial, initContainer).length} init containers named ${initContainer}`]),
    ...(named(initial, sidecar).length === 0 ? [] : [`an init container named ${sidecar}`]),
    ...(named(regular, initContainer).length === 0 ? [] : [`a container named ${initContainer}`]),
  ]
  return { sidecar: named(regular, sidecar)[0], prefetch: named(initial, initContainer)[0], faults }
}

function unmetCarrier(container: Fields, config: Config, { image }: ExpectedModel, accept: AcceptImage): string[] {
  const name = String(container['name'])
  const [shell, flag, text] = stringsOf(container['command'])
  const policy = container['imagePullPolicy']
  const hasPolicy = config.imagePullPolicy === undefined || policy === config.imagePullPolicy || policy === 'Always'
  return [
    ...(accept(container['image'], image) ? [] : [`${name} has image ${show(container['image'])}, not ${image}`]),
    ...(shell === 'sh' && flag === '-c' && text !== undefined ? [] : [`${name} has no script in command`]),
    ...(stringsOf(container['args']).length === 0 ? [] : [`${name} has args`]),
    ...(hasPolicy ? [] : [`${name} has pull policy ${show(policy)}`]),
    ...unmetResources(container, config, name),
    ...unmetSecurity(fieldsOf(container['securityContext']), config, name),
  ]
}

function unmetResources(container: Fields, { resources = {} }: Config, name: string): string[] {
  return (['limits', 'requests'] as const).flatMap((side) =>
    Object.entries(fieldsOf(resources[side]))
      .filter(([key, value]) => compareQuantities(fieldsOf(fieldsOf(container['resources'])[side])[key], value) !== 0)
      .map(([key, value]) => `${name} has ${show(container['resources'])}, not ${side}.${key} ${show(value)}`),
  )
}

const restricted: Fields = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
}

/** The value of a security setting that only makes a container safer. */
const strict: Fields = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  privileged: false,
}

function unmetSecurity(context: Fields, { securityContext = {} }: Config, name: string): string[] {
  const wanted = securityContext === 'restricted' ? restricted : securityContext
  return Object.entries(wanted)
    .filter(([key, value]) => {
      if (key === 'capabilities') return !dropsAll(context[key], fieldsOf(value)['drop'])
      return !sameJson(context[key], value) && !(key in strict && context[key] === strict[key])
    })
    .map(([key, value]) => `${name} has ${key} ${show(context[key])}, not ${show(value)}`)
}

const dropsAll = (capabilities: unknown, wanted: unknown): boolean => {
  const dropped = stringsOf(fieldsOf(capabilities)['drop'])
  return stringsOf(wanted).every((capability) => dropped.includes(capability) || dropped.includes('ALL'))
}

function unmetUser(container: Fields, config: Config, name: string): string[] {
  const context = fieldsOf(container['securityContext'])
  return (['runAsUser', 'runAsGroup'] as const)
    .filter((key) => config[key] !== undefined && context[key] !== config[key])
    .map((key) => `${name} has ${key} ${show(context[key])}, not ${show(config[key])}`)
}

function unmetVariable(target: Fields): string[] {
  const entries = envOf(target).filter(({ name }) => name === 'MODEL_INIT_MODE')
  const [variable] = entries
  if (entries.length === 1 && variable?.['value'] === 'async' && (variable['valueFrom'] ?? null) === null) return []
  return [`${show(target['name'])} has ${show(entries)} for MODEL_INIT_MODE`]
}

function unmetMounts(
  podSpec: PodSpec,
  config: Config,
  { parent, sidecar: name }: ExpectedModel,
  sidecar: Fields,
  targets: readonly Fields[],
): string[] {
  const shared = mountAt(sidecar, parent)
  const volumes = volumesOf(podSpec).filter((volume) => volume['name'] === shared?.['name'])
  return [
    ...(shared !== undefined && isUsable(shared) ? [] : [`${name} cannot write to ${parent}`]),
    ...(volumes.length === 1 && isOurVolume(shared?.['name'], config)
      ? []
      : [`${name} has no volume of ours at ${parent}`]),
    ...targets
      .filter((target) => {
        const mount = mountAt(target, parent)
        return mount === undefined || mount['name'] !== shared?.['name'] || !isUsable(mount)
      })
      .map((target) => `${show(target['name'])} does not see ${parent}: ${show(target['volumeMounts'])}`),
  ]
}

function mountAt(container: Fields, path: string): Fields | undefined {
  const mounts = mountsOf(container).filter(({ mountPath }) => cleanPath(mountPath) === path)
  return mounts.length === 1 ? mounts[0] : undefined
}

const isUsable = (mount: Fields): boolean =>
  ['readOnly', 'subPath', 'subPathExpr', 'mountPropagation'].every((key) =>
    [undefined, null, false, ''].includes(mount[key] as null),
  )

/** A path of plain characters stands in a script as it is; others are quoted in some way, and not looked for. */
const mentions = (container: Fields, path: string): boolean =>
  !/^[\w/.-]+$/.test(path) || stringsOf(container['command']).some((text) => text.includes(path))
