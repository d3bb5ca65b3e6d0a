import { setTimeout } from 'node:timers/promises'
import type { V1ContainerStatus, V1Pod, V1PodSpec } from '@kubernetes/client-node'
import { createNamespace, createPod, kubectl, send, until, type NamespaceSetup, type Seen } from '../../e2e/harness.js'
import { killContainer } from '../node/processes.js'
import type { Node } from '../node/node.js'

/** A pod that a node runs. */
export interface PodOnNode {
  readonly node: Node
  /** Where the API server has it. */
  readonly path: string
  readonly namespace: string
  readonly name: string
  /** By which the audit log knows the request that created it. */
  readonly auditId: string
  /** When its creation was asked for, as `performance.now()` has it. */
  readonly asked: number
}

/** What a pod finds. */
export interface Surroundings extends NamespaceSetup {
  /** Runs before the pod is created. */
  readonly before?: (namespace: string) => Promise<void>
}

/** Runs a pod on a node, in a namespace of its own, and removes it when `use` is done with it. */
export async function withPod<T>(
  node: Node,
  pod: V1Pod & { readonly spec: V1PodSpec },
  use: (pod: PodOnNode) => Promise<T>,
  { before, ...setup }: Surroundings = {},
): Promise<T> {
  const { cluster } = node
  const namespace = await createNamespace(cluster, setup)
  await before?.(namespace)
  const name = pod.metadata?.name ?? 'pod'
  const asked = performance.now()
  const { code, body, auditId } = await createPod(cluster, namespace, {
    ...pod,
    metadata: { ...pod.metadata, name },
    spec: { terminationGracePeriodSeconds: 2, automountServiceAccountToken: false, ...pod.spec, nodeName: node.name },
  })
  if (code !== 201) throw new Error(`the API server refuses the pod: ${JSON.stringify(body)}`)
  const running = { node, path: `/api/v1/namespaces/${namespace}/pods/${name}`, namespace, name, auditId, asked }
  try {
    return await use(running)
  } catch (error) {
    if (error instanceof Error) error.message += `\n\n${await describe(running)}`
    throw error
  } finally {
    await send(cluster, { method: 'DELETE', path: `${running.path}?gracePeriodSeconds=0` })
  }
}

/** The pod as the API server has it. */
export async function read({ node, path }: PodOnNode): Promise<V1Pod> {
  const { code, body } = await send(node.cluster, { path })
  if (code !== 200) throw new Error(`GET ${path}: ${code} ${JSON.stringify(body)}`)
  return body as V1Pod
}

/** Waits until a pod is as it has to be. */
export const untilPod = (pod: PodOnNode, what: string, isSo: (pod: V1Pod) => boolean, interval = 150): Promise<V1Pod> =>
  until(what, async () => {
    await setTimeout(interval)
    const seen = await read(pod)
    return isSo(seen) ? seen : undefined
  })

/** What the kubelet says of a container, an init container too. */
export const statusOf = ({ status }: V1Pod, container: string): V1ContainerStatus | undefined =>
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].find(
    ({ name }) => name === container,
  )

/** Waits until the kubelet says why a container does not start; that its image is still pulled is no reason. */
export async function whyNotStarted(
  pod: PodOnNode,
  container: string,
): Promise<{ readonly reason: string | undefined; readonly message: string | undefined }> {
  const seen = await untilPod(
    pod,
    `${container} is waiting for more than its image`,
    (each) => statusOf(each, container)?.state?.waiting?.reason?.endsWith('Error') === true,
  )
  const { reason, message } = statusOf(seen, container)?.state?.waiting ?? {}
  return { reason, message }
}

/** How often a container was started anew. */
export const restartsOf = (pod: V1Pod, container: string): number => statusOf(pod, container)?.restartCount ?? 0

/** All that a container has written. */
export async function logOf({ node, path }: PodOnNode, container: string): Promise<string> {
  const { code, body } = await send(node.cluster, { path: `${path}/log?container=${container}` })
  return code === 200 ? String(body) : ''
}

/** Waits until a container has written something that matches, and gives all that it has written. */
export const untilLogged = (pod: PodOnNode, container: string, text: string | RegExp): Promise<string> =>
  until(`${container} writes ${String(text)}`, async () => {
    await setTimeout(150)
    const log = await logOf(pod, container)
    return (typeof text === 'string' ? log.includes(text) : text.test(log)) ? log : undefined
  })

/** Runs a program in a container. */
export const exec = (
  { node, namespace, name }: PodOnNode,
  container: string,
  ...argv: readonly string[]
): Promise<Seen> =>
  kubectl(node.cluster, ['exec', `--namespace=${namespace}`, name, `--container=${container}`, '--', ...argv])

/** Waits until a container runs, and gives the name that the runtime has for it. */
export async function runningId(pod: PodOnNode, container: string): Promise<string> {
  const seen = await untilPod(pod, `${container} runs`, (each) => statusOf(each, container)?.state?.running != null)
  return statusOf(seen, container)?.containerID?.replace(/^.*:\/\//, '') ?? ''
}

/** Kills a container, and waits until it runs again, after so many restarts. */
export async function killAndWait(pod: PodOnNode, container: string, times: number): Promise<void> {
  killContainer(await runningId(pod, container))
  await untilPod(pod, `${container} runs for the ${times + 1}. time`, (seen) => {
    const { restartCount, state } = statusOf(seen, container) ?? {}
    return restartCount === times && state?.running != null
  })
}

/** What a person would look at. */
async function describe(pod: PodOnNode): Promise<string> {
  const { status, spec } = await read(pod)
  const { body } = await send(pod.node.cluster, { path: `/api/v1/namespaces/${pod.namespace}/events` })
  const events = (body as { items: readonly { reason: string; message: string }[] }).items
  const names = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ name }) => name)
  const logs = await Promise.all(names.map(async (name) => `log of ${name}: ${await logOf(pod, name)}`))
  return [
    JSON.stringify(status, null, 1),
    ...events.map(({ reason, message }) => `${reason}: ${message}`),
    ...logs,
  ].join('\n')
}
