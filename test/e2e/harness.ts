/**
 * What the end-to-end tests stand on: a real kube-apiserver, which `global-setup.ts` starts once for all test files. It has no
 * scheduler, controllers or kubelet: pods are admitted and stored, and nothing happens to them afterwards. Its user may do
 * everything.
 *
 * Test files run side by side, so each test makes a namespace of its own, and webhooks are registered for one namespace only.
 * Nothing needs to be removed: the API server forgets everything when it is stopped, which also happens when the run is
 * interrupted or killed.
 *
 * @example
 * const cluster = inject('cluster')                       // of vitest; the shared API server
 * const namespace = await createNamespace(cluster, { labels: { team: 'a' } })
 * const { code, body, warnings } = await createPod(cluster, namespace, pod)
 * const { stderr } = await kubectl(cluster, ['apply', '--server-side', '-f', '-'], manifests)
 *
 * @example
 * // An API server with other flags beside it.
 * const { cluster, stop } = await startApiServer(shared.programs, shared.etcd, ['--emulated-version=1.34'])
 * afterAll(stop)
 */
export { startApiServer, type Cluster } from './control-plane/api-server.js'
export { loopbackCertificate, type Certificate } from './control-plane/certificate.js'
export { makeFolder, startProgram, type RunningProgram } from './control-plane/running-program.js'
export { until } from './control-plane/until.js'
export { auditEvent, callsIn, type AuditEvent, type Call } from './cluster/audit.js'
export { kubectl, type Seen } from './cluster/kubectl.js'
export { create, createNamespace, createPod, type KubernetesObject, type NamespaceSetup } from './cluster/objects.js'
export { send, type Answer, type Receiver, type Sent } from './cluster/send.js'
export { registerWebhooks, webhookName, type Registration } from './cluster/webhooks.js'
