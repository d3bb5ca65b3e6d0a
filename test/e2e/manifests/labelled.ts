import type { Pod, PodSpec } from 'kubernetes-types/core/v1.js'
import { injectModelcar, type OneModelConfig, type SeveralModelsConfig } from 'modelcar'
import { createPod, until, type Answer, type Cluster } from '../harness.js'

/** A pod that asks for a model by the webhook's label. */
export const labelled = (spec: PodSpec): Pod => ({
  metadata: { generateName: 'labelled-', labels: { 'modelcar/inject': 'true' } },
  spec,
})

export const server: PodSpec = {
  containers: [{ name: 'kserve-container', image: 'registry.example/serving/vllm:0.9' }],
}

/** A predictor's pod, which says where its model is, with the webhook's label. */
export const asking = (uri: string): Pod => ({
  metadata: {
    generateName: 'llama-predictor-',
    labels: { 'modelcar/inject': 'true', 'serving.kserve.io/inferenceservice': 'llama' },
    annotations: { 'internal.serving.kserve.io/storage-initializer-sourceuri': uri },
  },
  spec: server,
})

/** A pod spec that has its model, as the webhook makes it. */
export const injected = (config: Partial<OneModelConfig> | SeveralModelsConfig): PodSpec =>
  injectModelcar(server, config.models === undefined ? { image: 'registry.example/team/llama:1', ...config } : config)

/** The webhook's name, as the API server tells it. */
export const webhook = 'inject.modelcar-webhook.modelcar-system.svc'

/** What the user is told of an answer. */
export const messageOf = ({ body }: Answer): string =>
  typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : ''

/** The policy that refused a pod names itself so. */
export const byPolicy =
  "ValidatingAdmissionPolicy 'modelcar-model-present' with binding 'modelcar-model-present' denied request: "

/** A policy is active a moment after it was created. */
export const untilPolicyIsActive = (cluster: Cluster, namespace: string): Promise<true> =>
  until('the policy is active', async () => {
    const answer = await createPod(cluster, namespace, labelled(server), true)
    return messageOf(answer).includes(byPolicy) ? true : undefined
  })

/** The API server learns of a webhook, and of the endpoints of its Service, a moment after these were created. */
export const untilWebhookAnswers = (cluster: Cluster, namespace: string): Promise<true> =>
  until('the webhook answers', async () => {
    const { code } = await createPod(cluster, namespace, asking('oci://registry.example/probe:1'), true)
    return code === 201 ? true : undefined
  })
