import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '../webhook-server/harness/in-process.js'
import { buildCommand, reportIn } from './modelcar-laws/command.js'

// The command as a process, from the file that its own build makes, against webhooks of three kinds.

const { folder, run } = buildCommand()

const readme = readFileSync(join(import.meta.dirname, '../../examples/modelcar-laws/README.md'), 'utf8')
const [command = '', ...others] = [...readme.matchAll(/```sh\n([^]*?)```/g)].map(([, each = '']) => each)

/** The words of a command, as a shell reads them. */
const wordsOf = (line: string): readonly string[] =>
  execFileSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

test('the example server keeps every law, asked by the command of the README', async () => {
  const server = await startServer()
  const ca = join(folder, 'ca.crt')
  writeFileSync(ca, server.ca)
  const words = wordsOf(command)
  expect(words.slice(0, 3)).toEqual(['npx', 'tsx', 'examples/modelcar-laws/modelcar-laws.ts'])
  // Where the server listens, and what it shows, is another place in each test.
  const asked = words.slice(3).map((word) => word.replace(':8443/', `:${server.port}/`).replace(/.*tls\.crt$/, ca))
  expect(asked).toContain(ca)
  const { code, stdout, stderr } = await run(...asked, '--runs', '25', '--seed', '5')
  await server.stop()
  expect(stdout).not.toContain('smallest pod')
  expect([code, stderr]).toEqual([0, expect.stringMatching(/settles: kept/)])
})

test('the other command of the README builds what these tests run', () => {
  expect(others).toEqual(['npm run build -w examples/modelcar-laws\n'])
})

const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) console.log('no python3: the webhook in Python is skipped')

describe.skipIf(!hasPython)('a webhook in Python that appends', () => {
  let port = ''
  // Not while tests are collected: where none of these is asked for, nothing would end it.
  beforeAll(async () => {
    const python = spawn('python3', [join(import.meta.dirname, 'append-webhook.py')])
    const [line] = (await once(createInterface(python.stdout), 'line')) as [string]
    port = line
    return () => void python.kill()
  })
  const url = (): string => `http://127.0.0.1:${port}/`

  test('breaks the laws that it should; each is shown by the smallest pod', async () => {
    const outcome = await run(url(), '--runs', '20', '--seed', '1', '--json')
    expect(outcome.code).toBe(1)
    const { laws, seed } = reportIn(outcome)
    expect(seed).toBe(1)
    const faults = Object.fromEntries(laws.map(({ law, counterexample }) => [law, counterexample?.fault ?? 'kept']))
    expect(faults).toEqual({
      pure: 'kept',
      idempotent: 'idempotent: a second call made another pod',
      stable: 'stable: the second call changed the pod',
      framed: 'kept',
      unique: 'unique: there more than once',
      valid: 'valid: the API server refuses the result',
      settles: 'settles: the API server refuses the pod',
    })
    const smallest = laws.find(({ law }) => law === 'idempotent')?.counterexample?.podSpec
    expect(smallest).toEqual({ containers: [{ name: 'app', image: 'example/server:1' }] })
  })

  test('is told of in words, by the laws that are asked for', async () => {
    const { code, stdout, stderr } = await run(url(), '--law', 'idempotent', '--runs', '5', '--seed', '1')
    expect(code).toBe(1)
    expect(stdout).toContain('it grows: volumes by 1, containers by 1')
    expect(stdout).toContain('repeat it with seed 1')
    expect(stderr).toMatch(/^idempotent: broken, \d+ pods, \d+ requests so far\n(… .*\n)*broken: idempotent\n$/)
  })

  test('is not asked more often than allowed', async () => {
    const outcome = await run(url(), '--requests', '100', '--runs', '1000', '--json', '--law', 'framed')
    const { requests, isCut } = reportIn(outcome)
    expect(isCut).toBe(true)
    expect(requests).toBeLessThanOrEqual(100)
  })
})

describe('nothing to test', () => {
  const answering = async (answer: string): Promise<{ url: string; stop: () => void }> => {
    const server = createServer((request, response) => {
      void text(request).then((review) => response.end(answer.replace('UID', /"uid":"(.*?)"/.exec(review)?.[1] ?? '')))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    return {
      url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
      stop: () => void server.close(),
    }
  }

  test('a webhook that answers nonsense breaks every law', async () => {
    const { url, stop } = await answering('<html>hello</html>')
    const { code, stdout, stderr } = await run(url, '--runs', '3', '--seed', '1')
    stop()
    expect(code).toBe(3)
    expect(stderr).toContain('nothing was tested: no request was answered')
    expect(stdout).toContain('the answer is no JSON: "<html>hello</html>"')
  })

  test('one that answers JSON without a response breaks every law', async () => {
    const { url, stop } = await answering('{"hello": "world"}')
    const outcome = await run(url, '--runs', '3', '--seed', '1', '--json')
    stop()
    expect(outcome.code).toBe(1)
    expect(reportIn(outcome).laws.every((law) => law.outcome === 'broken')).toBe(true)
  })

  test.each([
    ['has no patch', ''],
    ['has an empty patch', `, "patchType": "JSONPatch", "patch": "${btoa('[]')}"`],
    [
      'puts in what is there',
      `, "patchType": "JSONPatch", "patch": "${btoa('[{"op": "replace", "path": "/kind", "value": "Pod"}]')}"`,
    ],
  ])('one that never changes a pod is told so: its answer %s', async (_, patch) => {
    const { url, stop } = await answering(`{"response": {"uid": "UID", "allowed": true${patch}}}`)
    const { code, stderr } = await run(url, '--runs', '3', '--seed', '1')
    stop()
    expect(code).toBe(3)
    expect(stderr).toContain('the webhook changed none of the pods. Does it look for something?')
  })

  test('one that is not there', async () => {
    const { code, stdout } = await run('http://127.0.0.1:1/', '--runs', '1', '--seed', '1', '--law', 'idempotent')
    expect([code, stdout]).toEqual([3, expect.stringContaining('ECONNREFUSED')])
  })
})

describe('usage', () => {
  test.each([
    [[], 'expected one URL, found 0'],
    [['ftp://x'], 'expected a URL such as https://127.0.0.1:8443/mutate, found "ftp://x"'],
    [['http://x', '--law', 'gravity'], '--law: expected one of total, pure,'],
    [['http://x', '--time', '3000000'], '--time: expected a whole number from 1 to 86400, found "3000000"'],
    [['http://x', '--timeout', '3000000'], '--timeout: expected a whole number from 1 to 86400, found "3000000"'],
    [['http://x', '--seed', '99999999999'], '--seed: expected a whole number from 0 to 2147483647'],
    [['http://x', '--may-change', 'containers[x].y['], '--may-change: expected a path such as containers[*].image'],
    [['http://x', '--container', 'BAD_'], '--container: expected the name of a container, found "BAD_"'],
    [['http://x', '--runs', 'many'], '--runs: expected a whole number from 1, found "many"'],
    [['http://x', '--label', 'x'], '--label: expected KEY=VALUE, found "x"'],
    [['http://x', '--nonsense'], "Unknown option '--nonsense'"],
    [['http://x', '--ca', 'nowhere'], '--ca nowhere: ENOENT'],
  ])('%j', async (args, message) => {
    const { code, stderr } = await run(...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })

  test('pods of one’s own have to be pods', async () => {
    const file = join(folder, 'pods.yaml')
    writeFileSync(file, 'kind: ConfigMap\n')
    const { code, stderr } = await run('http://127.0.0.1:1/', '--pods', file)
    expect([code, stderr]).toEqual([2, expect.stringContaining('--pods: expected objects of kind Pod')])
    for (const [spec, message] of [
      ['{containers: [null]}', '--pods: expected objects of kind Pod'],
      ['{containers: [{name: app, env: *x}]}', '--pods: Unresolved alias'],
    ] as const) {
      writeFileSync(file, `kind: Pod\nspec: ${spec}\n`)
      const refused = await run('http://127.0.0.1:1/', '--pods', file)
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(message)])
    }
  })

  test('help', async () => {
    const { code, stdout } = await run('--help')
    expect([code, stdout]).toEqual([0, expect.stringContaining('Exit codes: 0 all laws are kept')])
  })
})
