import { Agent } from 'node:https'
import { injectForKServe } from 'modelcar/kserve'
import { describe, expect, test } from 'vitest'
import { applyPatch } from '../oracle/json-patch.js'
import { badKinds, startFlood } from './flood.js'
import { review } from './harness/client.js'
import { startServer } from './harness/in-process.js'
import { answerIn, patchIn, predictor, reviewOf } from './harness/reviews.js'
import { configMapWith } from './harness/settings.js'

describe('a flood of bad requests', () => {
  test('costs no good one', async () => {
    const server = await startServer()
    const agent = new Agent({ keepAlive: true })
    const pod = predictor()
    const injected = injectForKServe(pod, JSON.parse(configMapWith()) as object, { namespace: 'team-a' })
    const flood = startFlood(server)
    const isFull = (): boolean => badKinds.every((kind) => (flood.counts.get(kind) ?? 0) >= 2)
    let good = 0
    const sendGood = async (): Promise<void> => {
      for (let sent = 0; sent < 20 || !isFull(); sent++) {
        const uid = `good-${String(good++)}`
        const { status, body } = await review(server, reviewOf(pod, { uid }), { agent })
        expect(status).toBe(200)
        expect(answerIn(body).response).toMatchObject({ uid, allowed: true })
        expect(applyPatch(pod, patchIn(body) as Parameters<typeof applyPatch>[1])).toEqual(injected)
      }
    }
    try {
      await Promise.all([sendGood(), sendGood(), sendGood(), sendGood()])
      expect(await flood.stop()).toEqual([])
      expect(good).toBeGreaterThanOrEqual(80)
    } finally {
      await flood.stop()
      agent.destroy()
      await server.stop()
    }
  })
})
