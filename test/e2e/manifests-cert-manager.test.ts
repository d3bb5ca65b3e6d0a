import { join } from 'node:path'
import type { Pod } from 'kubernetes-types/core/v1.js'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createNamespace, createPod, startApiServer, type Cluster } from './harness.js'
import { callsOf } from './manifests/calls.js'
import { createStandIns, issueCertificates } from './manifests/cert-manager.js'
import { runDeployment } from './manifests/controllers.js'
import { example } from './manifests/files.js'
import type { RunningPod } from './manifests/kubelet.js'
import {
  asking,
  byPolicy,
  injected,
  messageOf,
  untilPolicyIsActive,
  untilWebhookAnswers,
  webhook,
} from './manifests/labelled.js'
import { shell } from './manifests/shell.js'

// The overlay with cert-manager, in a cluster like one of Kubernetes 1.34, which has no image volumes. cert-manager itself is not
// there: its kinds are stand-ins, and the test does its work.

const shared = inject('cluster')
let cluster: Cluster
let stopCluster: (() => Promise<void>) | undefined
let running: RunningPod | undefined
let namespace: string

beforeAll(async () => {
  const flags = ['--enable-aggregator-routing=true', '--emulated-version=1.34']
  const started = await startApiServer(shared.programs, shared.etcd, flags)
  cluster = started.cluster
  stopCluster = started.stop
  await createStandIns(cluster)
  shell(cluster, join(example, 'manifests'), 'kubectl apply -k overlays/cert-manager')
  await issueCertificates(cluster)
  running = await runDeployment(cluster)
  namespace = await createNamespace(cluster)
  await untilPolicyIsActive(cluster, namespace)
  await untilWebhookAnswers(cluster, namespace)
})

afterAll(async () => {
  await running?.stop()
  await stopCluster?.()
})

test('a labelled pod gets its model', async () => {
  const answer = await createPod(cluster, namespace, asking('oci://registry.example/team/llama:1'))
  expect(answer.code, messageOf(answer)).toBe(201)
  expect((answer.body as Pod).spec?.containers.map(({ name }) => name)).toEqual(['kserve-container', 'modelcar'])
  expect(await callsOf(cluster, answer)).toContain(webhook)
})

test('a pod whose image volume the API server has dropped is refused, and told so', async () => {
  const answer = await createPod(cluster, namespace, asking('oci+native://registry.example/team/llama:1'))
  expect(await callsOf(cluster, answer)).toEqual([webhook])
  expect(answer.code).toBe(422)
  expect(messageOf(answer)).toContain(byPolicy)
  expect(messageOf(answer)).toContain(
    'whether the cluster has them (Kubernetes 1.35, or 1.33 with the gate ImageVolume)',
  )
  // Without the label it starts without its model.
  const pod = { metadata: { name: 'unlabelled' }, spec: injected({ mode: 'image-volume' }) }
  const { code, body } = await createPod(cluster, namespace, pod)
  expect(code).toBe(201)
  const { containers, volumes } = (body as Pod).spec!
  expect(JSON.stringify([containers, volumes])).not.toContain('mnt-models')
})
