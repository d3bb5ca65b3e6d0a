import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../../examples/webhook-server/src/limits.js'
import { createMetrics } from '../../examples/webhook-server/src/metrics.js'
import { addRoutes } from '../../examples/webhook-server/src/routes.js'
import { createServer } from '../../examples/webhook-server/src/server.js'
import { createInjector, ModelcarConfigError, type ModelcarConfig } from '../../src/index.js'
import { issue } from './harness/certificates.js'
import { predictor, reviewOf, uid } from './harness/reviews.js'

// What goes wrong in the server itself is answered as ever, and its log says where it did.

async function logged(injectorFor: () => never): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { cert, key } = await issue()
  const lines: Readonly<Record<string, unknown>>[] = []
  const stream = { write: (line: string) => void lines.push(JSON.parse(line) as Readonly<Record<string, unknown>>) }
  const app = createServer({ cert, key, minVersion: 'TLSv1.2' }, 'info', defaultLimits, stream)
  const metrics = createMetrics()
  addRoutes(app, { metrics, kserve: () => ({ injectorFor }), isDraining: () => false, limits: defaultLimits })
  const { statusCode, body } = await app.inject({ method: 'POST', url: '/mutate', payload: reviewOf(predictor()) })
  expect(statusCode).toBe(200)
  expect(JSON.parse(body)).toMatchObject({ response: { uid, allowed: false, status: { code: 500 } } })
  await app.close()
  return lines
}

describe('what the injection throws', () => {
  test('is in the log, with its stack and the review that it was thrown for', async () => {
    const lines = await logged(function thrower(): never {
      throw new TypeError('cannot read it')
    })
    expect(lines.map(({ level, msg }) => `${String(level)} ${String(msg)}`)).toEqual([
      'error the injection failed',
      'error review',
    ])
    expect(lines[0]).toMatchObject({ uid, err: { type: 'TypeError', message: 'cannot read it' } })
    expect((lines[0]?.['err'] as { stack: string }).stack).toMatch(/thrower.*faults-of-ours\.test\.ts/s)
    expect(lines[1]).toMatchObject({ uid, outcome: 'failed', reason: 'InternalError' })
  })

  test('is in the log, whatever it is', async () => {
    const lines = await logged(() => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw 'no'
    })
    expect(lines[0]).toMatchObject({ level: 'error', uid, err: 'no' })
  })

  test('is an outcome where it is one of the library’s errors, and no stack', async () => {
    const lines = await logged(() => createInjector({} as ModelcarConfig) as never)
    expect(lines.map(({ msg, reason }) => [msg, reason])).toEqual([['review', 'InvalidConfig']])
    expect(() => createInjector({} as ModelcarConfig)).toThrow(ModelcarConfigError)
  })
})
