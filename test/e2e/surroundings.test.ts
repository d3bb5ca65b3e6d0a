import type { ModelcarOptions } from 'modelcar'
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { admit, review } from './admission.js'
import { alone, callsIn } from './chains.js'
import { expectSettled, expectStored } from './expectations.js'
import { startApiServer } from './harness.js'
import { modes, type Mode } from './modes.js'
import { modelImage, predictor } from './pods.js'
import { flagSets, restricted } from './flag-sets.js'
import { warningsIn } from './warnings.js'
import { startConfigWebhook } from './webhooks/config-webhook.js'
import type { ModelcarWebhook } from './webhooks/webhook.js'
import { startWebhooks, type Webhooks } from './webhooks/webhooks.js'

// The example server beside the API server's own plugins, and before an older API server, in each mode.

const shared = inject('cluster')
let plain: Webhooks
let hardened: Webhooks
beforeAll(async () => {
  ;[plain, hardened] = await Promise.all([startWebhooks(), startWebhooks({ securityContext: 'restricted' })])
  return () => Promise.all([plain.stop(), hardened.stop()])
})

describe.each(flagSets)('$name', ({ flags, surroundings }) => {
  let cluster = shared
  beforeAll(async () => {
    if (flags.length === 0) return
    const server = await startApiServer(shared.programs, shared.etcd, flags)
    cluster = server.cluster
    return server.stop
  })

  describe.each(surroundings)(
    '$name',
    ({ setup = {}, isHardened, config, chain = alone, without = [], expectEffect }) => {
      test.each(modes)('$mode', async ({ mode, scheme, modelcarMode }) => {
        const servers = isHardened === true ? hardened.servers : plain.servers
        const modelcar = config === undefined ? servers[modelcarMode] : await startWebhookOf({ ...config, mode })
        // Such a config sets no UID.
        const warnings = config === undefined ? warningsIn(alone, mode) : []
        const stored = await expectStored({
          cluster,
          setup,
          chain: [{ webhook: modelcar, reinvocationPolicy: 'IfNeeded' }],
          pod: predictor(scheme),
          calls: callsIn(chain, mode),
          warnings,
        })
        expectEffect(stored, mode)
        if (!without.includes(mode)) return expectSettled(modelcar, stored, warnings)
        expect(await review(modelcar, stored)).toMatchObject({
          allowed: true,
          auditAnnotations: { injected: 'true' },
        })
      })
    },
  )
})

async function startWebhookOf(config: ModelcarOptions): Promise<ModelcarWebhook> {
  const webhook = await startConfigWebhook({ image: modelImage, ...config }, 'kserve-container')
  onTestFinished(webhook.endpoint.stop)
  return webhook
}

describe('the Pod Security Standard "restricted", where the webhook is not set for it', () => {
  test.each(modes)('$mode', async ({ mode, scheme, modelcarMode }) => {
    const { answer } = await admit(shared, restricted, plain.chain(modelcarMode, alone.places), predictor(scheme))
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
