import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issue } from './harness/certificates.js'
import { call, metric, review } from './harness/client.js'
import { startServer, type TestServer } from './harness/in-process.js'
import { answerIn, predictor, reviewOf, secret, uid } from './harness/reviews.js'
import { configMapWith } from './harness/settings.js'

// What can be seen of it from outside: metrics and logs.

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

describe('metrics', () => {
  test('count reviews by outcome and reason, and time them', async () => {
    const own = await startServer()
    await review(own, reviewOf(predictor()))
    await review(own, reviewOf(predictor({ labels: {} })))
    await review(own, reviewOf(predictor({ labels: {} })))
    await review(own, reviewOf(predictor({ spec: { hostPID: true } })))
    await review(own, '{')
    const { headers, body } = await call(own, '/metrics')
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    const lines = body.split('\n').filter((line) => line.startsWith('modelcar_webhook_reviews_total'))
    expect(lines).toEqual([
      'modelcar_webhook_reviews_total{outcome="injected",reason=""} 1',
      'modelcar_webhook_reviews_total{outcome="skipped",reason="NoLabel"} 2',
      'modelcar_webhook_reviews_total{outcome="refused",reason="Conflict"} 1',
      'modelcar_webhook_reviews_total{outcome="failed",reason="BadRequest"} 1',
    ])
    const buckets = [...body.matchAll(/duration_seconds_bucket\{le="([^"]+)",outcome="skipped"\} (\d+)/g)]
    expect(buckets.map(([, le]) => Number(le?.replace('+', '')))).toEqual([
      0.0001,
      0.00025,
      0.0005,
      0.001,
      0.0025,
      0.005,
      0.01,
      0.025,
      0.05,
      0.1,
      0.25,
      0.5,
      1,
      2.5,
      5,
      10,
      30,
      NaN,
    ])
    expect(buckets.at(-1)?.[2]).toBe('2')
    const sum = await metric(own, 'modelcar_webhook_review_duration_seconds_sum{outcome="skipped"}')
    const logged = own.logged.filter(({ outcome }) => outcome === 'skipped').map(({ durationMs }) => Number(durationMs))
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeCloseTo(logged.reduce((total, durationMs) => total + durationMs) / 1000, 9)
    await own.stop()
  })

  test('count responses by route, and what has none under one name', async () => {
    const own = await startServer()
    await call(own, '/nowhere')
    await call(own, '/elsewhere')
    await call(own, '/mutate')
    await call(own, '/healthz')
    const count = (route: string, status: number) =>
      metric(own, `modelcar_webhook_http_responses_total{route="${route}",status="${status}"}`)
    expect(await count('none', 404)).toBe(2)
    expect(await count('none', 405)).toBe(1)
    expect(await count('/healthz', 200)).toBe(1)
    expect((await call(own, '/metrics')).body).not.toContain('nowhere')
    await own.stop()
  })

  test('have the process’s own', async () => {
    expect(await metric(server, 'process_resident_memory_bytes')).toBeGreaterThan(0)
  })
})

describe('logs', () => {
  test('are one line a review, with its facts and nothing of the pod', async () => {
    const own = await startServer()
    await review(own, reviewOf(predictor(), { dryRun: true }))
    await review(own, reviewOf(predictor({ spec: { hostPID: true } })))
    await review(own, reviewOf({ ...predictor({ labels: {} }), metadata: { name: 'iris' } }))
    await review(own, `{"password": "${secret}"`)
    await review(own, reviewOf(predictor(), { uid: 'x'.repeat(300) }))
    const lines = own.logged.filter(({ msg }) => msg === 'review')
    const line = (level: string, fields: object) => ({
      level,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      msg: 'review',
      durationMs: expect.any(Number),
      ...fields,
    })
    const facts = { uid, namespace: 'team-a', name: 'iris-predictor-*' }
    expect(lines).toEqual([
      line('info', { ...facts, dryRun: true, outcome: 'injected' }),
      line('warn', { ...facts, outcome: 'refused', reason: 'Conflict', causes: 'HostPID' }),
      line('info', { ...facts, name: 'iris', outcome: 'skipped', reason: 'NoLabel' }),
      line('error', { outcome: 'failed', reason: 'BadRequest' }),
      line('info', { ...facts, uid: 'x'.repeat(253), outcome: 'injected' }),
    ])
    expect(JSON.stringify(own.logged)).not.toContain(secret)
    await own.stop()
  })

  test('say what else was refused', async () => {
    await call(server, '/nope?x=1')
    expect(server.logged).toContainEqual(
      expect.objectContaining({
        level: 'info',
        msg: 'request refused',
        method: 'GET',
        url: '/nope?x=1',
        statusCode: 404,
      }),
    )
  })

  test('say why a client ended the handshake', async () => {
    await expect(call({ ...server, ca: '' }, '/healthz')).rejects.toThrow(/self-signed certificate/)
    await expect
      .poll(() => server.logged)
      .toContainEqual(expect.objectContaining({ msg: 'TLS handshake failed', error: expect.any(String) }))
  })

  test('warn where the ConfigMap switches models in images off', async () => {
    const off = await startServer({ configMap: configMapWith({ enableModelcar: false }) })
    expect(off.logged).toContainEqual(
      expect.objectContaining({ level: 'warn', msg: expect.stringContaining('enables no OCI mode') }),
    )
    const { body } = await review(off, reviewOf(predictor()))
    expect(answerIn(body).response.auditAnnotations).toEqual({ skipped: 'Disabled' })
    await off.stop()
  })

  test('warn of a certificate that has expired', async () => {
    const notAfter = new Date(Math.floor(Date.now() / 1000) * 1000 - 1000)
    const expired = await startServer({ certificate: await issue(notAfter) })
    expect(expired.logged).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        notAfter: notAfter.toISOString(),
        msg: expect.stringContaining('has expired'),
      }),
    )
    await expect(call(expired, '/healthz')).rejects.toThrow(/certificate has expired/)
    await expired.stop()
    expect(server.logged.filter(({ msg }) => String(msg).includes('expired'))).toEqual([])
  })

  test('stop below the level of LOG_LEVEL', async () => {
    const quiet = await startServer({ environment: { LOG_LEVEL: 'error' } })
    await review(quiet, reviewOf(predictor()))
    expect(quiet.logged).toEqual([])
    await quiet.stop()
  })
})
