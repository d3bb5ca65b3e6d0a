import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiObject, App, JsonPatch, Testing, YamlOutputType } from 'cdk8s'
import { Volume } from 'cdk8s-plus-33'
import { injectModelcar, mapPodSpecs, planModelcar, type ModelcarConfig } from 'modelcar'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { ModelServer } from '../../examples/cdk8s-synthesis/model-server.js'

const model = { image: 'registry.example/team/llama:1', targets: ['vllm'], runAsUser: 1000, runAsGroup: 1000 }

// Every app takes a folder, whether it writes or not; without one it makes one that stays.
const scratch = mkdtempSync(join(tmpdir(), 'cdk8s-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const emptyApp = (): App => Testing.app({ outdir: scratch })

const serverIn = (app: App, config: ModelcarConfig = model): ModelServer =>
  new ModelServer(app, 'llama', { model: config })
const manifests = (config?: ModelcarConfig): object[] => Testing.synth(serverIn(emptyApp(), config)) as object[]
const inject = (object: object): object => mapPodSpecs(object, (podSpec) => injectModelcar(podSpec, model)).object

describe('the synthesized manifest', () => {
  test('is the manifest without a model, injected; the Service stays as it is', () => {
    const plain = manifests({ ...model, enabled: false })
    expect(plain).toMatchObject([{ kind: 'Deployment' }, { kind: 'Service' }])
    expect(manifests()).toEqual(plain.map(inject))
    expect(manifests()[0]).not.toEqual(plain[0])
  })

  test('has nothing missing: a further injection gives it back', () => {
    for (const object of manifests()) expect(inject(object)).toBe(object)
  })

  test('has the same bytes in every synthesis, of the same app and of a new one', () => {
    const app = emptyApp()
    serverIn(app)
    const yaml = app.synthYaml()
    expect(app.synthYaml()).toBe(yaml)
    const other = emptyApp()
    serverIn(other)
    expect(other.synthYaml()).toBe(yaml)
    expect(parseAllDocuments(yaml).map((document) => document.toJS() as unknown)).toEqual(manifests())
  })

  test('has what was added to the construct after the model', () => {
    const chart = serverIn(emptyApp())
    chart.deployment.addContainer({ name: 'metrics', image: 'registry.example/metrics:2', portNumber: 9090 })
    const [deployment] = Testing.synth(chart) as [{ spec: { template: { spec: { containers: { name: string }[] } } } }]
    expect(deployment.spec.template.spec.containers.map(({ name }) => name)).toEqual(['vllm', 'metrics', 'modelcar'])
  })
})

describe('files', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-'))
  afterAll(() => rmSync(outdir, { recursive: true }))

  test.each([
    YamlOutputType.FILE_PER_APP,
    YamlOutputType.FILE_PER_CHART,
    YamlOutputType.FILE_PER_RESOURCE,
    YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
  ])('of output type %i have the model', (yamlOutputType) => {
    const folder = join(outdir, String(yamlOutputType))
    const app = new App({ outdir: folder, yamlOutputType })
    serverIn(app)
    app.synth()
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'))
    const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('---\n')
    const written = parseAllDocuments(text).map((document) => document.toJS() as unknown)
    expect(written).toHaveLength(2)
    expect(written).toEqual(expect.arrayContaining(manifests()))
  })
})

test('main.ts writes the manifests of the chart', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-'))
  onTestFinished(() => rmSync(outdir, { recursive: true }))
  const args = ['--import', import.meta.resolve('tsx'), 'examples/cdk8s-synthesis/main.ts']
  execFileSync(process.execPath, args, { env: { ...process.env, CDK8S_OUTDIR: outdir } })
  const app = new App()
  serverIn(app)
  expect(readFileSync(join(outdir, 'llama.k8s.yaml'), 'utf8')).toBe(app.synthYaml())
})

describe('what stands in the way fails the synthesis', () => {
  test('with the path of the construct, and all of the causes', () => {
    const app = emptyApp()
    const chart = serverIn(app, { ...model, targets: ['vllm', 'metrics'] })
    chart.deployment.containers[0]!.mount('/mnt', Volume.fromEmptyDir(chart, 'scratch', 'scratch'))
    const at = '[llama/server/Resource] spec.template.spec.containers'
    const named = `Deployment "${chart.deployment.name}"`
    expect(() => app.synthYaml()).toThrow(`${at}: ${named}: expected a container named metrics to read the model`)
    expect(() => app.synthYaml()).toThrow(`${at}[0].volumeMounts[0].mountPath: ${named}: expected /mnt to be free`)
    expect(() => Testing.synth(chart) as unknown).toThrow(`${at}: `)
  })

  test('a wrong config already fails the construction', () => {
    expect(() => serverIn(emptyApp(), { image: 'a b' })).toThrow('invalid modelcar config: image: ')
  })
})

test('a JsonPatch would lose the quantities, as the comment of add-model.ts says', () => {
  const app = emptyApp()
  const object = ApiObject.of(serverIn(app, { ...model, enabled: false }).deployment)
  const manifest = object.toJson() as { spec: { template: { spec: Parameters<typeof planModelcar>[0] } } }
  for (const operation of planModelcar(manifest.spec.template.spec, model).patch) {
    if (operation.op === 'remove') throw new Error('a fresh injection removes nothing')
    object.addJsonPatch(JsonPatch[operation.op](`/spec/template/spec${operation.path}`, operation.value))
  }
  expect(app.synthYaml()).toContain('memory: null')
})
