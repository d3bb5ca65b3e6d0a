import { unlinkSync } from 'node:fs'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FileText } from '../../examples/webhook-server/src/file.js'
import { keepCurrent } from '../../examples/webhook-server/src/reload.js'
import { issue } from './harness/certificates.js'
import { metric, open, review, servedCertificate } from './harness/client.js'
import { startServer, type TestServer } from './harness/in-process.js'
import { patchIn, predictor, reviewOf } from './harness/reviews.js'
import { configMapWith } from './harness/settings.js'

// Volumes that change as the kubelet changes them, under a server that goes on serving.

const patience = { timeout: 20_000, interval: 5 }

let server: TestServer
beforeEach(async () => {
  server = await startServer()
})
afterEach(() => server.stop())

const certificateOf = ({ cert }: { cert: string }): string => `${cert.trim().replaceAll('\r', '')}\n`
const logged = (msg: string, what: string) => server.logged.filter((line) => line.msg === msg && line.what === what)
const broken = 'changed file is broken, keeping what was read before'
const reloads = (what: string, result: string) =>
  metric(server, `modelcar_webhook_reloads_total{what="${what}",result="${result}"}`)
const isCurrent = (what: string) => metric(server, `modelcar_webhook_last_reload_successful{what="${what}"}`)
const expiry = () => metric(server, 'modelcar_webhook_certificate_expiry_timestamp_seconds')

describe('a certificate', () => {
  test('that is renewed is what new connections get, and old ones go on', async () => {
    const first = { ...server }
    const kept = await open(server)
    const notAfter = new Date('2040-01-01T00:00:00Z')
    const renewed = await issue(notAfter)
    server.tls.write({ 'tls.crt': renewed.cert, 'tls.key': renewed.key })
    await expect.poll(() => servedCertificate(server.port), patience).toBe(certificateOf(renewed))

    server = { ...server, ca: renewed.cert }
    expect((await review(server, reviewOf(predictor()))).status).toBe(200)
    await expect(review(first, reviewOf(predictor()))).rejects.toThrow(/certificate/)
    kept.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n')
    const answer = await new Promise<Buffer>((resolve) => kept.once('data', resolve))
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /)
    kept.destroy()

    expect(await reloads('certificate', 'success')).toBe(1)
    expect(await reloads('certificate', 'failure')).toBe(0)
    expect(await expiry()).toBe(notAfter.getTime() / 1000)
    expect(logged('reloaded', 'certificate')).toHaveLength(1)
  })

  test('that is renewed again is served again, still with TLS 1.2 at least', async () => {
    for (const renewed of [await issue(), await issue()]) {
      server.tls.write({ 'tls.crt': renewed.cert, 'tls.key': renewed.key })
      await expect.poll(() => servedCertificate(server.port), patience).toBe(certificateOf(renewed))
      server = { ...server, ca: renewed.cert }
    }
    const old = open(server, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' })
    await expect(old).rejects.toThrow(/protocol version/)
    expect(await reloads('certificate', 'success')).toBe(2)
  })

  test.each([
    ['is only half written', async () => ({ 'tls.crt': (await issue()).cert })],
    ['has the key of another', async () => ({ 'tls.crt': (await issue()).cert, 'tls.key': (await issue()).key })],
    ['is no certificate', async () => ({ 'tls.crt': 'x', 'tls.key': (await issue()).key })],
  ])('that %s is not served; a whole one after it is', async (_, files) => {
    const served = await servedCertificate(server.port)
    const until = await expiry()
    server.tls.write(await files())
    await expect.poll(() => reloads('certificate', 'failure'), patience).toBe(1)
    expect(await isCurrent('certificate')).toBe(0)
    expect(await expiry()).toBe(until)
    expect(await servedCertificate(server.port)).toBe(served)
    expect((await review(server, reviewOf(predictor()))).status).toBe(200)

    const renewed = await issue()
    server.tls.write({ 'tls.crt': renewed.cert, 'tls.key': renewed.key })
    await expect.poll(() => servedCertificate(server.port), patience).toBe(certificateOf(renewed))
    server = { ...server, ca: renewed.cert }
    expect(await isCurrent('certificate')).toBe(1)
    // Told once, however often the broken files were read.
    expect(await reloads('certificate', 'failure')).toBe(1)
    expect(logged(broken, 'certificate')).toEqual([
      expect.objectContaining({ level: 'error', faults: [expect.stringMatching(/^TLS_(?:CERT|KEY)_FILE: expected /)] }),
    ])
  })
})

describe('a config', () => {
  const userOf = async () => {
    const { body } = await review(server, reviewOf(predictor()))
    const added = patchIn(body).find(({ path }) => path === '/spec/containers/-')
    return (added?.value as { securityContext?: { runAsUser?: number } }).securityContext?.runAsUser
  }

  test('that changes decides about the next review', async () => {
    expect(await userOf()).toBe(1010)
    server.config.write({ 'config.yaml': configMapWith({ uidModelcar: 2020 }) })
    await expect.poll(userOf, patience).toBe(2020)
    expect(await reloads('config', 'success')).toBe(1)
    expect(await isCurrent('config')).toBe(1)
    expect(logged('reloaded', 'config')).toHaveLength(1)
    expect(await reloads('certificate', 'success')).toBe(0)
  })

  test.each([
    ['is no YAML', { 'config.yaml': 'a: [' }, /^CONFIG_FILE: expected one YAML or JSON document/],
    ['has a wrong setting', { 'config.yaml': configMapWith({ cpuLimit: 'x' }) }, /storageInitializer: cpuLimit: /],
    ['is gone', {}, /^CONFIG_FILE: expected a file that can be read, .* ENOENT/],
  ])('that %s is not used; a whole one after it is', async (_, files, fault) => {
    server.config.write(files)
    await expect.poll(() => reloads('config', 'failure'), patience).toBe(1)
    expect(await isCurrent('config')).toBe(0)
    expect(await userOf()).toBe(1010)

    server.config.write({ 'config.yaml': configMapWith({ uidModelcar: 3030 }) })
    await expect.poll(userOf, patience).toBe(3030)
    expect(await isCurrent('config')).toBe(1)
    expect(await reloads('config', 'failure')).toBe(1)
    expect(logged(broken, 'config')).toEqual([
      expect.objectContaining({ level: 'error', faults: [expect.stringMatching(fault)] }),
    ])
  })

  test('that comes back as it was is taken back', async () => {
    const link = server.config.path('config.yaml')
    unlinkSync(link)
    await expect.poll(() => isCurrent('config'), patience).toBe(0)
    server.config.link('config.yaml')
    await expect.poll(() => isCurrent('config'), patience).toBe(1)
    expect(await userOf()).toBe(1010)
  })
})

test('what is read while files change is not judged before it is read twice', async () => {
  const reading = (cert: string, key: string): readonly FileText[] => [
    { variable: 'TLS_CERT_FILE', path: 'tls.crt', text: cert },
    { variable: 'TLS_KEY_FILE', path: 'tls.key', text: key },
  ]
  const files = reading('old', 'old')
  const between = reading('new', 'old')
  const after = reading('new', 'new')
  const readings = Readable.from([files, between, after, after, after, between, files, after])
  const [check, use, reload] = [vi.fn((_: unknown, read: readonly FileText[]) => read), vi.fn(), vi.fn()]
  const log = { info: vi.fn(), error: vi.fn() }
  await keepCurrent({ what: 'certificate', files, check, use }, readings, { metrics: { reload }, log })
  expect(use.mock.calls).toEqual([[after]])
  expect(reload.mock.calls).toEqual([['certificate', true]])
})
