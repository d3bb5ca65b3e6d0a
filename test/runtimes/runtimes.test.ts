import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { packedPackage } from './packed.js'
import { isMissing, programOf, runtimes } from './runtimes.js'

// The packed package, in every runtime that it is said to run in: the same programs give the same answers.

const execute = promisify(execFile)
const folder = await packedPackage()

/** Runs a program in the folder of the package, with an environment that has nothing of this process but what finds programs. */
async function run(program: string, args: readonly string[]): Promise<unknown> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder }
  const { stdout } = await execute(program, args, { cwd: folder, env })
  return JSON.parse(stdout) as unknown
}

function expectAnswers(given: unknown, runtime: string): void {
  expect(given).toMatchObject({
    runtime: expect.stringContaining(runtime),
    spec: { containers: [{ name: 'kserve-container' }, { name: 'modelcar' }], shareProcessNamespace: true },
    isSettled: true,
    response: { uid: '7', allowed: true, patchType: 'JSONPatch', auditAnnotations: { injected: 'true' } },
    refused: ['HostPID'],
    skipped: 'NoLabel',
  })
  const { spec, response } = given as { spec: object; response: { patch: string } }
  const patch = JSON.parse(Buffer.from(response.patch, 'base64').toString()) as { path: string }[]
  expect(patch.map(({ path }) => path)).toContain('/spec/containers/-')
  expect(Object.keys(spec)).toContain('volumes')
}

/** What a bundler for the web makes of a program. */
async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, file)],
    absWorkingDir: folder,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    minify: true,
  })
  return outputFiles[0]!.text
}

describe.each(runtimes)('$title', ({ title, name, program, args }) => {
  if (isMissing(title, program)) return test.skip('is not there', () => undefined)

  test.each(['use.mjs', 'use.cjs'])('injects and answers a review: %s', async (file) => {
    expectAnswers(await run(program, [...args, file]), name)
  })

  test('runs a law of modelcar/testing', async () => {
    expect(await run(program, [...args, 'testing.mjs'])).toEqual(['Duplicate value: "app"'])
  })
})

describe('Deno', () => {
  const deno = runtimes.find(({ name }) => name === 'Deno ')!
  if (deno.program === undefined) return test.skip('is not there', () => undefined)

  test('is asked for NODE_ENV, by immer, and for nothing else', async () => {
    const args = deno.args.filter((arg) => !arg.startsWith('--allow'))
    const asked = run(deno.program!, [...args, 'use.mjs'])
    await expect(asked).rejects.toThrow('Requires env access to "NODE_ENV"')
    await expect(asked).rejects.toThrow('node_modules/immer/')
  })
})

describe('workerd', () => {
  const program = programOf(/^@cloudflare\//, 'bin/workerd')
  if (isMissing('workerd', program)) return test.skip('is not there', () => undefined)

  test('injects and answers a review', async () => {
    await writeFile(join(folder, 'worker.js'), await bundled('worker.mjs'))
    const worker = '(modules = [(name = "worker", esModule = embed "worker.js")], compatibilityDate = "2026-01-01")'
    await writeFile(
      join(folder, 'worker.capnp'),
      `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = ${worker})]);
`,
    )
    expectAnswers(await run(program, ['test', '--verbose', 'worker.capnp']), 'Cloudflare-Workers')
  })
})

describe('Chromium', () => {
  const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  )
  if (program === undefined) {
    console.log('SKIPPED: Chromium: there is none in /usr/bin (Debian: apt-get install chromium)')
    return test.skip('is not there', () => undefined)
  }

  test('injects and answers a review', async () => {
    const script = (await bundled('page.mjs')).replaceAll('</script', '<\\/script')
    const page = join(folder, 'page.html')
    await writeFile(page, `<!doctype html><meta charset="utf-8"><pre></pre><script type="module">${script}</script>`)
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--dump-dom']
    const { stdout } = await execute(program, [...flags, `--user-data-dir=${folder}/profile`, `file://${page}`])
    const [, text = ''] = /<pre>(.*?)<\/pre>/s.exec(stdout) ?? []
    const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&nbsp;': '\u00A0' }
    expectAnswers(JSON.parse(text.replaceAll(/&\w+;/g, (entity) => entities[entity] ?? entity)), 'HeadlessChrome')
  })
})
