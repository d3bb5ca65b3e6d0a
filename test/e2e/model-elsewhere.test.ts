import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createNamespace, createPod, kubectl, makeFolder, until } from './harness.js'
import { copyManifests, readManifest } from './manifests/files.js'
import { injected, messageOf, server } from './manifests/labelled.js'

// The policy for models that are elsewhere in their images, changed as its README says. It has a name and a label of its own here, so
// that it is beside the one of another test.

const cluster = inject('cluster')
const modes = ['sidecar', 'native-sidecar', 'image-volume'] as const
const sourcePath = '/opt/llama'
const folder = makeFolder('elsewhere')
afterAll(() => rmSync(folder, { recursive: true }))
let namespace: string

const labelled = (spec: typeof server) => ({
  metadata: { generateName: 'elsewhere-', labels: { 'modelcar/elsewhere': 'true' } },
  spec,
})
const answerTo = (spec: typeof server) => createPod(cluster, namespace, labelled(spec), true)

beforeAll(async () => {
  namespace = await createNamespace(cluster)
  const manifests = copyManifests(folder)
  const [, command = ''] = /^ {2}```sh\n( {2}sed .*?)^ {2}```$/ms.exec(readManifest('README.md')) ?? []
  execFileSync('sh', ['-euc', command], { cwd: manifests })
  for (const name of ['policy', 'policy-binding']) {
    const file = join(manifests, `base/validating-admission-${name}.yaml`)
    const text = readFileSync(file, 'utf8')
      .replaceAll('modelcar-model-present', 'modelcar-model-elsewhere')
      .replaceAll("modelcar/inject: 'true'", "modelcar/elsewhere: 'true'")
    writeFileSync(file, text)
    const { stderr, code } = await kubectl(cluster, ['create', '--filename', file])
    expect(code, stderr).toBe(0)
  }
  await until('the policy is active', async () => ((await answerTo(server)).code === 422 ? true : undefined))
})

test.each(modes)(
  'mode %s: a pod that has its model there is accepted, with one at /models it is refused',
  async (mode) => {
    const answer = await answerTo(injected({ mode, sourcePath }))
    expect(answer.code, messageOf(answer)).toBe(201)
    const elsewhere = await answerTo(injected({ mode }))
    expect([elsewhere.code, messageOf(elsewhere)]).toEqual([
      422,
      expect.stringContaining("Policy 'modelcar-model-elsewhere'"),
    ])
  },
)

test('a pod whose server does not mount what is linked is refused', async () => {
  const spec = injected({ sourcePath })
  const containers = spec.containers.map(({ volumeMounts, ...rest }) =>
    rest.name === 'kserve-container' ? rest : { ...rest, ...(volumeMounts && { volumeMounts }) },
  )
  expect(messageOf(await answerTo({ ...spec, containers }))).toContain(
    'links its model into a directory that is no volume',
  )
})
