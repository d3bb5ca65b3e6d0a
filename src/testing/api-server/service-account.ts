import { clone, type Fields } from '../json.js'
import { allContainersOf, mountsOf, type PodSpec, volumesOf } from '../pod.js'

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount'
const tokenVolumePrefix = 'kube-api-access-'

/**
 * The ServiceAccount plugin: names the account and mounts its token into every container that hasn't got one there.
 *
 * @example
 * const { containers, volumes } = serviceAccount('abcde')({ containers: [{ name: 'app' }] })
 * console.log(Object.keys(containers[0] ?? {}), JSON.stringify(volumes).includes('kube-api-access-abcde'))
 * //=> [ 'name', 'volumeMounts' ] true
 */
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
