import {
  ejectModelcar,
  isModelcarError,
  type Injector,
  type ModelcarConfig,
  type PodSpecLike,
} from '../../src/index.js'
import { asKServePodSpec } from './cast.js'
import { duplicates } from './duplicates.js'
import { injectLikeKServe012, type PodSpec } from './kserve-0.12.js'
import { paint, verdict } from './paint.js'

/**
 * Whether KServe 0.12.0 would have put the same model into the same containers, with a config that it could express, of a pod that
 * has no model yet and nothing in its way.
 */
export function appliesTo012(podSpec: PodSpecLike, config: ModelcarConfig): boolean {
  const { mode = 'sidecar', image, mountPath = '/mnt/models', targets, runAsUser } = config
  const names = podSpec.containers.map(({ name }) => name)
  const targets012 = [server012, transformer012].filter((name) => names.includes(name))
  return (
    Object.keys(config).every((key) => keys012.has(key)) &&
    mode === 'sidecar' &&
    image !== undefined &&
    mountPath === '/mnt/models' &&
    names.includes(server012) &&
    isSameSet(targets ?? targets012, targets012) &&
    // It gave its user to the server alone.
    (runAsUser === undefined || targets012.length === 1) &&
    ejectModelcar(podSpec) === podSpec &&
    duplicates(callOf012(config)(asKServePodSpec(podSpec))).length === 0
  )
}

const server012 = 'kserve-container'
const transformer012 = 'transformer-container'

/** The keys of a config that say what KServe's ConfigMap and URI said. */
const keys012: ReadonlySet<string> = new Set(['image', 'mode', 'mountPath', 'targets', 'runAsUser', 'resources'])

const isSameSet = (left: readonly string[], right: readonly string[]): boolean =>
  new Set(left).size === new Set(right).size && left.every((name) => right.includes(name))

const callOf012 =
  ({ image = '', runAsUser }: ModelcarConfig) =>
  (podSpec: PodSpec): PodSpec =>
    injectLikeKServe012(podSpec, image.replace(/^oci:\/\//, ''), runAsUser)

/** Two calls of KServe 0.12.0, two calls of ours, and ours on the pod that 0.12.0 leaves: what the API server says of each. */
export function compareWithKServe012(
  podSpec: PodSpecLike,
  config: ModelcarConfig,
  injector: Injector,
): readonly string[] {
  const inject012 = callOf012(config)
  const once = inject012(asKServePodSpec(podSpec))
  const twice = inject012(once)
  return [
    ...tell('KServe 0.12.0, first call', () => once),
    ...tell('KServe 0.12.0, second call', () => twice),
    ...tell('modelcar, first call', () => injector.inject(podSpec)),
    ...tell('modelcar, second call', () => injector.inject(injector.inject(podSpec))),
    ...tell('modelcar, given the pod that KServe left', () => injector.inject(twice)),
  ]
}

function tell(who: string, inject: () => Parameters<typeof duplicates>[0]): readonly string[] {
  try {
    const refusals = duplicates(inject())
    if (refusals.length === 0) return [`${who}: ${verdict(true, 'no duplicates')}`]
    const lines = refusals.map((text) => `  ${paint('red', text)}`)
    return [`${who}: ${verdict(false, 'the API server rejects the pod')}`, ...lines]
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return [`${who}: ${verdict(false, error.message)}`]
  }
}
