import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { applyPatch } from 'diff'
import { build } from 'esbuild'
import { afterAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import packageJson from '../../package.json' with { type: 'json' }
import { injectModelcar, planModelcar, type ModelcarConfig, type PodSpecLike } from '../../src/index.js'

// `npm run demo` as a person starts it: as a process, with its exit code and both of its outputs.

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'modelcar-demo-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...inherited } = process.env
  return new Promise((resolve) => {
    execFile(file, args, { cwd: root, env: { ...inherited, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

/** The command of package.json. */
function npmRunDemo(): Promise<Run> {
  const [tool = '', ...args] = packageJson.scripts.demo.split(' ')
  return run(join(root, 'node_modules/.bin', tool), args)
}

const bundle = join(folder, 'demo.cjs')
await build({
  entryPoints: [join(root, 'examples/demo.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
})

/** The same without a second's wait for tsx: bundled once. */
const demo = (args: readonly string[] = [], env?: Readonly<Record<string, string>>): Promise<Run> =>
  run(process.execPath, [bundle, ...args], env)

function manifest(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

/** The lines between a heading and the next one, without the empty lines around them. */
function sectionOf(output: string, heading: RegExp): readonly string[] {
  const lines = output.split('\n')
  const start = lines.findIndex((line) => heading.test(line))
  expect(start, `no heading like ${String(heading)}`).toBeGreaterThanOrEqual(0)
  const rest = lines.slice(start + 2)
  const end = rest.indexOf('')
  return rest.slice(0, end < 0 ? undefined : end)
}

const readPod = (file: string): PodSpecLike =>
  (parse(readFileSync(join(root, file), 'utf8')) as { spec: PodSpecLike }).spec
const toYaml = (value: unknown): string => stringify(value, { lineWidth: 0 })

describe('without arguments', async () => {
  const { code, stdout, stderr } = await npmRunDemo()
  const podSpec = readPod('examples/kserve-predictor.yaml')
  const config = JSON.parse(/ with (.*)/.exec(stdout)?.[1] ?? '') as ModelcarConfig

  test('it succeeds and complains of nothing', () => {
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(sectionOf(stdout, /^Warnings/)).toEqual(['none'])
  })

  test('the diff leads from the manifest’s pod to the injected one', () => {
    const diff = sectionOf(stdout, /^Pod llama-.*: what changes/)
    // What git writes behind the second @@ is no part of the format.
    const plain = diff.map((line) => line.replace(/^(@@ .* @@).*/, '$1')).join('\n')
    const made = applyPatch(toYaml(podSpec), `--- in\n+++ out\n${plain}\n`)
    expect(parse(String(made))).toEqual(injectModelcar(podSpec, config))
    expect(diff.filter((line) => line.startsWith('@@'))).toEqual([
      expect.stringMatching(/ initContainers: istio-validation$/),
      expect.stringMatching(/ containers: kserve-container$/),
      expect.stringMatching(/ containers: kserve-container$/),
      expect.stringMatching(/ containers: istio-proxy$/),
      expect.stringMatching(/ volumes: kube-api-access-x7k2p$/),
    ])
  })

  test('each change is explained in a line, in the order of the diff', () => {
    const [diff, reasons] = [sectionOf(stdout, /: what changes$/), sectionOf(stdout, /^What each change is for$/)]
    expect(reasons).toHaveLength(planModelcar(podSpec, config).patch.length)
    const names = reasons.map((line) => /^\+ (.*?) {2,}\w/.exec(line)?.[1] ?? line)
    expect(names).toEqual([
      'init container modelcar-init',
      'kserve-container: variable MODEL_INIT_MODE',
      'kserve-container: mount of kserve-provision-location',
      'container modelcar',
      'volume kserve-provision-location',
      'shareProcessNamespace',
    ])
    const added = names.map((name) =>
      diff.findIndex((line) => line.startsWith('+') && line.includes(name.split(' ').at(-1)!)),
    )
    expect(added.every((line) => line >= 0)).toBe(true)
  })

  test('the patch is the plan’s', () => {
    const operations = sectionOf(stdout, /^The same change as a JSON patch .* relative to spec$/).map((line) => {
      const [, op, path, value = ''] = /^(\w+) (\S+) (.*)$/.exec(line) ?? []
      return { op, path, value: JSON.parse(value) as unknown }
    })
    expect(operations).toEqual(planModelcar(podSpec, config).patch)
  })

  test('a second call changes nothing', () => {
    expect(sectionOf(stdout, /^Injected again/)).toEqual(['inject(spec) === spec   true', 'plan(spec).patch        []'])
  })

  test('KServe 0.12.0 stands beside it with what the API server refuses', () => {
    expect(sectionOf(stdout, /^For comparison: KServe 0\.12\.0/)).toEqual([
      'KServe 0.12.0, first call: no duplicates',
      'KServe 0.12.0, second call: the API server rejects the pod',
      '  spec.volumes[4].name: Duplicate value: "kserve-provision-location"',
      '  spec.containers[0].volumeMounts[3].mountPath: Invalid value: "/mnt": must be unique',
      '  spec.containers[4].name: Duplicate value: "modelcar"',
      'modelcar, first call: no duplicates',
      'modelcar, second call: no duplicates',
      'modelcar, given the pod that KServe left: no duplicates',
    ])
  })

  test('a pipe gets no colours, unless FORCE_COLOR asks for them and NO_COLOR does not', async () => {
    expect(stripVTControlCharacters(stdout)).toBe(stdout)
    const [forced, both] = await Promise.all([
      demo([], { FORCE_COLOR: '1' }),
      demo([], { FORCE_COLOR: '1', NO_COLOR: '1' }),
    ])
    expect(forced.stdout).toContain('\u001B[32m+  - name: modelcar\u001B[39m')
    expect(stripVTControlCharacters(forced.stdout)).toBe(stdout)
    expect(both.stdout).toBe(stdout)
  })
})

describe('--mode', () => {
  test.each(['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const)('%s', async (mode) => {
    const [given, configured] = await Promise.all([demo(['--mode', mode]), demo(['--config', `{ mode: ${mode} }`])])
    expect(given).toMatchObject({ code: 0, stderr: '' })
    expect(given.stdout).toBe(configured.stdout)
    const spec = readPod('examples/kserve-predictor.yaml')
    const config = JSON.parse(/ with (.*)/.exec(given.stdout)?.[1] ?? '') as ModelcarConfig
    expect(config.mode).toBe(mode)
    const reasons = sectionOf(given.stdout, /^What each change is for$/)
    expect(reasons).toHaveLength(planModelcar(spec, config).patch.length)
    expect(reasons.filter((line) => line.includes('because the config says so'))).toEqual([])
    // The only mode of KServe 0.12.0.
    expect(given.stdout.includes('KServe 0.12.0')).toBe(mode === 'sidecar')
  })

  test('goes before the mode of the config', async () => {
    const { stdout } = await demo(['--config', '{ mode: sidecar }', '--mode', 'fetch'])
    expect(stdout).toContain('"mode":"fetch"')
  })

  test('is one of four', async () => {
    const { code, stderr } = await demo(['--mode', 'modelcar'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/ModelcarConfigError\n {2}InvalidValue mode: /)
  })
})

describe('what changes where an earlier injection left something', () => {
  const server = { name: 'kserve-container', image: 'server:1' }

  test('what goes, and what is replaced', async () => {
    const spec = injectModelcar({ containers: [server] }, { image: 'registry.example/team/model:1' })
    const file = manifest('older.json', JSON.stringify({ kind: 'Pod', metadata: { name: 'older' }, spec }))
    const config =
      "{ image: 'registry.example/team/model:2', mode: native-sidecar, imagePullSecrets: [pull], runAsUser: 7 }"
    const { stdout } = await demo([file, '--config', config])
    const reasons = sectionOf(stdout, /^What each change is for$/)
    const of = (start: string): string => reasons.find((line) => line.startsWith(start)) ?? ''
    expect(of('- container modelcar ')).toContain('left over from an earlier injection')
    expect(of('- init container modelcar-init ')).toContain('left over from an earlier injection')
    expect(of('+ pull secret pull ')).toContain('lets the kubelet pull')
    expect(of('+ kserve-container: securityContext ')).toContain('same user')
  })

  test('another image', async () => {
    const spec = injectModelcar({ containers: [server] }, { image: 'registry.example/team/model:1' })
    const file = manifest('image.json', JSON.stringify({ kind: 'Pod', metadata: { name: 'older' }, spec }))
    const { stdout } = await demo([file, '--config', "{ image: 'registry.example/team/model:2' }"])
    expect(sectionOf(stdout, /^What each change is for$/)).toContainEqual(
      expect.stringMatching(/^~ modelcar: image +the image that the config names$/),
    )
  })
})

describe('with a manifest of one’s own', () => {
  test('the deployment of the examples needs its target named', async () => {
    const config = '{ targets: [vllm], runAsUser: 1000, runAsGroup: 1000 }'
    const [without, named] = await Promise.all([
      demo(['examples/vllm-deployment.yaml']),
      demo(['examples/vllm-deployment.yaml', '--config', config]),
    ])
    expect(without.code).toBe(1)
    expect(without.stderr).toMatch(
      /Deployment llama: ModelcarConflictError\n {2}TargetNotFound spec\.containers: .*vllm/,
    )
    expect(named).toMatchObject({ code: 0, stderr: '' })
    expect(sectionOf(named.stdout, /relative to spec\.template\.spec$/)).toContain(
      'add /containers/0/securityContext {"runAsUser":1000,"runAsGroup":1000}',
    )
    // KServe 0.12.0 knew one container, which is not in there.
    expect(named.stdout).not.toContain('0.12.0')
  })

  test('a pod that has the model already is left alone', async () => {
    const config = { image: 'registry.example/team/model:1' }
    const spec = injectModelcar({ containers: [{ name: 'kserve-container', image: 'server' }] }, config)
    const file = manifest('injected.json', JSON.stringify({ kind: 'Pod', metadata: { name: 'server' }, spec }))
    const { code, stdout } = await demo([file, '--config', JSON.stringify(config)])
    expect(code).toBe(0)
    expect(sectionOf(stdout, /^Pod server: /)).toEqual(['nothing: this pod already has the model'])
    expect(sectionOf(stdout, /^The same change as a JSON patch/)).toEqual(['[]'])
  })

  test('a config that is switched off is told as such', async () => {
    const { code, stdout } = await demo(['--config', '{ enabled: false }'])
    expect(code).toBe(0)
    expect(sectionOf(stdout, /^Pod llama-.*: what changes/)).toEqual([
      'nothing: the config is switched off (enabled: false)',
    ])
    expect(sectionOf(stdout, /^What each change is for/)).toEqual(['none'])
    expect(stdout).not.toContain('already has the model')
    expect(stdout).not.toContain('0.12.0')
  })

  test('a key of the config without a value says nothing', async () => {
    const [without, empty] = await Promise.all([demo(), demo(['--config', '{ mode: , targets: }'])])
    expect(empty).toEqual(without)
  })

  test('warnings are shown', async () => {
    const file = manifest('unshared.yaml', 'shareProcessNamespace: false\ncontainers: [{ name: kserve-container }]\n')
    const { code, stdout } = await demo([file])
    expect(code).toBe(0)
    expect(sectionOf(stdout, /^Warnings/)).toEqual([
      expect.stringMatching(/^ProcessNamespaceOverwritten spec\.shareProcessNamespace: /),
    ])
  })

  test('a conflict in one object keeps no other from being shown', async () => {
    const pod = (name: string, spec: object) => ({ kind: 'Pod', metadata: { name }, spec })
    const containers = [{ name: 'kserve-container' }]
    const items = [pod('host', { hostPID: true, containers }), pod('plain', { containers })]
    const file = manifest('list.yaml', `kind: ConfigMap\n---\n${toYaml({ kind: 'List', items })}`)
    const { code, stdout, stderr } = await demo([file])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^\nPod host: ModelcarConflictError\n {2}HostPID spec\.hostPID: /)
    expect(stdout).toContain('Pod plain: what changes')
    expect(stdout).not.toContain('Pod host')
  })
})

test('whoever reads it may stop early, as head does', async () => {
  const command = `'${process.execPath}' '${bundle}' | true`
  expect(await run('sh', ['-c', command])).toEqual({ code: 0, stdout: '', stderr: '' })
})

describe('what is wrong is told without a stack trace, with exit code 1', () => {
  test.each([
    ['a missing file', ['nowhere.yaml'], /^nowhere\.yaml: no such file or directory\n$/],
    ['a folder', ['examples'], /^examples: illegal operation on a directory\n$/],
    ['malformed YAML', [manifest('bad.yaml', 'a: [1\nb: 2\n')], /bad\.yaml: .* at line 2, column 1/],
    [
      'no pod spec',
      [manifest('none.yaml', 'kind: ConfigMap\n')],
      /none\.yaml: expected a Kubernetes object with a pod/,
    ],
    ['an empty file', [manifest('empty.yaml', '')], /empty\.yaml: expected a Kubernetes object with a pod spec/],
    [
      'a malformed pod',
      [manifest('pod.yaml', 'containers: [1]\n')],
      /ModelcarPodSpecError\n {2}\w+ spec\.containers\[0\]/,
    ],
    ['a wrong config', ['--config', '{ mountpath: /m }'], /ModelcarConfigError\n {2}Unknown mountpath: .* mountPath\?/],
    ['a config that is no object', ['--config', '['], /^--config: expected fields .* found "\["\n$/],
    ['an unknown option', ['--targets', 'vllm'], /Unknown option '--targets'[^]*Usage: /],
    ['two files', ['a.yaml', 'b.yaml'], /expected one file, found a\.yaml, b\.yaml\n\nUsage: /],
  ])('%s', async (_what, args, message) => {
    const { code, stderr } = await demo(args)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect(code).toBe(1)
  })

  test('--help is no mistake', async () => {
    expect(await demo(['--help'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: /), stderr: '' })
  })
})
