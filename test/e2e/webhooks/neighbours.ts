import type { V1Container, V1Pod, V1PodSpec } from '@kubernetes/client-node'

/** What other people's webhooks do to a pod; each is idempotent. */
export const neighbours = {
  /** A mesh puts its proxy in front of the other containers, with an init container and a volume. */
  mesh: inSpec((spec) => {
    if (spec.containers.some(({ name }) => name === proxy.name)) return spec
    return {
      ...spec,
      containers: [proxy, ...spec.containers],
      initContainers: [{ ...restricted, name: 'istio-init', image: proxy.image }, ...(spec.initContainers ?? [])],
      volumes: [...(spec.volumes ?? []), { name: 'istio-data', emptyDir: {} }],
    }
  }),
  /** A mirror stands in for every registry: images of containers and of volumes are pulled from it. */
  mirror: inSpec((spec) => ({
    ...spec,
    containers: spec.containers.map(fromMirror),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(fromMirror) }),
    ...(spec.volumes && {
      volumes: spec.volumes.map((volume) =>
        volume.image?.reference === undefined
          ? volume
          : { ...volume, image: { ...volume.image, reference: mirrored(volume.image.reference) } },
      ),
    }),
  })),
} as const satisfies Record<string, (pod: V1Pod) => V1Pod>

export const mirror = 'mirror.example/'

const restricted: Omit<V1Container, 'name'> = {
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
}

const proxy = {
  ...restricted,
  name: 'istio-proxy',
  image: 'registry.example/istio/proxyv2:1.26.2',
  volumeMounts: [{ name: 'istio-data', mountPath: '/etc/istio/proxy' }],
}

const mirrored = (image: string): string => (image.startsWith(mirror) ? image : image.replace(/^[^/]+\//, mirror))

const fromMirror = (container: V1Container): V1Container =>
  container.image === undefined ? container : { ...container, image: mirrored(container.image) }

function inSpec(change: (spec: V1PodSpec) => V1PodSpec): (pod: V1Pod) => V1Pod {
  return (pod) => (pod.spec === undefined ? pod : { ...pod, spec: change(pod.spec) })
}
