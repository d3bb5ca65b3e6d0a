import { beforeAll, describe, expect, inject, test } from 'vitest'
import { alone, callsIn } from './chains.js'
import { admit } from './admission.js'
import { expectSettled, expectStored } from './expectations.js'
import { startApiServer, type Cluster } from './harness.js'
import { modes, type Mode } from './modes.js'
import { predictor } from './pods.js'
import { restricted, surroundings } from './surroundings.js'
import { startWebhooks, type Webhooks } from './webhooks/webhooks.js'

// The example server beside the API server's own plugins, and before an older API server, in each mode.

const shared = inject('cluster')

describe.each(surroundings)('$name', ({ flags, setup, policy, chain = alone, without = [], expectEffect }) => {
  let cluster: Cluster
  let webhooks: Webhooks
  beforeAll(async () => {
    const stops: (() => Promise<void>)[] = []
    webhooks = await startWebhooks(policy)
    stops.push(webhooks.stop)
    if (flags === undefined) cluster = shared
    else {
      const server = await startApiServer(shared.programs, shared.etcd, flags)
      cluster = server.cluster
      stops.push(server.stop)
    }
    return async () => {
      await Promise.all(stops.map((stop) => stop()))
    }
  })

  test.each(modes)('$mode', async ({ mode, scheme, modelcarMode }) => {
    const modelcar = webhooks.servers[modelcarMode]
    const stored = await expectStored({
      cluster,
      ...(setup && { setup }),
      chain: webhooks.chain(modelcarMode, chain.places),
      pod: predictor(scheme),
      calls: callsIn(chain, mode),
    })
    expectEffect(stored, mode)
    if (!without.includes(mode)) await expectSettled(modelcar, stored)
    else await expect(expectSettled(modelcar, stored)).rejects.toThrow()
  })
})

describe('the Pod Security Standard "restricted", where the webhook is not set for it', () => {
  let webhooks: Webhooks
  beforeAll(async () => {
    webhooks = await startWebhooks()
    return webhooks.stop
  })

  test.each(modes)('$mode', async ({ mode, scheme, modelcarMode }) => {
    const { answer } = await admit(shared, restricted, webhooks.chain(modelcarMode, alone.places), predictor(scheme))
    const offenders = offendersByMode[mode]
    if (offenders === undefined) return expect(answer.code).toBe(201)
    expect(answer).toMatchObject({
      code: 403,
      body: {
        message: `pods "predictor" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (${offenders} must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (${offenders} must set securityContext.capabilities.drop=["ALL"])`,
      },
    })
  })
})

/** The containers that the namespace would not have; an image volume comes without any. */
const offendersByMode: Readonly<Record<Mode, string | undefined>> = {
  sidecar: 'containers "modelcar-init", "modelcar"',
  'native-sidecar': 'container "modelcar"',
  'image-volume': undefined,
  fetch: 'container "storage-initializer"',
}
