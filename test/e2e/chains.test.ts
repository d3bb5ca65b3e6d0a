import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { callsIn, chains } from './chains.js'
import { expectSettled, expectStored } from './expectations.js'
import { modes } from './modes.js'
import { addedImages, predictor } from './pods.js'
import { warningsIn, warningsOfStored } from './warnings.js'
import { startWebhooks, type Webhooks } from './webhooks/webhooks.js'

// The example server alone and among other people's webhooks, in each mode.

const cluster = inject('cluster')
let webhooks: Webhooks
beforeAll(async () => {
  webhooks = await startWebhooks()
})
afterAll(() => webhooks.stop())

describe.each(modes)('$mode', ({ mode, scheme, modelcarMode }) => {
  test.each(chains)('$name', async (chain) => {
    const stored = await expectStored({
      cluster,
      chain: webhooks.chain(modelcarMode, chain.places),
      pod: predictor(scheme),
      calls: callsIn(chain, mode),
      warnings: warningsIn(chain, mode),
    })
    await expectSettled(webhooks.servers[modelcarMode], stored, warningsOfStored(chain, mode))
    const registries = addedImages(stored).map((image) => image.split('/')[0])
    expect(new Set(registries)).toEqual(new Set([chain.registry]))
  })
})
