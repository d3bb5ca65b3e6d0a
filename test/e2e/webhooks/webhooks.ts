import type { Link } from '../admission.js'
import type { Place } from '../chains.js'
import { startExampleServer, type ExampleServer, type ServerPolicy } from './example-server.js'
import { neighbours } from './neighbours.js'
import { answerWith, serveReviews } from './review-server.js'
import type { Webhook } from './webhook.js'

/** The example server in both of its modes, and the neighbours. */
export interface Webhooks {
  readonly servers: Readonly<Record<ServerPolicy['modelcarMode'], ExampleServer>>
  /** Puts them into their places. */
  readonly chain: (mode: ServerPolicy['modelcarMode'], places: readonly Place[]) => readonly Link[]
  readonly stop: () => Promise<void>
}

export async function startWebhooks(policy: Pick<ServerPolicy, 'securityContext'> = {}): Promise<Webhooks> {
  const [sidecar, nativeSidecar, mesh, mirror] = await Promise.all([
    startExampleServer({ ...policy, modelcarMode: 'sidecar' }),
    startExampleServer({ ...policy, modelcarMode: 'native-sidecar' }),
    startNeighbour('mesh'),
    startNeighbour('mirror'),
  ])
  const servers = { sidecar, 'native-sidecar': nativeSidecar }
  return {
    servers,
    chain: (mode, places) =>
      places.map(({ name, reinvocationPolicy }) => ({
        webhook: { modelcar: servers[mode], mesh, mirror }[name],
        reinvocationPolicy,
      })),
    stop: async () => {
      await Promise.all([sidecar, nativeSidecar, mesh, mirror].map(({ endpoint }) => endpoint.stop()))
    },
  }
}

async function startNeighbour(name: keyof typeof neighbours): Promise<Webhook> {
  const mutate = neighbours[name]
  return { name, mutate, endpoint: await serveReviews(answerWith(mutate)) }
}
