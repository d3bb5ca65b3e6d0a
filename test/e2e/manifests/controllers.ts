import type { Deployment } from 'kubernetes-types/apps/v1.js'
import { create, type Cluster } from '../harness.js'
import { runPod, type RunningPod } from './kubelet.js'
import { read } from './read.js'

/** The namespace of the webhook server. */
export const ownNamespace = 'modelcar-system'

export const readDeployment = (cluster: Cluster): Promise<Deployment> =>
  read(cluster, `/apis/apps/v1/namespaces/${ownNamespace}/deployments/modelcar-webhook`)

/**
 * Runs a pod of the Deployment, and lists it as an endpoint of the Service, as the controllers would that do not run here. The
 * API server calls it from then on, if it goes by endpoints: `--enable-aggregator-routing`.
 */
export async function runDeployment(cluster: Cluster): Promise<RunningPod> {
  const { spec } = await readDeployment(cluster)
  const running = await runPod(cluster, ownNamespace, spec!.template)
  await create(cluster, `/apis/discovery.k8s.io/v1/namespaces/${ownNamespace}/endpointslices`, {
    metadata: { name: 'modelcar-webhook', labels: { 'kubernetes.io/service-name': 'modelcar-webhook' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [running.address], conditions: { ready: true } }],
    ports: [{ name: 'https', port: running.port, protocol: 'TCP' }],
  })
  return running
}
