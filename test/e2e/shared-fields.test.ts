import {
  ApiException,
  AppsV1Api,
  KubeConfig,
  PatchStrategy,
  setHeaderOptions,
  type V1Deployment,
} from '@kubernetes/client-node'
import { injectModelcar, type ModelcarConfig } from 'modelcar'
import { beforeEach, expect, inject, test } from 'vitest'
import { difference } from '../../examples/deployment-controller/difference.js'
import { createNamespace } from './harness.js'

// What docs/server-side-apply.md says of two managers that apply a model to one Deployment.

const cluster = inject('cluster')
const kubeConfig = new KubeConfig()
kubeConfig.loadFromFile(cluster.kubeconfig)
const client = kubeConfig.makeApiClient(AppsV1Api)
const serverSideApply = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply)

const name = 'llama'
const image = 'registry.example/team/llama:1'
const podSpec = { containers: [{ name: 'kserve-container', image: 'registry.example/server:1' }] }

let namespace: string

async function apply(fieldManager: string, spec: object): Promise<V1Deployment> {
  const body = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec }
  return client.patchNamespacedDeployment({ name, namespace, body, fieldManager }, serverSideApply)
}

beforeEach(async () => {
  namespace = await createNamespace(cluster)
  const template = { metadata: { labels: { app: name } }, spec: podSpec }
  await apply('owner', { selector: { matchLabels: { app: name } }, template })
})

/** What an injection adds to the pod spec of the owner, and nothing else. */
const added = (config: ModelcarConfig) => ({
  template: { spec: difference(podSpec, { ...injectModelcar(podSpec, config) }) },
})
const nothing = {}

const namesIn = ({ spec }: V1Deployment): readonly string[] =>
  spec?.template.spec?.containers.map((container) => container.name) ?? []

test('the same fields have two owners, and go when both have let go', async () => {
  const config = { image }
  await apply('one', added(config))
  const { metadata, spec } = await apply('other', added(config))
  expect(metadata?.managedFields?.map(({ manager }) => manager).toSorted()).toEqual(['one', 'other', 'owner'])
  expect(injectModelcar({ ...spec!.template.spec! }, config).containers).toHaveLength(2)

  expect(namesIn(await apply('one', nothing))).toEqual(['kserve-container', 'modelcar'])
  expect(namesIn(await apply('other', nothing))).toEqual(['kserve-container'])
})

test('one setting more meets the other manager in the command, of which the record is a part', async () => {
  await apply('one', added({ image }))
  const refused: unknown = await apply('other', added({ image, imagePullPolicy: 'Always' })).catch(
    (error: unknown) => error,
  )
  expect(refused).toBeInstanceOf(ApiException)
  const { code, body } = refused as ApiException<string>
  expect(code).toBe(409)
  const { details } = JSON.parse(body) as { details: { causes: { field: string }[] } }
  expect(details.causes.map(({ field }) => field).toSorted()).toEqual([
    '.spec.template.spec.containers[name="modelcar"].command',
    '.spec.template.spec.initContainers[name="modelcar-init"].command',
  ])
})

test('who reads, injects and writes back removes by the record what it no longer sets', async () => {
  const read = () => client.readNamespacedDeployment({ name, namespace })
  const update = async (config: ModelcarConfig): Promise<V1Deployment> => {
    const deployment = await read()
    const spec = injectModelcar({ ...deployment.spec!.template.spec! }, config)
    const template = { ...deployment.spec!.template, spec }
    const body = { ...deployment, spec: { ...deployment.spec!, template } } as V1Deployment
    return client.replaceNamespacedDeployment({ name, namespace, body })
  }
  const settings = ({ spec }: V1Deployment) => spec?.template.spec?.containers[1]?.resources?.limits
  expect(settings(await update({ image, resources: { limits: { cpu: '2', memory: '64Mi' } } }))).toEqual({
    cpu: '2',
    memory: '64Mi',
  })
  expect(settings(await update({ image, resources: { limits: { memory: '64Mi' } } }))).toEqual({ memory: '64Mi' })
})
