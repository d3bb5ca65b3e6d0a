import { Agent } from 'node:https'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultLimits } from '../../examples/webhook-server/src/limits.js'
import { call, review } from './harness/client.js'
import { startServer, type TestServer } from './harness/in-process.js'
import { answerIn, patchIn, predictor, reviewOf, sourceUri, uid } from './harness/reviews.js'
import { configMapWith } from './harness/settings.js'

const { bodyLimit } = defaultLimits
/** A short body is not measured. */
const blanks = ' '.repeat(64 * 1024)

// Reviews over real TLS, as an API server sends them.

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const responseTo = async (body: object | string | Buffer) => {
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
      response: { uid, allowed: true, patchType: 'JSONPatch', auditAnnotations: { injected: 'true' } },
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
    const response = await responseTo(reviewOf(predictor(fields)))
    expect(response).toEqual({ uid, allowed: true, auditAnnotations: { skipped: reason } })
  })

  test('of a pod that cannot have a model is refused', async () => {
    const { allowed, status } = await responseTo(reviewOf(predictor({ spec: { hostPID: true } })))
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
    [
      'not UTF-8',
      Buffer.from(JSON.stringify(reviewOf(predictor())).replace('server:1', 'server:\xff'), 'latin1'),
      /^expected an AdmissionReview as JSON: /,
    ],
    ['a list', '[]', /^expected an AdmissionReview, found a list$/],
    ['a review as a text in JSON', JSON.stringify(JSON.stringify(reviewOf(predictor()))), /^expected an Adm/],
    ['null', 'null', /^expected an AdmissionReview, found null$/],
    ['deep', blanks + '['.repeat(101), /found JSON with more than 100 lists and objects in each other$/],
    [
      'deep in places',
      `${blanks}[${'['.repeat(99)}${']'.repeat(99)},${'{"a":'.repeat(100)}`,
      /than 100 lists and objects/,
    ],
    ['twenty million lists in each other', '['.repeat(bodyLimit), /more than 100 lists and objects in each other$/],
    ['full of lists', `[${'[],'.repeat(786_432)}1]`, /found JSON with more than 786432 lists, objects and fields$/],
    ['full of fields', `{${'"":0,'.repeat(786_432)}"":0}`, /more than 786432 lists, objects and fields$/],
    ['full of entries', `[${'0,'.repeat(786_433)}0]`, /found JSON with more than 786432 entries$/],
    ['without a request', { ...reviewOf(predictor()), request: null }, /^request: expected an object, found null$/],
  ])('that is %s is answered by a review', async (_, body, message) => {
    const { allowed, status, auditAnnotations } = await responseTo(body)
    expect(allowed).toBe(false)
    expect(status?.code).toBe(400)
    expect(status?.message).toMatch(message)
    expect(auditAnnotations).toEqual({ failed: 'BadRequest' })
  })

  test('that has as much as it may, and more of it in texts, is read', async () => {
    const text = `\\"${'[{:,'.repeat(1_000_000)}\\\\`
    const deep = Array.from({ length: 90 }).reduce<unknown>((inner) => [inner], '[')
    const pod = predictor({ spec: { containers: [{ name: 'kserve-container', args: Array(780_000).fill('') }] } })
    const { body } = await review(server, { ...reviewOf(pod), text, deep })
    expect(answerIn(body).response.auditAnnotations).toEqual({ injected: 'true' })
  })

  test('with a byte order mark is read', async () => {
    const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify(reviewOf(predictor())))])
    expect((await responseTo(body)).auditAnnotations).toEqual({ injected: 'true' })
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
