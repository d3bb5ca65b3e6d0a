import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runners, runTests } from './runners.js'

const root = join(import.meta.dirname, '../..')
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const run = promisify(execFile)

let folder: string
let packed: readonly string[]
const installed = (path: string) => join(folder, 'node_modules/modelcar', path)
const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as unknown

/** The conditions of every entry that holds code, by its path in package.json's exports. */
async function entries(): Promise<Record<string, unknown>> {
  const manifest = (await readJson(installed('package.json'))) as { exports: Record<string, unknown> }
  return Object.fromEntries(Object.entries(manifest.exports).filter(([path]) => path !== './package.json'))
}

async function node(...args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, args, { cwd: folder })
  return JSON.parse(stdout)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'installed-modelcar-'))
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
  })
  const [tarball] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }]
  packed = tarball.files.map(({ path }) => path)
  await cp(join(import.meta.dirname, 'consumer'), folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball.filename}`]
  await run('npm', install, { cwd: folder })
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('the tarball', () => {
  test('holds the build, the documents and nothing else', () => {
    expect(packed).toEqual(
      expect.arrayContaining(['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json', 'docs/overlays.md']),
    )
    const others = packed.filter(
      (path) => !/^(README\.md|LICENSE|CHANGELOG\.md|package\.json|docs\/.*\.md)$/.test(path),
    )
    expect(others.filter((path) => !/^dist\/[\w-]+\.(js|cjs|d\.ts|d\.cts)$/.test(path))).toEqual([])
  })

  test('has a file behind every condition of every export', async () => {
    const targets = Object.values(await entries()).flatMap(leaves)
    expect(targets.length).toBeGreaterThanOrEqual(4)
    expect(targets.filter((target) => !packed.includes(target.slice(2)))).toEqual([])
  })

  test('names no path of the machine that built it', async () => {
    for (const path of packed) expect(await readFile(installed(path), 'utf8'), path).not.toContain(root)
  })

  test('brings two packages along', async () => {
    const folders = (await readdir(join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'))
    expect(folders.sort()).toEqual(['fast-deep-equal', 'immer', 'modelcar'])
  })

  test('may be left out where nothing of it is used', async () => {
    expect(await readJson(installed('package.json'))).toMatchObject({ sideEffects: false })
  })
})

function leaves(target: unknown): string[] {
  return typeof target === 'string' ? [target] : Object.values(target as object).flatMap(leaves)
}

describe('at run time', () => {
  test('ES module and CommonJS export the same names and give the same pod', async () => {
    const [esm, cjs] = await Promise.all([node('inject.mjs'), node('inject.cjs')])
    expect(esm).toEqual(cjs)
    expect(esm).toMatchObject({ settled: true, names: expect.arrayContaining(['injectModelcar', 'isModelcarError']) })
    const { spec } = esm as { spec: { containers: { name: string }[] } }
    expect(spec.containers.map(({ name }) => name)).toEqual(['kserve-container', 'modelcar'])
  })

  test('isModelcarError recognises the errors of the other copy, where instanceof does not', async () => {
    const fault = { name: 'ModelcarConfigError', code: 'InvalidConfig', recognised: true }
    const same = { ...fault, instance: true }
    const other = { ...fault, instance: false }
    expect(await node('errors.mjs')).toMatchObject([same, same, other, other])
  })

  test('stack traces lead to a readable line of the package', async () => {
    const reports = (await node('errors.mjs')) as { stack: string }[]
    for (const { stack } of reports) {
      const [, path = '', line] = /modelcar\/(dist\/[\w-]+\.c?js):(\d+):/.exec(stack) ?? []
      const built = (await readFile(installed(path), 'utf8')).split('\n')
      expect(built[Number(line) - 1], stack).toMatch(/\bthrow new Modelcar\w*Error\(/)
    }
  })

  test('modelcar/testing names the peer that it needs', async () => {
    await expect(node('--eval', "require('modelcar/testing')")).rejects.toThrow("Cannot find module 'fast-check'")
    // From here on it is there, as users install it beside.
    await symlink(join(root, 'node_modules/fast-check'), join(folder, 'node_modules/fast-check'))
  })

  test.each(Object.entries(runners))('its assertions tell of what is broken in %s', (_, args) => {
    const { code, text } = runTests(folder, args)
    expect(code).toBe(1)
    expect(text).toMatch(/[✔✓] one that looks/)
    expect(text).toMatch(/[✖✕] one that appends/)
    // Runners indent it, and one writes what kind of error it is in its own way.
    const lines = text.split('\n').map((line) => line.trim())
    const first = lines.findIndex((line) => line.endsWith('idempotent: a second call made another pod'))
    expect(lines[first]).toContain('LawError')
    const told = lines.slice(first + 1).filter((line) => line !== '')
    expect(told.slice(0, 14)).toEqual([
      'it grows: containers by 1 in every round',
      '/containers/2: nothing became {"name":"log-shipper","image":"registry.example/shipper:3"}',
      'the smallest pod:',
      'containers:',
      '- name: app',
      'image: example/server:1',
      'between the calls: nothing',
      'calls: first call, second call',
      'what changed:',
      '…',
      '- name: log-shipper',
      'image: registry.example/shipper:3',
      '+   - name: log-shipper',
      '+     image: registry.example/shipper:3',
    ])
    expect(told[14]).toBe('repeat it with seed 1')
    expect(text).not.toContain('reports:')
  })

  test('all entries load, and those of CommonJS share one copy of every class', async () => {
    const loaded = Object.keys(await entries())
    expect(await node('entries.cjs')).toEqual({ loaded, copies: [], uneven: [] })
    const classes = await Promise.all(
      packed
        .filter((path) => path.endsWith('.cjs'))
        .map(async (path) => (await readFile(installed(path), 'utf8')).match(/^(?:var \w+ = )?class \w*/gm) ?? []),
    )
    expect(classes.flat().length).toBeGreaterThan(0)
    expect(classes.flat()).toHaveLength(new Set(classes.flat()).size)
  })

  test('what is not exported cannot be reached', async () => {
    await expect(node('--eval', "require('modelcar/dist/index.cjs')")).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })
})

describe('a TypeScript consumer compiles, library files included', () => {
  beforeAll(async () => {
    const paths = Object.keys(await entries())
    const lines = paths.map((path, index) => `export * as entry${index} from '${path.replace('.', 'modelcar')}'\n`)
    await writeFile(join(folder, 'entries.mts'), lines.join(''))
  })

  test.each([
    ['nodenext', 'nodenext', ['entries.mts', 'use.mts', 'use.cts']],
    ['node16', 'node16', ['entries.mts', 'use.mts', 'use.cts']],
    ['esnext', 'bundler', ['entries.mts', 'use.mts']],
  ])('module %s, resolution %s', async (module, moduleResolution, files) => {
    const compilerOptions = { strict: true, noEmit: true, types: [], target: 'es2022', module, moduleResolution }
    const config = join(folder, `tsconfig.${module}.json`)
    await writeFile(config, JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: false }, files }))
    const { stdout } = await run(process.execPath, [tsc, '-p', config], { cwd: folder }).catch(
      (error: unknown) => error as { stdout: string },
    )
    expect(stdout).toBe('')
  })
})

describe('a bundler', () => {
  const bundle = async (contents: string) => {
    const { metafile } = await build({
      stdin: { contents, resolveDir: folder },
      absWorkingDir: folder,
      bundle: true,
      format: 'esm',
      metafile: true,
      write: false,
    })
    const [output] = Object.values(metafile.outputs)
    return Object.entries(output!.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path)
  }
  const immer = expect.arrayContaining([expect.stringContaining('node_modules/immer/')])

  test('takes immer along for an injection', async () => {
    expect(await bundle("import { injectModelcar } from 'modelcar'; console.log(injectModelcar)")).toEqual(immer)
  })

  test('leaves immer out where only the errors are used', async () => {
    expect(await bundle("import { isModelcarError } from 'modelcar'; console.log(isModelcarError)")).not.toEqual(immer)
  })

  test('leaves everything out where nothing is used', async () => {
    expect(await bundle("import 'modelcar'; console.log(1)")).toEqual(['<stdin>'])
  })
})

test('answers a review where there is nothing of Node: neither process nor Buffer nor a module', async () => {
  const contents = `
    import { admit } from 'modelcar/admission'
    import { createInjector } from 'modelcar'
    globalThis.answer = (text) =>
      JSON.stringify(admit(text, createInjector({ image: 'registry.example/team/llama:1' })))
    globalThis.answerBytes = (codes) => answer(Uint8Array.from(codes))
  `
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  // What Deno, Bun, workers and browsers have in common, as far as it is used.
  const context = createContext({ btoa, TextDecoder })
  runInContext(outputFiles[0]!.text, context)
  const answers = context as { answer(text: string): string; answerBytes(codes: number[]): string }

  const object = { metadata: { name: 'größe' }, spec: { containers: [{ name: 'kserve-container' }] } }
  const review = (uid: string) => ({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: { uid, operation: 'CREATE', object },
  })
  const texts = ['1', '2'].map((uid) => JSON.stringify(review(uid)))
  const given = [answers.answer(texts[0]!), answers.answerBytes([...Buffer.from(texts[1]!)])]
  for (const [index, text] of given.entries()) {
    const { response } = JSON.parse(text) as { response: { uid: string; allowed: boolean; patch: string } }
    expect([response.uid, response.allowed]).toEqual([String(index + 1), true])
    expect(Buffer.from(response.patch, 'base64').toString()).toContain('"/spec/shareProcessNamespace"')
  }
})
