import { isModelcarError, type Injector, type ModelcarConfig, type PodSpecLike } from '../../src/index.js'
import { asKServePodSpec } from './cast.js'
import { duplicates } from './duplicates.js'
import { injectLikeKServe012, KServeError, type PodSpec } from './kserve-0.12.js'
import { paint, verdict } from './paint.js'

/** Two calls of KServe 0.12.0, two calls of ours, and ours on the pod that 0.12.0 leaves: what the API server says of each. */
export function compareWithKServe012(
  podSpec: PodSpecLike,
  config: ModelcarConfig,
  injector: Injector,
): readonly string[] {
  const image = (config.image ?? config.models?.[0]?.image ?? '').replace(/^oci:\/\//, '')
  const inject012 = (pod: PodSpec): PodSpec => injectLikeKServe012(pod, image, config.runAsUser)
  try {
    const once = inject012(asKServePodSpec(podSpec))
    const twice = inject012(once)
    return [
      ...tell('KServe 0.12.0, first call', () => once),
      ...tell('KServe 0.12.0, second call', () => twice),
      ...tell('modelcar, first call', () => injector.inject(podSpec)),
      ...tell('modelcar, second call', () => injector.inject(injector.inject(podSpec))),
      ...tell('modelcar, on the pod of KServe’s second call', () => injector.inject(twice)),
    ]
  } catch (error) {
    if (!(error instanceof KServeError)) throw error
    return [`KServe 0.12.0: ${verdict(false, error.message)}`]
  }
}

function tell(who: string, inject: () => Parameters<typeof duplicates>[0]): readonly string[] {
  try {
    const refusals = duplicates(inject())
    if (refusals.length === 0) return [`${who}: ${verdict(true, 'nothing comes twice')}`]
    const lines = refusals.map((text) => `  ${paint('red', text)}`)
    return [`${who}: ${verdict(false, 'the API server refuses the pod')}`, ...lines]
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return [`${who}: ${verdict(false, error.message)}`]
  }
}
