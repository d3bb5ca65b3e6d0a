import type { V1Pod } from '@kubernetes/client-node'
import { injectModelcar, type ModelcarConfig } from 'modelcar'
import type { Registration } from '../harness.js'

/** A webhook that listens. */
export interface Endpoint extends Pick<Registration, 'url' | 'ca'> {
  readonly stop: () => Promise<void>
}

/** A webhook, and what one call of it makes of a pod, worked out without a server. */
export interface Webhook {
  readonly name: string
  readonly endpoint: Endpoint
  readonly mutate: (pod: V1Pod) => V1Pod
}

/** A webhook of this library, by how it finds the config for a pod. */
export interface ModelcarWebhook extends Webhook {
  readonly configOf: (pod: V1Pod) => ModelcarConfig | undefined
}

export const modelcarWebhook = (endpoint: Endpoint, configOf: ModelcarWebhook['configOf']): ModelcarWebhook => ({
  name: 'modelcar',
  endpoint,
  configOf,
  mutate(pod) {
    const config = configOf(pod)
    return config === undefined || pod.spec === undefined ? pod : { ...pod, spec: injectModelcar(pod.spec, config) }
  },
})
