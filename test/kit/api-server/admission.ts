import { clone, entriesOf, type Fields, fieldsOf } from '../json.js'
import { allContainersOf, mountsOf, type PodSpec, volumesOf } from '../pod.js'

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount'
const tokenVolumePrefix = 'kube-api-access-'

/** The ServiceAccount plugin: names the account and mounts its token into every container that hasn't got one there. */
export function serviceAccount(suffix = 'x7k2p'): (podSpec: PodSpec) => PodSpec {
  return (podSpec) => {
    const spec = clone(podSpec)
    const account = spec['serviceAccountName'] ?? 'default'
    spec['serviceAccountName'] = account
    spec['serviceAccount'] = account
    if (spec['automountServiceAccountToken'] === false) return spec
    const volume = volumesOf(spec).find(({ name }) => String(name).startsWith(tokenVolumePrefix))
    const name = volume?.['name'] ?? tokenVolumePrefix + suffix
    let mounted = false
    for (const container of allContainersOf(spec)) {
      const mounts = mountsOf(container)
      if (mounts.some(({ mountPath }) => mountPath === tokenPath)) continue
      container['volumeMounts'] = [...mounts, { name, readOnly: true, mountPath: tokenPath }]
      mounted = true
    }
    if (mounted && volume === undefined) spec['volumes'] = [...volumesOf(spec), { name, projected: tokenSource() }]
    return spec
  }
}

const tokenSource = (): Fields => ({
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] },
    },
  ],
  defaultMode: 0o644,
})

/** DefaultTolerationSeconds: five minutes on a node that is not ready or can't be reached. */
export function defaultTolerations(podSpec: PodSpec): PodSpec {
  const tolerations = entriesOf(podSpec['tolerations'])
  const missing = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].filter(
    (key) => !tolerations.some((entry) => [key, undefined].includes(entry['key'] as string) && evicts(entry)),
  )
  if (missing.length === 0) return podSpec
  const added = missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }))
  return { ...podSpec, tolerations: [...tolerations, ...added] }
}

const evicts = ({ effect }: Fields): boolean => effect === 'NoExecute' || effect === undefined

const systemPriorities: Fields = { 'system-node-critical': 2000001000, 'system-cluster-critical': 2000000000 }

/** Priority: the number behind the class; other classes than the system's are 0 here. */
export const priority = (podSpec: PodSpec): PodSpec => ({
  ...podSpec,
  priority: systemPriorities[String(podSpec['priorityClassName'])] ?? 0,
  preemptionPolicy: podSpec['preemptionPolicy'] ?? 'PreemptLowerPriority',
})

/** LimitRanger: fills in requests and limits, by resource, where a container has none. */
export function limitRanger(limits: Fields, requests: Fields): (podSpec: PodSpec) => PodSpec {
  return (podSpec) => {
    const spec = clone(podSpec)
    for (const container of allContainersOf(spec)) {
      const own = fieldsOf(container['resources'])
      container['resources'] = {
        ...own,
        limits: { ...limits, ...fieldsOf(own['limits']) },
        requests: { ...requests, ...fieldsOf(own['requests']) },
      }
    }
    return spec
  }
}

/** AlwaysPullImages: the pull policy of every container is Always; of image volumes too. */
export function alwaysPullImages(podSpec: PodSpec): PodSpec {
  const spec = clone(podSpec)
  for (const container of allContainersOf(spec)) container['imagePullPolicy'] = 'Always'
  for (const { image } of volumesOf(spec)) if (image !== undefined) fieldsOf(image)['pullPolicy'] = 'Always'
  return spec
}

/** The plugins that an API server has on by default and that change a pod, in one step. */
export const defaultAdmission = (podSpec: PodSpec): PodSpec => priority(defaultTolerations(serviceAccount()(podSpec)))
