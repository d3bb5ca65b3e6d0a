import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { injectModelcar, type PodSpecLike } from 'modelcar'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readArguments, UsageError } from '../../../examples/modelcar-inject/arguments.js'
import packageJson from '../../../examples/modelcar-inject/package.json' with { type: 'json' }

// The filter as a process, from the file that its own build makes.

const root = join(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'modelcar-inject-'))
afterAll(() => rmSync(folder, { recursive: true }))

const bundle = join(folder, 'modelcar-inject.cjs')
const [tool = '', ...args] = packageJson.scripts.build.split(' ')
execFileSync(join(root, 'node_modules/.bin', tool), [...args, `--outfile=${bundle}`, '--log-level=error'], {
  cwd: join(root, 'examples/modelcar-inject'),
})

interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs it; its output may be closed after the first bytes. */
async function run(args: readonly string[], input: string | Uint8Array, isClosedEarly = false): Promise<Run> {
  const child = spawn(process.execPath, [bundle, ...args], { cwd: folder, timeout: 60_000 })
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
  // It may end before it has read what it is given.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  if (isClosedEarly) child.stdout.once('data', () => child.stdout.destroy())
  const stderr = text(child.stderr)
  const stdout = isClosedEarly ? Promise.resolve('') : text(child.stdout)
  return { code: await exit, stdout: await stdout, stderr: await stderr }
}

const image = 'registry.example/team/llama:1'
const manifest = readFileSync(join(root, 'examples/kserve-predictor.yaml'), 'utf8')
const specOf = (text: string): PodSpecLike => (parse(text) as { spec: PodSpecLike }).spec

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

describe('a manifest goes in and comes out', () => {
  test('with the model, and again the same', async () => {
    const { code, stdout, stderr } = await run(['--image', image], manifest)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(specOf(stdout)).toEqual(injectModelcar(specOf(manifest), { image }))
    expect(await run(['--image', image], stdout)).toEqual({ code: 0, stdout, stderr: '' })
  })

  test('without the model again, by --remove, and what stays is told', async () => {
    const config = file('names.yaml', 'names: { volume: link }\n')
    const { stdout: injected } = await run(['--image', image, '--config', config], manifest)
    const { code, stdout, stderr } = await run(['--remove', '--config', config], injected)
    expect(code).toBe(0)
    expect(specOf(stdout)).toEqual({ ...specOf(manifest), shareProcessNamespace: true })
    expect(stderr).toContain('shareProcessNamespace: stays true')
    expect(await run(['--remove', '-v'], manifest)).toEqual({
      code: 0,
      stdout: manifest,
      stderr: expect.stringContaining('it has no model') as string,
    })
    expect(await run(['--remove'], 'kind: ConfigMap\n')).toEqual({ code: 0, stdout: 'kind: ConfigMap\n', stderr: '' })
    expect(await run(['--remove', '--config', file('wrong.yaml', 'names: { volume: L }\n')], '')).toMatchObject({
      code: 2,
    })
  })

  test('by every option, and they go before the file', async () => {
    const config = file('config.yaml', `image: other:1\nmode: fetch\nresources: {}\nrunAsUser: 1000\n`)
    const options = ['--image', image, '--mount-path', '/data/llama', '--mode', 'native-sidecar']
    const targets = ['--target', 'kserve-container', '--target=queue-proxy']
    const { code, stdout } = await run([...options, ...targets, '--config', config], manifest)
    expect(code).toBe(0)
    expect(specOf(stdout)).toEqual(
      injectModelcar(specOf(manifest), {
        image,
        mountPath: '/data/llama',
        mode: 'native-sidecar',
        targets: ['kserve-container', 'queue-proxy'],
        resources: {},
        runAsUser: 1000,
      }),
    )
  })

  test('with the config alone, as JSON', async () => {
    const config = file('config.json', JSON.stringify({ image, mode: 'image-volume' }))
    const { stdout } = await run(['--config', config], manifest)
    expect(specOf(stdout)).toEqual(injectModelcar(specOf(manifest), { image, mode: 'image-volume' }))
  })

  test('with warnings on standard error', async () => {
    const shared = manifest.replace('\nspec:\n', '\nspec:\n  shareProcessNamespace: false\n')
    const { code, stdout, stderr } = await run(['--image', image], shared)
    expect(code).toBe(0)
    expect(stdout).toContain('\n  shareProcessNamespace: true\n')
    expect(stderr).toMatch(
      /^modelcar-inject: warning: document 1, Pod llama-predictor-[^ ]+: spec\.shareProcessNamespace: .+\n$/,
    )
  })

  test('of several megabytes', async () => {
    const pod =
      'kind: Pod\nmetadata: {name: llama}\nspec:\n  containers:\n    - name: kserve-container\n      image: vllm:1\n'
    const service = `---\nkind: ConfigMap\ndata:\n  text: |\n${'    A line of text that nobody reads.\n'.repeat(60_000)}---\n`
    const { code, stdout } = await run(['--image', image, '--mode', 'image-volume'], pod + service + pod)
    expect(code).toBe(0)
    const [before, after] = stdout.split(service)
    expect(before).toBe(after)
    expect(specOf(before ?? '')).toEqual(injectModelcar(specOf(pod), { image, mode: 'image-volume' }))
  })

  test('only in part, where whoever reads stops early', async () => {
    const long = `${manifest}---\nkind: ConfigMap\ndata:\n  text: ${'x'.repeat(4_000_000)}\n`
    expect(await run(['--image', image], long, true)).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('what cannot be injected', () => {
  test('all faults are told, nothing comes out, and the exit code is 1', async () => {
    const live = manifest.replace('metadata:\n', 'metadata:\n  uid: 6f2a\n')
    const { code, stdout, stderr } = await run(
      ['--image', image],
      `${manifest}---\n${live}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {hostPID: true, containers: [{name: kserve-container}]}}}\n`,
    )
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^modelcar-inject: document 2, Pod llama-predictor-.+: metadata\.uid: a Pod that exists/),
      expect.stringMatching(/^modelcar-inject: document 3, Deployment web: spec\.template\.spec\.hostPID: ./),
    ])
  })

  test('what is no UTF-8', async () => {
    const { code, stdout, stderr } = await run(
      ['--image', image],
      Buffer.from(manifest.replace('llama', 'll\u00e4ma'), 'latin1'),
    )
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: 'modelcar-inject: expected UTF-8 on standard input\n',
    })
  })
})

describe('what is left alone', () => {
  const workload = (kind: string, name: string, container: string, apiVersion = 'apps/v1'): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: {template: {spec: {containers: [{name: ${container}}]}}}\n`
  const router = workload('Deployment', 'router', 'router')
  const vllm = workload('Deployment', 'vllm', 'vllm')
  const rollout = workload('Rollout', 'canary', 'vllm', 'argoproj.io/v1alpha1')
  const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: vllm}\n'
  const options = ['--image', image, '--mode', 'image-volume']

  test('workloads without a target are told, and come out as they came', async () => {
    const { code, stdout, stderr } = await run(
      [...options, '--target', 'vllm', '--target', 'other'],
      `${router}---\n${vllm}`,
    )
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'modelcar-inject: warning: document 1, Deployment router: spec.template.spec: left alone: it has no container vllm, other\n',
    })
    expect(stdout.startsWith(`${router}---\n`)).toBe(true)
    expect(stdout).toContain('mnt-models')
  })

  test('the default targets are looked for in the same way', async () => {
    const { code, stderr } = await run(options, `${router}---\n${workload('Deployment', 'llama', 'kserve-container')}`)
    expect(code).toBe(0)
    expect(stderr).toMatch(
      /^modelcar-inject: warning: document 1, Deployment router: .*left alone: .*kserve-container.*\n$/,
    )
  })

  test('one workload has to be injected', async () => {
    const { code, stdout, stderr } = await run([...options, '--target', 'vllm'], `${router}---\n${service}`)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/left alone: it has no container vllm\nmodelcar-inject: nothing is injected; .*\n$/)
  })

  test('a kind that is not known is told where it looks as if it had a pod spec, with the pointer that it takes', async () => {
    const target = [...options, '--target', 'vllm']
    const left = await run(target, `${rollout}---\n${vllm}---\n${service}`)
    expect(left.code).toBe(0)
    expect(left.stdout.startsWith(rollout)).toBe(true)
    expect(left.stderr).toBe(
      "modelcar-inject: warning: document 1, Rollout canary: left alone: its kind is not known, but it looks as if it had a pod spec: see --pointer '/spec/template/spec'\n",
    )
    const pointed = await run([...target, '--pointer', '/spec/template/spec'], rollout)
    expect(pointed).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('mnt-models') as string })
  })

  test('--verbose tells all, also what has its model already', async () => {
    const { stdout } = await run([...options, '--target', 'vllm'], vllm)
    const { stderr } = await run([...options, '--target', 'vllm', '-v'], `${service}---\n${stdout}`)
    expect(stderr.trimEnd().split('\n')).toEqual(
      [
        'modelcar-inject: warning: document 2, Deployment vllm: spec.template.spec: left alone: it has its model already',
        'modelcar-inject: warning: document 1, Service vllm: left alone: it has no pod spec',
      ].reverse(),
    )
  })

  test('of a key that is there twice the last one counts, and that is told', async () => {
    const twice = vllm
      .replace('name: vllm}', 'name: router, name: vllm}')
      .replace('{name: vllm}', '{name: router, name: vllm}')
    const { code, stderr } = await run([...options, '--target', 'vllm'], twice)
    expect(code).toBe(0)
    expect(stderr).toMatch(
      /^modelcar-inject: warning: document 1: metadata\.name: the key is there twice; the last one counts\n/,
    )
  })
})

test('the command of its README runs as it stands there', () => {
  const readme = readFileSync(join(root, 'examples/modelcar-inject/README.md'), 'utf8')
  const command = /```sh\n([^]*?)```/.exec(readme)?.[1] ?? ''
  const stdout = execFileSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' })
  expect(stdout).toContain('image: registry.example/team/llama:1\n')
})

describe('how it is called', () => {
  test('--help goes to standard output', async () => {
    const { code, stdout, stderr } = await run(['-h'], '')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const option of [
      '--image',
      '--mount-path',
      '--mode',
      '--target',
      '--config',
      '--pointer',
      '--verbose',
      '--help',
    ]) {
      expect(stdout).toContain(` ${option}`)
    }
  })

  test.each([
    ['without an image', [], /config\.image: /],
    ['with an unknown option', ['--imge', image], /'--imge'/],
  ])('%s: exit code 2, and no stack trace', async (_, args, message) => {
    const { code, stdout, stderr } = await run(args, manifest)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n {4}at /)
  })

  test.each([
    ['a file name', ['deployment.yaml'], /positional/],
    ['a pointer that is none', ['--pointer', 'spec/template'], /--pointer: expected a JSON pointer/],
    ['a config that is not there', ['--config', join(folder, 'no.yaml')], /--config .*no\.yaml: .*ENOENT/],
    ['a config that is no YAML', ['--config', file('broken.yaml', 'image: [')], /broken\.yaml: [^\n]* at line 1/],
    ['a config that is a list', ['--config', file('list.yaml', '- image')], /list\.yaml: expected fields/],
  ])('%s is wrong usage', (_, args, message) => {
    expect(() => readArguments(args)).toThrow(UsageError)
    expect(() => readArguments(args)).toThrow(message)
  })
})
