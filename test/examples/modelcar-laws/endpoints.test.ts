import { writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { describe, expect, test } from 'vitest'
import { issue, type TestCertificate } from '../../webhook-server/harness/certificates.js'
import { buildCommand, reportIn } from './command.js'
import { answer, good, labels, type Respond, serve } from './served.js'

// Endpoints that misbehave: each gets a finding or an error that says what it was, the documented exit code, and no more time than
// was given.

const { folder, run, runWith } = buildCommand()

const small = ['--runs', '5', '--seed', '1', '--law', 'idempotent']

async function timed<T>(work: Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const start = performance.now()
  const result = await work
  return { result, seconds: (performance.now() - start) / 1000 }
}

describe('no request is answered', () => {
  const blanks = Buffer.alloc(1024 * 1024, ' ')
  const withoutEnd = (response: ServerResponse): void => {
    if (response.destroyed) return
    response.write(blanks, () => withoutEnd(response))
  }
  const head =
    (status: number, headers = {}): Respond =>
    (_, response) =>
      response.writeHead(status, headers).end('oops')

  test.each<[string, Respond, string]>([
    ['the connection is closed', (_, { socket }) => socket?.destroy(), 'socket hang up'],
    [
      'the answer breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': 1000 }).write('{"response":')
        setTimeout(() => response.socket?.destroy(), 5)
      },
      'the answer breaks off',
    ],
    ['the answer has no end', (_, response) => withoutEnd(response), 'the answer has more than 16777216 bytes'],
    [
      'it is a redirect',
      head(307, { location: 'http://127.0.0.1:1/other' }),
      'HTTP 307, to http://127.0.0.1:1/other; a webhook has to answer itself',
    ],
    ['it is an error', head(500), 'HTTP 500: oops'],
    ['it is nothing at all', head(204), 'the answer is no JSON: ""'],
    ['it is HTML', (_, response) => response.end('<html>'), 'the answer is no JSON: "<html>"'],
  ])('%s', async (_, respond, reason) => {
    const { url } = await serve(respond)
    const { code, stdout, stderr } = await run(url, ...small)
    expect(stderr).toContain(`nothing was tested: no request was answered: ${reason}\n`)
    expect(stdout).toContain(`failed calling the webhook: ${reason}`)
    expect(code).toBe(3)
  })

  test('a redirect is not followed', async () => {
    const other = await serve(good)
    const { url } = await serve((_, response) => response.writeHead(302, { location: other.url }).end())
    expect((await run(url, ...small)).code).toBe(3)
    expect(other.asked()).toBe(0)
  })

  test('no more than some requests are sent', async () => {
    const { url, asked } = await serve((_, { socket }) => socket?.destroy())
    const { stdout } = await run(url, '--runs', '1000', '--seed', '1')
    expect(asked()).toBeLessThanOrEqual(20)
    expect(stdout).toContain('valid: nothing was tested, as no pod was asked about')
  })
})

describe('an answer takes too long', () => {
  const drips: Respond = (_, response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write(' '), 50)
    response.on('close', () => clearInterval(drip))
  }

  test.each<[string, Respond]>([
    ['nothing comes', () => undefined],
    ['some of it comes', (_, response) => response.writeHead(200).write('{')],
    ['it comes by and by', drips],
  ])('%s', async (_, respond) => {
    const { url } = await serve(respond)
    const { result, seconds } = await timed(run(url, ...small, '--timeout', '1', '--time', '3'))
    expect(result.stderr).toContain('the time was over, see --time, so not every pod was asked about\n')
    expect(result.stderr).toContain('nothing was tested: no request was answered: no whole answer within 1 seconds\n')
    expect(result.code).toBe(3)
    expect(seconds).toBeLessThan(10)
  })

  test('the time that is given for all ends what is on its way, and that is no finding', async () => {
    const { url, asked } = await serve((uid, response) =>
      asked() <= 6 ? good(uid, response, response.req) : undefined,
    )
    const { result, seconds } = await timed(run(url, ...small, '--time', '2', '--json'))
    const { laws, isCut, requests } = reportIn(result)
    expect(isCut).toBe(true)
    expect(laws).toMatchObject([{ law: 'idempotent', outcome: 'kept', runs: 3 }])
    expect(requests).toBe(6)
    expect(result.stderr).toContain('the time was over')
    expect(seconds).toBeLessThan(10)
  })

  test('what is broken is told, though the time ends the search for a smaller pod', async () => {
    const { url, asked } = await serve((uid, response) => {
      const container = { name: `c${String(asked())}`, image: 'c' }
      if (asked() <= 30) response.end(answer(uid, [{ op: 'add', path: '/spec/containers/-', value: container }]))
    })
    const { code, stdout, stderr } = await run(url, ...small, '--time', '2')
    expect(stderr).toContain('the time was over')
    expect(stdout).toContain('idempotent: a second call made another pod')
    expect(code).toBe(1)
  })

  test('laws that were not asked about are no success', async () => {
    const { url, asked } = await serve((uid, response) =>
      asked() <= 10 ? good(uid, response, response.req) : undefined,
    )
    const { code, stdout, stderr } = await run(url, ...small, '--law', 'valid', '--time', '2')
    expect(stdout).toContain('idempotent: kept (5 pods)')
    expect(stdout).toContain('valid: nothing was tested, as no pod was asked about')
    expect(stderr).toMatch(/^untested: valid; kept: idempotent$/m)
    expect(stderr).toMatch(/not every law was tested\n$/)
    expect(code).toBe(3)
  })
})

describe('the certificate is wrong', () => {
  let [right, other, expired, elsewhere]: TestCertificate[] = []
  const fileOf = (certificate: TestCertificate | undefined): string => {
    const file = join(folder, 'ca.crt')
    writeFileSync(file, certificate?.cert ?? 'no certificate')
    return file
  }

  test.each<[string, () => TestCertificate, () => string[], string]>([
    ['of another CA', () => right!, () => ['--ca', fileOf(other)], 'self-signed certificate'],
    ['of a CA that the system does not know', () => right!, () => [], 'self-signed certificate'],
    ['expired', () => expired!, () => ['--ca', fileOf(expired)], 'certificate has expired'],
    ['for another name', () => elsewhere!, () => ['--ca', fileOf(elsewhere)], "does not match certificate's altnames"],
  ])('%s', async (_, certificate, options, reason) => {
    right ??= await issue()
    other ??= await issue()
    expired ??= await issue(new Date(Date.now() - 1000))
    if (elsewhere === undefined) {
      const altNames = [{ type: 2 as const, value: 'webhook.example' }]
      const extensions = [{ name: 'subjectAltName' as const, altNames }]
      const { cert, private: key } = await generate([{ name: 'commonName', value: 'webhook.example' }], {
        keyType: 'ec',
        extensions,
      })
      elsewhere = { cert, key }
    }
    const { url, asked } = await serve(good, certificate())
    const { code, stderr } = await run(url, ...options(), ...small)
    expect(stderr).toMatch(/nothing was tested: no request was answered: /)
    expect(stderr).toContain(reason)
    expect([code, asked()]).toEqual([3, 0])
  })

  test('HTTP where HTTPS is spoken, and the other way round', async () => {
    const secure = await serve(good, await issue())
    const plain = await serve(good)
    for (const url of [secure.url.replace('https:', 'http:'), plain.url.replace('http:', 'https:')]) {
      const { code, stderr } = await run(url, ...small)
      expect(stderr).toMatch(/nothing was tested: no request was answered: \S/)
      expect(code).toBe(3)
    }
  })

  test('a CA that is none is a wrong use', async () => {
    const { code, stderr } = await run('https://127.0.0.1:1/', '--ca', fileOf(undefined))
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^--ca .*ca\.crt: expected a certificate as PEM/)])
  })
})

describe('an answer is none', () => {
  test.each<[string, (uid: string) => string, string]>([
    ['to another review', () => answer('another'), 'expected response.uid="1", got "another"'],
    ['null', () => 'null', 'webhook returned null: it has no response'],
    ['a list', () => '[]', 'webhook returned []: it has no response'],
    [
      'with a patch that does not apply',
      (uid) => answer(uid, [{ op: 'add', path: '/spec/nothing/-', value: 1 }]),
      'add operation does not apply: doc is missing path: "/spec/nothing/-": missing value',
    ],
    ['with a patch that is no list', (uid) => answer(uid, { op: 'add' }), 'cannot unmarshal object'],
    [
      'with a patch that is no base64',
      (uid) => JSON.stringify({ response: { uid, allowed: true, patchType: 'JSONPatch', patch: '%' } }),
      'Internal error occurred: ',
    ],
    [
      'with a patch of no type',
      (uid) => JSON.stringify({ response: { uid, allowed: true, patch: 'W10=' } }),
      'webhook returned response.patch but not response.patchType',
    ],
    [
      'with a pod that is none',
      (uid) => answer(uid, [{ op: 'replace', path: '/spec/containers', value: 'none' }]),
      'cannot unmarshal string into Go struct field PodSpec.spec.containers',
    ],
  ])('%s', async (_, body, reason) => {
    const { url } = await serve((uid, response) => response.end(body(uid)))
    const outcome = await run(url, ...small, '--json')
    expect(outcome.code).toBe(1)
    const [law] = reportIn(outcome).laws
    expect(law?.counterexample?.details?.join()).toContain(reason)
    expect(law?.counterexample?.podSpec).toEqual({ containers: [{ name: 'app', image: 'example/server:1' }] })
  })

  test('a webhook that denies every pod was not tested', async () => {
    const denial = (uid: string) => JSON.stringify({ response: { uid, allowed: false, status: { message: 'no' } } })
    const { url } = await serve((uid, response) => response.end(denial(uid)))
    const { code, stdout } = await run(url, ...small)
    expect(stdout).toContain('idempotent: nothing was tested, as all of 5 pods were refused')
    expect(code).toBe(3)
  })
})

describe('what an API server takes is taken', () => {
  test('201, which frameworks answer to a POST by default', async () => {
    const { url } = await serve((uid, response) => response.writeHead(201).end(answer(uid, labels)))
    expect((await run(url, ...small)).code).toBe(0)
  })

  test('a kept connection that is closed while the next request is on its way', async () => {
    const isFirst = new WeakSet<object>()
    const { url, asked } = await serve((uid, response, { socket }) => {
      if (isFirst.has(socket)) return socket.destroy()
      isFirst.add(socket)
      return good(uid, response, response.req)
    })
    const outcome = await run(url, ...small, '--json')
    expect(outcome.code).toBe(0)
    expect(asked()).toBeGreaterThan(reportIn(outcome).requests)
  })
})

describe('Ctrl-C', () => {
  test('ends with a summary of what is known so far', async () => {
    let reached = (): void => undefined
    const isReached = new Promise<void>((resolve) => (reached = resolve))
    const { url, asked } = await serve((uid, response) => {
      if (asked() <= 10) return good(uid, response, response.req)
      reached()
      return undefined
    })
    const { result, seconds } = await timed(
      runWith(
        async (child) => {
          await isReached
          child.kill('SIGINT')
        },
        url,
        ...small,
        '--law',
        'valid',
      ),
    )
    expect(result.stdout).toContain('idempotent: kept (5 pods)')
    expect(result.stdout).toContain('valid: nothing was tested, as no pod was asked about')
    expect(result.stderr).toContain('interrupted, so not every pod was asked about\n')
    expect(result.code).toBe(130)
    expect(seconds).toBeLessThan(8)
  })

  test('leaves JSON whole', async () => {
    const { url } = await serve((uid, response) => setTimeout(() => response.end(answer(uid, labels)), 20))
    const outcome = await runWith(
      async (child) => {
        await new Promise((resolve) => setTimeout(resolve, 1500))
        child.kill('SIGINT')
      },
      url,
      '--json',
    )
    expect(reportIn(outcome)).toMatchObject({ isCut: true, laws: expect.any(Array) as unknown })
    expect(outcome.code).toBe(130)
  })
})
