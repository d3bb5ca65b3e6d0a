import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Deployment } from 'kubernetes-types/apps/v1.js'
import type { Pod } from 'kubernetes-types/core/v1.js'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { injectModelcar } from 'modelcar'
import { resolveInjection, type ConfigMapLike } from 'modelcar/kserve'
import { parse } from 'yaml'
import { create, createNamespace, createPod, makeFolder, startApiServer, type Cluster } from './harness.js'
import { callsOf } from './manifests/calls.js'
import { ownNamespace, readDeployment, runDeployment } from './manifests/controllers.js'
import { commandsOf, copyManifests, readManifest } from './manifests/files.js'
import type { RunningPod } from './manifests/kubelet.js'
import {
  asking,
  byPolicy,
  injected,
  labelled,
  messageOf,
  server,
  untilPolicyIsActive,
  untilWebhookAnswers,
  webhook,
} from './manifests/labelled.js'
import { read } from './manifests/read.js'
import { shell } from './manifests/shell.js'

// The overlay with a certificate of one's own, deployed by the README's commands. This file has an API server of its own, because
// the webhook is registered for all namespaces. Nothing is patched: the API server finds the server through the Service, in which
// the test plays the controller that lists the endpoints, and verifies its certificate by caBundle and the Service's name.

const shared = inject('cluster')
const settings = parse(readManifest('base/inferenceservice-config.yaml')) as ConfigMapLike
let cluster: Cluster
let stopCluster: (() => Promise<void>) | undefined
let deployment: Deployment
let running: RunningPod | undefined
let namespace: string
let folder: string | undefined

beforeAll(async () => {
  const started = await startApiServer(shared.programs, shared.etcd, ['--enable-aggregator-routing=true'])
  cluster = started.cluster
  stopCluster = started.stop
  folder = makeFolder('manifests')
  const overlay = join(copyManifests(folder), 'overlays/own-certificate')
  shell(cluster, overlay, commandsOf('openssl'))
  const [first = '', rollout, last = ''] = commandsOf('kubectl apply -k . --selector').trim().split('\n')
  // No controller runs here that could roll it out.
  expect(rollout).toMatch(/^kubectl rollout status deployment\/modelcar-webhook /)
  expect(shell(cluster, overlay, first)).not.toMatch(/admissionregistration/)
  deployment = await readDeployment(cluster)
  running = await runDeployment(cluster)
  expect(shell(cluster, overlay, last)).toMatch(/^mutatingwebhookconfiguration\S+ created$/m)
  namespace = await createNamespace(cluster)
  await untilPolicyIsActive(cluster, namespace)
  await untilWebhookAnswers(cluster, namespace)
})

afterAll(async () => {
  await running?.stop()
  await stopCluster?.()
  if (folder !== undefined) rmSync(folder, { recursive: true })
})

test('a pod of the Deployment is admitted where "restricted" is enforced', async () => {
  const { metadata } = await read<{ metadata: { labels: Record<string, string> } }>(
    cluster,
    `/api/v1/namespaces/${ownNamespace}`,
  )
  expect(metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' })
  const { metadata: meta, spec } = deployment.spec!.template
  const answer = await createPod(cluster, ownNamespace, {
    metadata: { ...meta, generateName: 'modelcar-webhook-' },
    spec: spec!,
  })
  expect(answer.code, messageOf(answer)).toBe(201)
  expect(answer.warnings).toEqual([])
  // No token was mounted.
  expect((answer.body as Pod).spec?.volumes?.map(({ name }) => name)).toEqual(['tls', 'config'])
  expect(await callsOf(cluster, answer)).toEqual([])
})

test('the server has more time to end than it takes', () => {
  const { spec } = deployment.spec!.template
  const delay = spec!.containers[0]!.env!.find(({ name }) => name === 'SHUTDOWN_DELAY_SECONDS')!.value
  expect(spec!.terminationGracePeriodSeconds).toBeGreaterThan(Number(delay) + 20)
})

describe('a labelled pod gets its model', () => {
  test.each([
    ['oci://registry.example/team/llama:1', 'sidecar'],
    ['oci+modelcar://registry.example/team/llama:1', 'sidecar'],
    ['oci+native://registry.example/team/llama:1', 'image-volume'],
    ['oci+fetch://registry.example/team/llama:1', 'fetch'],
  ] as const)('by %s, in mode %s', async (uri, mode) => {
    const answer = await createPod(cluster, namespace, asking(uri))
    expect(answer.code, messageOf(answer)).toBe(201)
    const pod = answer.body as Pod
    // There was nothing left to do after the API server's own changes.
    const { config } = resolveInjection(pod, settings)
    expect(config?.mode).toBe(mode)
    expect(injectModelcar(pod.spec!, config!)).toBe(pod.spec)
    expect(new Set(await callsOf(cluster, answer))).toEqual(new Set([webhook]))
  })
})

test('an unlabelled pod is not sent to the server, and stays as it is', async () => {
  const { metadata, spec } = asking('oci://registry.example/team/llama:1')
  const { 'modelcar/inject': _dropped, ...labels } = metadata!.labels!
  const answer = await createPod(cluster, namespace, { metadata: { ...metadata, labels }, spec: spec! })
  expect(answer.code).toBe(201)
  expect(answer.body).toMatchObject({ spec: server })
  expect(await callsOf(cluster, answer)).toEqual([])
})

test('a labelled pod that the server leaves alone is refused by the policy', async () => {
  const answer = await createPod(cluster, namespace, labelled(server))
  expect(answer.code).toBe(422)
  expect(messageOf(answer)).toContain(byPolicy)
  expect(await callsOf(cluster, answer)).toEqual([webhook])
})

test('a pod that cannot be injected is refused by the server, with the field', async () => {
  const pod = asking('oci://registry.example/team/llama:1')
  const answer = await createPod(cluster, namespace, { ...pod, spec: { ...pod.spec!, hostPID: true } })
  expect(answer.code).toBe(422)
  expect(messageOf(answer)).toMatch(
    /admission webhook "inject\.modelcar-webhook\.modelcar-system\.svc" denied .*spec\.hostPID/,
  )
})

test.each(['kube-system', ownNamespace])('pods of %s are never sent to the server', async (spared) => {
  await create(cluster, `/api/v1/namespaces/${spared}/serviceaccounts`, { metadata: { name: 'default' } })
  const restricted = {
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: injected({ mode: 'image-volume' }).containers.map((container) => ({
      ...container,
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    })),
  }
  const complete = { ...injected({ mode: 'image-volume' }), ...restricted }
  const accepted = await createPod(cluster, spared, labelled(complete))
  expect(accepted.code, messageOf(accepted)).toBe(201)
  expect(await callsOf(cluster, accepted)).toEqual([])
  const refused = await createPod(
    cluster,
    spared,
    labelled({ ...complete, volumes: [], containers: withoutMounts(restricted.containers) }),
  )
  expect(messageOf(refused)).toContain(byPolicy)
  expect(await callsOf(cluster, refused)).toEqual([])
})

const withoutMounts = <T extends object>(containers: readonly T[]) =>
  containers.map((container) => ({ ...container, volumeMounts: [] }))

// The last one: the server is gone afterwards.
test('while the server is out, a labelled pod is refused and an unlabelled one starts', async () => {
  await running!.stop()
  const refused = await createPod(cluster, namespace, asking('oci://registry.example/team/llama:1'))
  expect(refused.code).toBe(500)
  expect(messageOf(refused)).toContain(`failed calling webhook "${webhook}"`)
  const accepted = await createPod(cluster, namespace, { metadata: { generateName: 'other-' }, spec: server })
  expect(accepted.code).toBe(201)
})
