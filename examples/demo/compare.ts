import { isModelcarError, type Injector, type ModelcarConfig, type PodSpecLike } from '../../src/index.js'
import { asKServePodSpec } from './cast.js'
import { duplicates } from './duplicates.js'
import { injectLikeKServe012, type PodSpec } from './kserve-0.12.js'
import { paint, verdict } from './paint.js'

/** Whether KServe 0.12.0 knew such a config, and such a pod: one model, as a sidecar, at the default path, for KServe's own container. */
export const appliesTo012 = (
  { containers }: PodSpecLike,
  { mode = 'sidecar', image, mountPath = '/mnt/models', targets, names }: ModelcarConfig,
): boolean =>
  mode === 'sidecar' &&
  image !== undefined &&
  mountPath === '/mnt/models' &&
  names === undefined &&
  (targets ?? [server012]).includes(server012) &&
  containers.some(({ name }) => name === server012)

const server012 = 'kserve-container'

/** Two calls of KServe 0.12.0, two calls of ours, and ours on the pod that 0.12.0 leaves: what the API server says of each. */
export function compareWithKServe012(
  podSpec: PodSpecLike,
  config: ModelcarConfig,
  injector: Injector,
): readonly string[] {
  const image = (config.image ?? '').replace(/^oci:\/\//, '')
  const inject012 = (pod: PodSpec): PodSpec => injectLikeKServe012(pod, image, config.runAsUser)
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
