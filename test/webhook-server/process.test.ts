import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { issue } from './harness/certificates.js'
import { call, closed, open, review } from './harness/client.js'
import { folder, listening, logged, run, type Environment, type ServerProcess } from './harness/process.js'
import { answerIn, predictor, reviewOf, secret } from './harness/reviews.js'
import { configMapWith } from './harness/settings.js'
import { mount } from './harness/volume.js'

// The server as a container runs it: a process, from its first line to its exit code.

const bundles = mkdtempSync(join(tmpdir(), 'modelcar-bundle-'))
const bundle = join(bundles, 'main.mjs')
const shortDrain = join(bundles, 'short-drain.mjs')

const { cert, key } = await issue()
const files = mount({ 'tls.crt': cert, 'tls.key': key, 'config.yaml': configMapWith() })
const environment = {
  PORT: '0',
  HOST: '127.0.0.1',
  TLS_CERT_FILE: files.path('tls.crt'),
  TLS_KEY_FILE: files.path('tls.key'),
  CONFIG_FILE: files.path('config.yaml'),
  SHUTDOWN_DELAY_SECONDS: '0',
}

beforeAll(async () => {
  // To a place of its own: others may be about to start what is in dist.
  execFileSync(process.execPath, ['build.js', bundle], { cwd: folder })
  await build({
    entryPoints: [join(import.meta.dirname, 'harness/short-drain.ts')],
    outfile: shortDrain,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  })
})
afterAll(() => {
  rmSync(bundles, { recursive: true })
  files.remove()
})

const running: ServerProcess[] = []
afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL')
})

function serve(more: Environment = {}, script = bundle): ServerProcess {
  const server = run(process.execPath, [script], { ...environment, ...more })
  running.push(server)
  return server
}

const messages = (server: ServerProcess) => logged(server).map(({ msg }) => msg)

/** A review of which the server has seen the head, and says so, but not yet the body. */
async function begin(port: number): Promise<TLSSocket> {
  const socket = await open({ port, ca: cert })
  const head = ['POST /mutate HTTP/1.1', 'Host: a', 'Content-Type: application/json', `Content-Length: ${body.length}`]
  socket.write([...head, 'Expect: 100-continue', '', ''].join('\r\n'))
  const [chunk] = (await once(socket, 'data')) as [Buffer]
  expect(chunk.toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  return socket
}
const body = JSON.stringify(reviewOf(predictor()))

/** Waits until nobody can connect any more. */
const refused = (port: number): Promise<void> =>
  expect
    .poll(() => call({ port, ca: cert }, '/readyz').catch((error: unknown) => String(error)), { timeout: 20_000 })
    .toContain('ECONNREFUSED')

async function finish(socket: TLSSocket): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  socket.write(body)
  await once(socket, 'close')
  return text
}

describe('at the start', () => {
  test('Ctrl-C under npm, which comes twice, ends it well', async () => {
    const server = serve({ SHUTDOWN_DELAY_SECONDS: '0.1' })
    await listening(server)
    // Two of a kind at once may arrive as one.
    server.child.kill('SIGINT')
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  })

  test('one line says where it listens', async () => {
    const server = serve()
    const port = await listening(server)
    expect(port).toBeGreaterThan(0)
    expect(JSON.parse(server.stdout())).toEqual({
      level: 'info',
      time: expect.any(String),
      host: '127.0.0.1',
      port,
      msg: 'listening',
    })
  })

  test('a name is listened on as well', async () => {
    const server = serve({ HOST: 'localhost' })
    await listening(server)
    expect(messages(server)).toEqual(['listening'])
  })

  test('nobody has to read its log', async () => {
    const server = serve()
    const port = await listening(server)
    server.child.stdout?.destroy()
    for (const _ of [1, 2]) {
      const { status, body } = await review({ port, ca: cert }, reviewOf(predictor()))
      expect(status).toBe(200)
      expect(answerIn(body).response.allowed).toBe(true)
    }
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect(server.stderr()).toBe('')
  })

  test('faults are told one a line, and nothing else is', async () => {
    const server = serve({ PORT: 'x', TLS_KEY_FILE: files.path('tls.crt'), CONFIG_FILE: undefined })
    expect(await server.ended).toBe(1)
    expect(server.stdout()).toBe('')
    const lines = server.stderr().split('\n')
    expect(lines.map((line) => line.split(': ')[0])).toEqual(['PORT', 'CONFIG_FILE', 'TLS_KEY_FILE', ''])
  })

  test('a key of another certificate', async () => {
    const other = mount({ 'tls.key': (await issue()).key })
    const server = serve({ TLS_KEY_FILE: other.path('tls.key') })
    expect(await server.ended).toBe(1)
    expect(server.stderr()).toMatch(
      /^TLS_KEY_FILE: expected the private key of the certificate in TLS_CERT_FILE [^\n]*\n$/,
    )
    other.remove()
  })

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const server = serve({ PORT: String(port) })
    expect(await server.ended).toBe(1)
    expect(server.stderr()).toBe(
      `PORT: expected a free port, found ${port} in use at 127.0.0.1; choose another one, or 0 for any\n`,
    )
    other.close()
  })

  test.each(['192.0.2.1', 'no-such-name.invalid'])('a host that is not of this machine: %s', async (host) => {
    const server = serve({ HOST: host })
    expect(await server.ended).toBe(1)
    expect(server.stderr()).toMatch(
      /^HOST: expected an address of this machine, or a name of one, found "[^\n]*; set it, for example to 0\.0\.0\.0\n$/,
    )
  })
})

describe('in the logs', () => {
  test('every line is JSON, and none has anything of a pod but its name', async () => {
    const server = serve({ LOG_LEVEL: 'trace' })
    const target = { port: await listening(server), ca: cert }
    await review(target, reviewOf(predictor()))
    await review(target, reviewOf(predictor({ spec: { hostPID: true } })))
    await review(target, `{"password":"${secret}"`)
    await review(target, body, { headers: { 'content-type': 'text/plain' } })
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    const lines = server.stdout().trimEnd().split('\n')
    const outcomes = lines.map((line) => (JSON.parse(line) as { outcome?: string }).outcome)
    expect(outcomes.filter((outcome) => outcome !== undefined)).toEqual(['injected', 'refused', 'failed'])
    expect(server.stdout()).not.toContain(secret)
    expect(server.stdout()).not.toContain('kserve-container')
    expect(server.stderr()).toBe('')
  })
})

describe('at the end', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: what is in flight is finished, what is idle is closed',
    async (signal) => {
      const server = serve()
      const port = await listening(server)
      const idle = await open({ port, ca: cert })
      idle.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n')
      await once(idle, 'data')
      const inFlight = await begin(port)

      const isClosed = closed(idle)
      server.child.kill(signal)
      await isClosed
      await refused(port)
      const answer = await finish(inFlight)
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
      expect(answer).toMatch(/\r\nconnection: close\r\n/i)
      expect(answerIn(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)).response.allowed).toBe(true)
      expect(await server.ended).toBe(0)
      expect(messages(server)).toEqual(['listening', 'draining', 'review', 'stopped'])
    },
  )

  test('who has connected before is still answered', async () => {
    const server = serve()
    const port = await listening(server)
    const inFlight = await begin(port)
    const connected = await open({ port, ca: cert })
    server.child.kill('SIGTERM')
    await refused(port)
    connected.write(
      `POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
    )
    expect(await finish(connected)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(await finish(inFlight)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(await server.ended).toBe(0)
  })

  test('until the delay is over it is not ready, and answers; a second signal ends it at once', async () => {
    const server = serve({ SHUTDOWN_DELAY_SECONDS: '300' })
    const target = { port: await listening(server), ca: cert }
    const inFlight = await begin(target.port)
    server.child.kill('SIGTERM')
    const readiness = () => call(target, '/readyz').then(({ status }) => status)
    await expect.poll(readiness, { timeout: 20_000 }).toBe(503)
    expect(await finish(inFlight)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect((await review(target, body)).status).toBe(200)

    // One that comes right behind the first is the same one, passed on by npm.
    const again = setInterval(() => server.child.kill('SIGTERM'), 20)
    expect(await server.ended).toBe(1)
    clearInterval(again)
    expect(messages(server).at(-1)).toBe('stopped at once')
  })

  test('what takes too long is given up', async () => {
    const server = serve({}, shortDrain)
    const inFlight = await begin(await listening(server))
    server.child.kill('SIGTERM')
    const isClosed = closed(inFlight)
    expect(await server.ended).toBe(1)
    await isClosed
    expect(messages(server)).toEqual(['listening', 'draining', 'stopped at once'])
  })
})
