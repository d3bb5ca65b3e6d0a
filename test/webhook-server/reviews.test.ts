import { once } from 'node:events'
import { Agent } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issue } from './kit/certificates.js'
import { call, metric, open, review } from './kit/client.js'
import { startServer, type TestServer } from './kit/in-process.js'
import { answerIn, patchIn, predictor, reviewOf, secret, sourceUri, uid } from './kit/reviews.js'
import { configMapWith } from './kit/settings.js'

// Reviews and everything else over real TLS, as an API server would send it or would not.

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const outcomeOf = async (body: object | string | Buffer) => {
  const { status, body: answer } = await review(server, body)
  expect(status).toBe(200)
  return answerIn(answer).response
}

describe('a review', () => {
  test('of a predictor gets the patch that injects its model', async () => {
    const { status, headers, body } = await review(server, reviewOf(predictor()))
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answerIn(body)).toMatchObject({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid, allowed: true, patchType: 'JSONPatch', auditAnnotations: { outcome: 'injected' } },
    })
    expect(patchIn(body)).toContainEqual(
      expect.objectContaining({
        path: '/spec/containers/-',
        value: expect.objectContaining({
          name: 'modelcar',
          image: 'registry.example/team/iris:1',
          securityContext: { runAsUser: 1010 },
        }),
      }),
    )
  })

  test.each([
    ['has no label', { labels: {} }, 'NoLabel'],
    ['has no annotation', { annotations: {} }, 'NoSource'],
    ['asks for another source', { annotations: { [sourceUri]: 's3://bucket/iris' } }, 'NotOci'],
  ])('of a pod that %s is skipped', async (_, fields, reason) => {
    const response = await outcomeOf(reviewOf(predictor(fields)))
    expect(response).toEqual({ uid, allowed: true, auditAnnotations: { outcome: 'skipped', reason } })
  })

  test('of a pod that cannot have a model is refused', async () => {
    const { allowed, status } = await outcomeOf(reviewOf(predictor({ spec: { hostPID: true } })))
    expect(allowed).toBe(false)
    expect(status?.code).toBe(422)
    expect(status?.message).toContain('pod "team-a/iris-predictor-*": the model cannot be injected: spec.hostPID: ')
  })

  test('goes by the namespace of the request', async () => {
    const fetchFrom = { [sourceUri]: 'oci+fetch://registry.example/team/iris:1' }
    const config = configMapWith({ caBundleConfigMapName: 'ca' })
    const other = await startServer({ configMap: config })
    const bundleIn = async (namespace: string) =>
      (await review(other, reviewOf(predictor({ annotations: fetchFrom }), { namespace }))).body
    expect(JSON.stringify(patchIn(await bundleIn('kserve')))).toContain('{"name":"ca"}')
    expect(JSON.stringify(patchIn(await bundleIn('team-a')))).toContain('{"name":"global-ca-bundle"}')
    await other.stop()
  })

  test.each([
    ['truncated', JSON.stringify(reviewOf(predictor())).slice(0, -1), /^expected an AdmissionReview as JSON: /],
    ['empty', '', /^expected an AdmissionReview as JSON: /],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), /^expected an AdmissionReview as JSON: /],
    ['a list', '[]', /^expected an AdmissionReview, found a list$/],
    ['a review as a text in JSON', JSON.stringify(JSON.stringify(reviewOf(predictor()))), /^expected an Adm/],
    ['null', 'null', /^expected an AdmissionReview, found null$/],
    ['without a request', { ...reviewOf(predictor()), request: null }, /^request: expected an object, found null$/],
  ])('that is %s is answered by a review', async (_, body, message) => {
    const { allowed, status, auditAnnotations } = await outcomeOf(body)
    expect(allowed).toBe(false)
    expect(status?.code).toBe(400)
    expect(status?.message).toMatch(message)
    expect(auditAnnotations).toEqual({ outcome: 'failed', reason: 'BadRequest' })
  })

  test('with a byte order mark is read', async () => {
    const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify(reviewOf(predictor())))])
    expect((await outcomeOf(body)).auditAnnotations.outcome).toBe('injected')
  })

  test('may come with a charset', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    const { status } = await review(server, reviewOf(predictor()), { headers })
    expect(status).toBe(200)
  })
})

describe('the environment', () => {
  test('decides what KServe’s mode modelcar becomes', async () => {
    const native = await startServer({ environment: { MODELCAR_MODE: 'native-sidecar' } })
    const { body } = await review(native, reviewOf(predictor()))
    const added = patchIn(body).find(({ path }) => path === '/spec/initContainers')
    expect(added?.value).toContainEqual(expect.objectContaining({ name: 'modelcar', restartPolicy: 'Always' }))
    await native.stop()
  })

  test('adds the restricted security context', async () => {
    const restricted = await startServer({ environment: { SECURITY_CONTEXT: 'restricted' } })
    const { body } = await review(restricted, reviewOf(predictor()))
    expect(patchIn(body)).toContainEqual(
      expect.objectContaining({
        path: '/spec/containers/-',
        value: expect.objectContaining({
          securityContext: expect.objectContaining({ runAsUser: 1010, allowPrivilegeEscalation: false }),
        }),
      }),
    )
    await restricted.stop()
  })
})

describe('what is no review gets a plain status', () => {
  const post = (headers: Record<string, string>, body = '{}') =>
    call(server, '/mutate', { method: 'POST', headers, body })

  const firstChunk = async (socket: TLSSocket) => {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    return chunk.toString()
  }

  test.each(['text/plain', 'application/yaml', 'application/jsonp', 'application/x-www-form-urlencoded'])(
    '415 for %s',
    async (type) => {
      expect((await post({ 'content-type': type })).status).toBe(415)
    },
  )

  test('415 without a content type', async () => {
    expect((await post({})).status).toBe(415)
  })

  test('413 for a body that says it is too large, before it is sent', async () => {
    const socket = await open(server)
    socket.write(
      'POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 8388609\r\n\r\n',
    )
    expect(await firstChunk(socket)).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  test('413 for chunks that become too large; as large as the limit is taken', async () => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    const limit = 8 * 1024 * 1024
    const padded = JSON.stringify(reviewOf(predictor())).padEnd(limit)
    expect((await review(server, padded, { headers })).status).toBe(200)
    const socket = await open(server)
    socket.write('POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n')
    // Not a byte more: what is still on its way when the server closes could take the answer with it.
    socket.write(`Transfer-Encoding: chunked\r\n\r\n${(limit + 1).toString(16)}\r\n${padded} `)
    expect(await firstChunk(socket)).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  test('404 for another path', async () => {
    expect(await call(server, '/mutate/x')).toMatchObject({
      status: 404,
      body: '{"statusCode":404,"error":"Not Found","message":"GET /mutate/x"}',
    })
    expect((await review(server, {}, {})).status).toBe(200)
    expect(
      (await call(server, '/', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })).status,
    ).toBe(404)
  })

  test('405 for another method, with the ones there are', async () => {
    const get = await call(server, '/mutate?timeout=10s')
    expect([get.status, get.headers.allow]).toEqual([405, 'POST'])
    const post = await call(server, '/healthz', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x',
    })
    expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD'])
  })
})

describe('connections', () => {
  test('are kept for further requests', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ports = new Set<number | undefined>()
    agent.on('free', (socket: { localPort?: number }) => ports.add(socket.localPort))
    for (let index = 0; index < 3; index++) {
      const { status, headers } = await review(server, reviewOf(predictor()), { agent })
      expect([status, headers.connection, headers['keep-alive']]).toEqual([200, 'keep-alive', 'timeout=100'])
    }
    await expect.poll(() => ports.size).toBe(1)
    agent.destroy()
  })

  test('speak HTTP/1.1, also where the client would rather have another', async () => {
    const socket = await open(server, { ALPNProtocols: ['h2', 'http/1.1'] })
    expect(socket.alpnProtocol).toBe('http/1.1')
    socket.destroy()
  })

  test('need TLS 1.2 at least', async () => {
    const old = open(server, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' })
    await expect(old).rejects.toThrow(/protocol version/)
    const socket = await open(server, { maxVersion: 'TLSv1.2' })
    expect(socket.getProtocol()).toBe('TLSv1.2')
    socket.destroy()
  })
})

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
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeLessThan(30)
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
    expect(answerIn(body).response.auditAnnotations).toEqual({ outcome: 'skipped', reason: 'Disabled' })
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

test('while it drains, it is not ready, answers all the same, and asks for new connections', async () => {
  const own = await startServer()
  expect(await call(own, '/readyz')).toMatchObject({ status: 200, body: 'ok' })
  own.drain()
  expect(await call(own, '/readyz')).toMatchObject({ status: 503, body: 'draining' })
  expect(await call(own, '/healthz')).toMatchObject({ status: 200, body: 'ok' })
  const agent = new Agent({ keepAlive: true })
  const { status, headers } = await review(own, reviewOf(predictor()), { agent })
  expect([status, headers.connection]).toEqual([200, 'close'])
  agent.destroy()
  await own.stop()
})
