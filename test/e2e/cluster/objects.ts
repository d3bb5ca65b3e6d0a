import type { Cluster } from '../control-plane/api-server.js'
import { send, type Answer } from './send.js'

/** An object of any kind, in the types of whatever library. */
export interface KubernetesObject {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata?: {
    readonly name?: string
    readonly generateName?: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec?: object
}

/** Creates an object in a collection, such as `/api/v1/namespaces`, and fails where the API server refuses it. */
export async function create<T extends KubernetesObject>(cluster: Cluster, path: string, object: T): Promise<T> {
  const { code, body } = await send(cluster, { method: 'POST', path, body: object })
  if (code !== 201) throw new Error(`POST ${path}: ${code} ${JSON.stringify(body)}`)
  return body as T
}

/** What the API server says to a pod; in a dry run it does everything but store it. */
export function createPod(
  cluster: Cluster,
  namespace: string,
  pod: KubernetesObject,
  isDryRun = false,
): Promise<Answer> {
  const path = `/api/v1/namespaces/${namespace}/pods${isDryRun ? '?dryRun=All' : ''}`
  const metadata = { ...pod.metadata, namespace }
  return send(cluster, { method: 'POST', path, body: { apiVersion: 'v1', kind: 'Pod', ...pod, metadata } })
}

/** How a namespace is set up. */
export interface NamespaceSetup {
  readonly labels?: Readonly<Record<string, string>>
  readonly limitRange?: object
  /** Service accounts beside `default`. */
  readonly serviceAccounts?: readonly string[]
}

/**
 * Makes a namespace that no other test has, and gives its name. Nothing but the API server runs, so the service accounts that
 * pods need are made here too.
 */
export async function createNamespace(cluster: Cluster, setup: NamespaceSetup = {}): Promise<string> {
  const { labels = {}, limitRange, serviceAccounts = [] } = setup
  const namespace: KubernetesObject = { metadata: { generateName: 'e2e-', labels } }
  const { metadata } = await create(cluster, '/api/v1/namespaces', namespace)
  const name = metadata?.name ?? ''
  const inside = `/api/v1/namespaces/${name}`
  await Promise.all([
    ...['default', ...serviceAccounts].map((account) =>
      create(cluster, `${inside}/serviceaccounts`, { metadata: { name: account } }),
    ),
    limitRange && create(cluster, `${inside}/limitranges`, { metadata: { name: 'limits' }, spec: limitRange }),
  ])
  return name
}
