import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { chains } from './chains.js'
import { expectSettled, expectStored } from './expectations.js'
import { addedImages, modes, predictor } from './pods.js'
import { startWebhooks, type Webhooks } from './webhooks/webhooks.js'

// The example server alone and among other people's webhooks, in each mode.

const cluster = inject('cluster')
let webhooks: Webhooks
beforeAll(async () => {
  webhooks = await startWebhooks()
})
afterAll(() => webhooks.stop())

describe.each(modes)('$mode', ({ mode, scheme, modelcarMode }) => {
  test.each(chains)('$name', async ({ places, calls, callsWithoutContainer = calls, registry }) => {
    const stored = await expectStored({
      cluster,
      chain: webhooks.chain(modelcarMode, places),
      pod: predictor(scheme),
      calls: mode === 'image-volume' ? callsWithoutContainer : calls,
    })
    await expectSettled(webhooks.servers[modelcarMode], stored)
    const registries = addedImages(stored).map((image) => image.split('/')[0])
    expect(new Set(registries)).toEqual(new Set([registry]))
  })
})
