import type { ModelcarConfig } from 'modelcar'
import { admit } from 'modelcar/admission'
import type { PodLike } from 'modelcar/kserve'
import { serveReviews } from './review-server.js'
import { modelcarWebhook, type ModelcarWebhook } from './webhook.js'

/** A webhook in this process, which gives the model of a config to every pod that has the server's container. */
export async function startConfigWebhook(config: ModelcarConfig, server: string): Promise<ModelcarWebhook> {
  const own = { ...config, targets: [server] }
  const configOf = ({ spec }: PodLike) => (spec?.containers.some(({ name }) => name === server) ? own : undefined)
  return modelcarWebhook(await serveReviews((review) => admit(review, ({ object }) => configOf(object))), configOf)
}
