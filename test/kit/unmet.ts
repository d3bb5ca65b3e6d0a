import { compareQuantities } from '../../src/testing/api-server/quantity.js'
import {
  type Carrier,
  carriersIn,
  type Config,
  type ExpectedModel,
  isLinked,
  modeIn,
  modelsIn,
  mountPathsIn,
  targetContainers,
  targetsIn,
} from './config.js'
import { isRewriting } from './images.js'
import { entriesOf, type Fields, fieldsOf, sameJson, show, stringsOf } from '../../src/testing/json.js'
import { allContainersOf, cleanPath, envOf, mountsOf, namesOf, type PodSpec, volumesOf } from '../../src/testing/pod.js'

/** Tells whether an image may stand where another one was configured; by default only the image itself. */
type AcceptImage = (found: unknown, wanted: string) => boolean

const isItself: AcceptImage = (found, wanted) => found === wanted

/**
 * Lists what a config asks for and a pod does not have, each as a sentence: containers, images, paths, mounts, users, resources,
 * pull policies and secrets, security settings. A stricter setting than the config's counts as had.
 */
export function unmet(podSpec: PodSpec, config: Config, accept: AcceptImage = isItself): string[] {
  const targets = targetContainers(podSpec, config)
  const isShared = !isLinked(config) || podSpec['shareProcessNamespace'] === true
  const secrets = namesOf(entriesOf(podSpec['imagePullSecrets']))
  return [
    ...(isShared ? [] : ['the process namespace is not shared']),
    ...(targets.length === targetsIn(podSpec, config).length ? [] : ['a target is missing']),
    ...(config.imagePullSecrets ?? [])
      .filter((name) => secrets.filter((other) => other === name).length !== 1)
      .map((name) => `pull secret ${name} is not there once`),
    ...carriersIn(config).flatMap((carrier) => unmetCarrier(podSpec, config, carrier, accept)),
    ...mountPathsIn(config).flatMap((path) => unmetMounts(podSpec, config, path, targets, accept)),
    ...targets.flatMap((target) => [
      ...(modeIn(config) === 'sidecar' ? unmetVariable(target) : []),
      ...(isLinked(config) ? unmetUser(target, config, 'the target') : []),
    ]),
  ]
}

function unmetCarrier(podSpec: PodSpec, config: Config, carrier: Carrier, accept: AcceptImage): string[] {
  const { list, name, model, isLink } = carrier
  const all = allContainersOf(podSpec).filter((container) => container.name === name)
  const [container] = entriesOf(podSpec[list]).filter((each) => each['name'] === name)
  if (container === undefined || all.length !== 1) return [`${all.length} containers named ${name}, not one in ${list}`]
  const policy = container['imagePullPolicy']
  const hasPolicy = config.imagePullPolicy === undefined || [config.imagePullPolicy, 'Always'].includes(String(policy))
  const isSidecar = container['restartPolicy'] === 'Always'
  return [
    ...(hasPolicy ? [] : [`${name} has pull policy ${show(policy)}`]),
    ...(isSidecar === (modeIn(config) === 'native-sidecar') || list === 'containers'
      ? []
      : [`${name} has restartPolicy ${show(container['restartPolicy'])}`]),
    ...unmetSecurity(fieldsOf(container['securityContext']), config, name),
    ...(isLink ? unmetUser(container, config, name) : []),
    ...(model === undefined
      ? unmetFetch(container, config, accept)
      : [...unmetScript(container, model, isLink, accept), ...unmetResources(container, config.resources, name)]),
  ]
}

function unmetScript(
  container: Fields,
  { image, path, source }: ExpectedModel,
  isLink: boolean,
  accept: AcceptImage,
): string[] {
  const name = String(container['name'])
  const [shell, flag, text] = stringsOf(container['command'])
  const isScript = shell === 'sh' && flag === '-c' && text !== undefined
  // A path of plain characters stands in a script as it is; others are quoted in some way, and not looked for.
  const isLinked = !isLink || !/^[\w/.-]+$/.test(path) || text?.includes(path)
  return [
    ...(accept(container['image'], image) ? [] : [`${name} has image ${show(container['image'])}, not ${image}`]),
    ...(isScript ? [] : [`${name} has no script in command`]),
    ...(isLinked ? [] : [`the script of ${name} does not link ${path}`]),
    ...(/^[\w/.-]{2,}$/.test(source) && text?.includes(source) !== true
      ? [`the script of ${name} has no ${source}`]
      : []),
    ...(stringsOf(container['args']).length === 0 ? [] : [`${name} has args`]),
  ]
}

/** What the kubelet makes of an argument: `$$` stands for one. */
const expanded = (argument = ''): string => argument.replace(/\$\$/g, () => '$')

function unmetFetch(container: Fields, config: Config, accept: AcceptImage): string[] {
  const { image, resources } = config.fetch ?? {}
  const args = stringsOf(container['args'])
  const pairs = args.flatMap((arg, index) =>
    arg.startsWith('oci://') ? [`${arg} ${cleanPath(expanded(args[index + 1]))}`] : [],
  )
  const wanted = modelsIn(config).map((model) => `oci://${model.image} ${model.path}`)
  return [
    ...(sameJson(pairs.toSorted(), wanted.toSorted()) ? [] : [`args are ${show(args)}, not ${wanted.join(', ')}`]),
    ...(image === undefined || accept(container['image'], image)
      ? []
      : [`the initializer is ${show(container['image'])}`]),
    ...unmetResources(container, resources, 'the initializer'),
    ...mountPathsIn(config)
      .filter((path) => mountAt(container, path) === undefined)
      .map((path) => `the initializer cannot write to ${path}`),
  ]
}

function unmetResources(container: Fields, resources: Config['resources'], name: string): string[] {
  return (['limits', 'requests'] as const).flatMap((side) =>
    Object.entries(fieldsOf(resources?.[side]))
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

/** Every reader and every carrier of what is mounted at a path sees the same volume there, and there is one of it. */
function unmetMounts(
  podSpec: PodSpec,
  config: Config,
  path: string,
  targets: readonly Fields[],
  accept: AcceptImage,
): string[] {
  const carriers = carriersIn(config).filter(
    ({ isLink, model }) => model === undefined || (isLink && model.parent === path),
  )
  const named = carriers.map(({ name }) => name)
  const sharers = [...targets, ...allContainersOf(podSpec).filter(({ name }) => named.includes(name))]
  const mounts = sharers.map((container) => mountAt(container, path))
  const source = modelsIn(config).find((model) => model.path === path)?.source ?? '/models'
  const isFit = modeIn(config) === 'image-volume' ? shows(source) : isWritable
  const volumes = volumesOf(podSpec).filter(({ name }) => name === mounts[0]?.['name'])
  const blind = sharers.filter((_, index) => {
    const mount = mounts[index]
    return mount === undefined || mount['name'] !== mounts[0]?.['name'] || !isFit(mount)
  })
  return [
    ...blind.map(({ name, volumeMounts }) => `${show(name)} does not see ${path}: ${show(volumeMounts)}`),
    ...(volumes.length === 1 ? [] : [`${volumes.length} volumes at ${path}`]),
    ...(modeIn(config) === 'image-volume' ? [] : unmetSource(podSpec, volumes[0] ?? {}, config, sharers)),
    ...(modeIn(config) === 'image-volume' ? unmetImage(fieldsOf(volumes[0]?.['image']), config, path, accept) : []),
  ]
}

/** An empty directory that only ours and targets mount has what the config says of it. */
function unmetSource(podSpec: PodSpec, volume: Fields, config: Config, sharers: readonly Fields[]): string[] {
  const { emptyDir, ...others } = config.volumeSource ?? {}
  if (config.volumeSource === undefined) return []
  const isEmptyDir = Object.keys(volume).every((key) => ['name', 'emptyDir'].includes(key) || isUnset(volume[key]))
  const isAlone = allContainersOf(podSpec).every(
    (container) => sharers.includes(container) || mountsOf(container).every(({ name }) => name !== volume['name']),
  )
  if (!isEmptyDir || !isAlone) return []
  const { medium, sizeLimit } = fieldsOf(emptyDir)
  const made = fieldsOf(volume['emptyDir'])
  const isMet =
    Object.keys(others).length === 0 &&
    (isUnset(medium) || made['medium'] === medium) &&
    (sizeLimit === undefined || compareQuantities(made['sizeLimit'], sizeLimit) === 0)
  return isMet ? [] : [`${show(volume)} has not the source ${show(config.volumeSource)}`]
}

function unmetImage(image: Fields, config: Config, path: string, accept: AcceptImage): string[] {
  const wanted = modelsIn(config).find((model) => model.path === path)?.image ?? ''
  const policies = [config.imagePullPolicy, 'Always']
  const hasPolicy = config.imagePullPolicy === undefined || policies.includes(image['pullPolicy'] as 'Always')
  return [
    // Nothing records what was configured here, so the same image of another registry may be somebody's mirror.
    ...(isRewriting(image['reference'], wanted) || accept(image['reference'], wanted)
      ? []
      : [`${path} has image ${show(image)}, not ${wanted}`]),
    ...(hasPolicy ? [] : [`${path} has pull policy ${show(image)}`]),
  ]
}

function mountAt(container: Fields, path: string): Fields | undefined {
  const mounts = mountsOf(container).filter(({ mountPath }) => cleanPath(mountPath) === path)
  return mounts.length === 1 ? mounts[0] : undefined
}

const isUnset = (value: unknown): boolean => [undefined, null, false, ''].includes(value as null)

const isWritable = (mount: Fields): boolean =>
  ['readOnly', 'subPath', 'subPathExpr', 'mountPropagation'].every((key) => isUnset(mount[key]))

/** Whether a mount of an image volume shows what is at a path of the image. */
const shows =
  (source: string) =>
  ({ subPath, readOnly, subPathExpr }: Fields): boolean =>
    (source === '/' ? isUnset(subPath) : `/${String(subPath)}` === source) && readOnly === true && isUnset(subPathExpr)
