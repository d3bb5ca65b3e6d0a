interface Container extends Record<string, unknown> {
  name: string
  env?: { name: string; value?: string }[]
  volumeMounts?: { name: string; mountPath: string }[]
}

export interface PodSpec extends Record<string, unknown> {
  containers: Container[]
  volumes?: ({ name: string } & Record<string, unknown>)[]
}

/** An error of KServe's. */
export class KServeError extends Error {}

const volume = 'kserve-provision-location'

/**
 * What the webhook of KServe 0.12.0 made of a pod spec: everything but the environment variable is appended without a look at
 * what is there (InjectModelcar, pkg/webhook/admission/pod/storage_initializer_injector.go of that release).
 */
export function injectLikeKServe012(podSpec: PodSpec, image: string, uid?: number): PodSpec {
  const spec = structuredClone(podSpec)
  const server = spec.containers.find(({ name }) => name === 'kserve-container')
  if (server === undefined) throw new KServeError('no container found with name kserve-container')
  const user = uid === undefined ? {} : { securityContext: { runAsUser: uid } }
  const mount = { name: volume, mountPath: '/mnt' }

  spec.volumes = [...(spec.volumes ?? []), { name: volume, emptyDir: {} }]
  const transformer = spec.containers.find(({ name }) => name === 'transformer-container')
  for (const container of [server, transformer]) {
    if (container !== undefined) container.volumeMounts = [...(container.volumeMounts ?? []), { ...mount }]
  }
  setAsync(server)
  Object.assign(server, user)
  spec.containers.push({
    name: 'modelcar',
    image,
    args: ['sh', '-c', 'ln -s /proc/$$$$/root/models /mnt/models && sleep infinity'],
    volumeMounts: [mount],
    resources: { limits: { cpu: '10m', memory: '15Mi' }, requests: { cpu: '10m', memory: '15Mi' } },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    ...user,
  })
  spec['shareProcessNamespace'] = true
  return spec
}

/** The one thing that 0.12.0 looked for before it wrote. */
function setAsync(container: Container): void {
  const env = container.env ?? []
  const found = env.find(({ name }) => name === 'MODEL_INIT_MODE')
  if (found === undefined) container.env = [...env, { name: 'MODEL_INIT_MODE', value: 'async' }]
  else found.value = 'async'
}
