import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { StartError } from '../../examples/webhook-server/src/fault.js'
import { load } from '../../examples/webhook-server/src/load.js'
import { call } from './harness/client.js'
import { startServer } from './harness/in-process.js'
import { folder, listening, logged, run } from './harness/process.js'
import { answerIn } from './harness/reviews.js'

// The README's commands are run as they stand, and its tables are compared with what there is.

const readme = readFileSync(join(folder, 'README.md'), 'utf8')
const [start = '', curl = ''] = [...readme.matchAll(/```sh\n([^]*?)```/g)].map(([, commands = '']) => commands)

/** The first column of the table below a heading. */
function rowsOf(heading: string): readonly string[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`(.*?)`/g)].map(name))
}
const name = ([, each = '']: RegExpExecArray): string => each

const clone = mkdtempSync(join(tmpdir(), 'modelcar-readme-'))
afterAll(() => rmSync(clone, { recursive: true }))

test('npm start as it says builds it and serves, the review is answered, and SIGTERM to npm ends it well', async () => {
  execFileSync('mkdir', ['-p', join(clone, 'examples/webhook-server')])
  for (const each of ['src', 'build.js', 'package.json', 'manifests']) {
    symlinkSync(join(folder, each), join(clone, 'examples/webhook-server', each))
  }
  symlinkSync(join(folder, '../../node_modules'), join(clone, 'node_modules'))
  // Any free port; and what ends the shell ends the server.
  const commands = start
    .replace('PORT=8443', 'PORT=0 SHUTDOWN_DELAY_SECONDS=0')
    .replace(/npm start\n$/, 'exec npm start')
  const server = run('bash', ['-ec', `cd ${clone}\n${commands}`], {})
  const port = await listening(server)
  const { stdout } = await promisify(execFile)('bash', ['-ec', curl.replace(':8443', `:${port}`)], {
    cwd: join(clone, 'examples/webhook-server'),
  })
  expect(answerIn(stdout).response.auditAnnotations).toEqual({ injected: 'true' })
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(logged(server).map(({ msg }) => msg)).toEqual(['listening', 'review', 'draining', 'stopped'])
})

test('every variable is in the table, and every one of the table is read', async () => {
  const read = new Set<string>()
  const environment = new Proxy<Record<string, string>>({}, { get: (_, variable) => void read.add(String(variable)) })
  await expect(load(environment)).rejects.toThrow(StartError)
  expect(rowsOf('Environment')).toEqual([...read])
})

test('every metric of the server’s own is in the table, and the other way round', async () => {
  const server = await startServer()
  const { body } = await call(server, '/metrics')
  await server.stop()
  const own = [...body.matchAll(/^# TYPE (modelcar_\w+)/gm)].map(name)
  expect(rowsOf('Metrics')).toEqual(own)
})

test('every file is in the table', () => {
  const files = readdirSync(join(folder, 'src'))
  expect([...rowsOf('To copy it')].sort()).toEqual([...files].sort())
})
