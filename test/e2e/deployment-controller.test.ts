import { join } from 'node:path'
import {
  AppsV1Api,
  KubeConfig,
  PatchStrategy,
  setHeaderOptions,
  type V1Deployment,
  type V1PodSpec,
} from '@kubernetes/client-node'
import { injectModelcar } from 'modelcar'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { annotations, fieldManager } from '../../examples/deployment-controller/apply-configuration.js'
import { withoutOwnedFields } from '../../examples/deployment-controller/owned-fields.js'
import { reconcile, type Outcome } from '../../examples/deployment-controller/reconcile.js'
import { createNamespace, kubectl, makeFolder, startProgram } from './harness.js'

const cluster = inject('cluster')
const kubeConfig = new KubeConfig()
kubeConfig.loadFromFile(cluster.kubeconfig)
const client = kubeConfig.makeApiClient(AppsV1Api)
const serverSideApply = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply)

const name = 'llama'
const image = 'registry.example/team/llama:1'
const asking = (target = 'vllm', model = image) => ({ [annotations.image]: model, [annotations.target]: target })

/** As its owner has it in a repository. */
const manifest = (metadata: Record<string, string>, ...containers: readonly string[]) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, annotations: metadata },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: containers.map((container) => ({
          name: container,
          image: `registry.example/${container}:1`,
          env: [{ name: 'PORT', value: '8000' }],
        })),
      },
    },
  },
})

let namespace: string
beforeAll(async () => {
  namespace = await createNamespace(cluster)
  return async () => {
    await client.deleteCollectionNamespacedDeployment({ namespace })
  }
})

const apply = (manager: string, body: object, dryRun?: 'All'): Promise<V1Deployment> =>
  client.patchNamespacedDeployment(
    { name, namespace, body, fieldManager: manager, ...(dryRun && { dryRun }) },
    serverSideApply,
  )
const own = (body: object): Promise<V1Deployment> => apply('gitops', body)
const read = (): Promise<V1Deployment> => client.readNamespacedDeployment({ name, namespace })
const reconcileNow = async (): Promise<Outcome> => reconcile(client, await read())
const podSpecOf = ({ spec }: V1Deployment): V1PodSpec => spec!.template.spec!
const setsOf = ({ metadata }: V1Deployment, manager: string): unknown[] =>
  metadata!.managedFields!.flatMap((entry) => (entry.manager === manager ? [entry.fieldsV1 as unknown] : []))
const byName = (list: readonly { name: string }[]) => [...list].sort((one, other) => one.name.localeCompare(other.name))

/** A Deployment of its owner, that no test before has left anything in. */
async function fresh(...args: Parameters<typeof manifest>): Promise<V1Deployment> {
  await client.deleteCollectionNamespacedDeployment({ namespace })
  return own(manifest(...args))
}

async function run(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await kubectl(cluster, ['--namespace', namespace, ...args])
  expect(code, stderr).toBe(0)
}

describe('a Deployment that asks for a model', () => {
  test('has it, and the fields of its owner stay its owner’s', async () => {
    const before = await fresh(asking(), 'vllm')
    expect(await reconcileNow()).toEqual({ outcome: 'applied' })
    const after = await read()
    const injected = injectModelcar<V1PodSpec>(podSpecOf(before), { image, targets: ['vllm'] })
    expect(injectModelcar(podSpecOf(after), { image, targets: ['vllm'] })).toBe(podSpecOf(after))
    expect(podSpecOf(after)).toMatchObject(JSON.parse(JSON.stringify(injected)) as object)
    expect(setsOf(after, 'gitops')).toEqual(setsOf(before, 'gitops'))
    expect(setsOf(after, fieldManager)).toEqual([
      { 'f:spec': { 'f:template': { 'f:spec': expect.anything() as unknown } } },
    ])
    expect(setsOf(after, fieldManager)).toHaveProperty(
      [0, 'f:spec', 'f:template', 'f:spec', 'f:containers', 'k:{"name":"vllm"}'],
      {
        '.': {},
        'f:name': {},
        'f:env': { 'k:{"name":"MODEL_INIT_MODE"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
        'f:volumeMounts': { 'k:{"mountPath":"/mnt"}': { '.': {}, 'f:mountPath': {}, 'f:name': {} } },
      },
    )
  })

  test('is not written a second time, nor after its owner has applied it again', async () => {
    await fresh(asking(), 'vllm')
    await reconcileNow()
    const { metadata } = await read()
    expect(await reconcileNow()).toEqual({ outcome: 'unchanged' })
    await own(manifest(asking(), 'vllm'))
    expect(await reconcileNow()).toEqual({ outcome: 'unchanged' })
    expect((await read()).metadata?.resourceVersion).toBe(metadata?.resourceVersion)
  })

  test('is without the fields of the controller what Server-Side Apply makes of it', async () => {
    await fresh(asking(), 'vllm', 'metrics')
    await reconcileNow()
    const { spec, metadata } = await read()
    const nothing = await apply(fieldManager, { apiVersion: 'apps/v1', kind: 'Deployment' }, 'All')
    expect(withoutOwnedFields({ spec }, metadata!.managedFields!, fieldManager).spec).toEqual({ ...nothing.spec })
  })

  test('is scaled by others', async () => {
    await fresh(asking(), 'vllm')
    await reconcileNow()
    await run('scale', 'deployment', name, '--replicas=3')
    const scaled = await read()
    expect(await reconcileNow()).toEqual({ outcome: 'unchanged' })
    await own(manifest(asking('vllm', 'registry.example/team/llama:2'), 'vllm'))
    expect(await reconcileNow()).toEqual({ outcome: 'applied' })
    expect((await read()).spec?.replicas).toBe(3)
    expect(setsOf(await read(), 'kubectl')).toEqual(setsOf(scaled, 'kubectl'))
  })

  test('keeps the limit that another manager has raised', async () => {
    await fresh(asking(), 'vllm')
    await reconcileNow()
    await run('set', 'resources', 'deployment', name, '--containers=modelcar', '--limits=cpu=2')
    await reconcileNow()
    expect(await reconcileNow()).toEqual({ outcome: 'unchanged' })
    expect(podSpecOf(await read()).containers[1]?.resources?.limits).toEqual({ cpu: '2', memory: '15Mi' })
  })
})

describe('what was applied is removed', () => {
  test('by another image', async () => {
    await fresh(asking(), 'vllm')
    await reconcileNow()
    await own(manifest(asking('vllm', 'registry.example/team/llama:2'), 'vllm'))
    expect(await reconcileNow()).toEqual({ outcome: 'applied' })
    const changed = podSpecOf(await read())
    await fresh(asking('vllm', 'registry.example/team/llama:2'), 'vllm')
    await reconcileNow()
    expect(changed).toEqual(podSpecOf(await read()))
  })

  test('by another target', async () => {
    await fresh(asking(), 'vllm', 'metrics')
    await reconcileNow()
    await own(manifest(asking('metrics'), 'vllm', 'metrics'))
    expect(await reconcileNow()).toEqual({ outcome: 'applied' })
    const changed = podSpecOf(await read())
    await fresh(asking('metrics'), 'vllm', 'metrics')
    await reconcileNow()
    expect(byName(changed.containers)).toEqual(byName(podSpecOf(await read()).containers))
  })

  test('by taking the annotation away', async () => {
    const before = await fresh(asking(), 'vllm')
    await reconcileNow()
    await own(manifest({}, 'vllm'))
    expect(await reconcileNow()).toEqual({ outcome: 'applied' })
    const after = await read()
    expect(after.spec).toEqual(before.spec)
    expect(setsOf(after, fieldManager)).toEqual([])
    expect(await reconcileNow()).toEqual({ outcome: 'ignored' })
  })
})

describe('what cannot be is told, and nothing is written', () => {
  const refusal = async (): Promise<string> => {
    const { metadata } = await read()
    const outcome = await reconcileNow()
    expect((await read()).metadata?.resourceVersion).toBe(metadata?.resourceVersion)
    return outcome.outcome === 'refused' ? outcome.message : outcome.outcome
  }

  test('another manager has set a field of the controller', async () => {
    await fresh(asking(), 'vllm')
    await reconcileNow()
    await run('set', 'image', 'deployment', name, 'modelcar=registry.example/other:1')
    expect(await refusal()).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-set" using apps/v1: .spec.template.spec.containers[name="modelcar"].image',
    )
  })

  test('the pod cannot have the model', async () => {
    await fresh(asking('metrics'), 'vllm')
    expect(await refusal()).toContain('expected a container named metrics to read the model')
  })

  test('the result would be invalid: others use the volume of the controller', async () => {
    await fresh(asking(), 'vllm')
    await reconcileNow()
    const debug = {
      name: 'debug',
      image: 'a',
      volumeMounts: [{ name: 'kserve-provision-location', mountPath: '/mnt' }],
    }
    await client.patchNamespacedDeployment(
      {
        name,
        namespace,
        body: {
          metadata: { annotations: { [annotations.image]: null } },
          spec: { template: { spec: { containers: [debug] } } },
        },
      },
      setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
    )
    expect(await refusal()).toContain('volumeMounts[0].name: Not found: "kserve-provision-location"')
  })

  test('the Deployment is gone, and another has its name', async () => {
    const gone = await fresh(asking(), 'vllm')
    const { spec } = await fresh({}, 'vllm')
    expect(await reconcile(client, gone)).toEqual({
      outcome: 'refused',
      message: expect.stringContaining('metadata.uid: Invalid value') as string,
    })
    expect((await read()).spec).toEqual(spec)
  })
})

test('the owner of a Deployment cannot rename a container that the controller owns a part of, as the README says', async () => {
  await fresh(asking(), 'vllm')
  await reconcileNow()
  await expect(own(manifest(asking('server'), 'server'))).rejects.toThrow(/containers\[\d\]\.image: Required value/)
})

test('main.ts follows the Deployments of the cluster', async () => {
  await client.deleteCollectionNamespacedDeployment({ namespace })
  const root = join(import.meta.dirname, '../..')
  const main = join(root, 'examples/deployment-controller/main.ts')
  const tsx = import.meta.resolve('tsx')
  const controller = startProgram(makeFolder('controller'), [process.execPath, '--import', tsx, main], {
    KUBECONFIG: cluster.kubeconfig,
    TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
  })
  try {
    const namesAre = (...names: readonly string[]) =>
      controller.until(`containers ${names.join(', ')}`, async () => {
        const found = podSpecOf(await read()).containers.map((container) => container.name)
        return JSON.stringify(found) === JSON.stringify(names) ? found : undefined
      })
    await own(manifest(asking(), 'vllm'))
    await namesAre('vllm', 'modelcar')
    await own(manifest({}, 'vllm'))
    await namesAre('vllm')
  } finally {
    await controller.stop()
  }
})
