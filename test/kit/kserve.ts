import { clone, type Fields, fieldsOf } from '../../src/testing/json.js'
import { containersOf, envOf, initContainersOf, mountsOf, type PodSpec, volumesOf } from '../../src/testing/pod.js'

/** What KServe's webhook is told: the model's image, and the UID of its ConfigMap. */
interface KServeInput {
  readonly image: string
  readonly uid?: number | undefined
}

const names = { volume: 'kserve-provision-location', sidecar: 'modelcar', initContainer: 'modelcar-init' } as const
const mount = { name: names.volume, mountPath: '/mnt' }
const amounts = { cpu: '10m', memory: '15Mi' }
const resources = (): Fields => ({ limits: { ...amounts }, requests: { ...amounts } })
const user = (uid: number | undefined): Fields => (uid === undefined ? {} : { securityContext: { runAsUser: uid } })

const sidecar = ({ image, uid }: KServeInput, link: string): Fields => ({
  name: names.sidecar,
  image,
  args: ['sh', '-c', `${link} /proc/$$$$/root/models /mnt/models && sleep infinity`],
  volumeMounts: [{ ...mount }],
  resources: resources(),
  terminationMessagePolicy: 'FallbackToLogsOnError',
  ...user(uid),
})

const prefetch = ({ image }: KServeInput): Fields => ({
  name: names.initContainer,
  image,
  args: [
    'sh',
    '-c',
    `echo 'Pre-fetching modelcar ${image}: ' && [ -d /models ] && [ "$$(ls -A /models)" ] && echo 'OK ... Prefetched and valid (/models exists)' || (echo 'NOK ... Prefetched but modelcar is invalid (/models does not exist or is empty)' && exit 1)`,
  ],
  resources: resources(),
  terminationMessagePolicy: 'FallbackToLogsOnError',
})

function setAsync(container: Fields): void {
  const env = envOf(container)
  const found = env.find(({ name }) => name === 'MODEL_INIT_MODE')
  if (found !== undefined) found['value'] = 'async'
  else container['env'] = [...env, { name: 'MODEL_INIT_MODE', value: 'async' }]
}

/**
 * Does what KServe 0.12.0's webhook did: volume, mount and sidecar are appended without a look, so a second call makes a pod
 * that the API server refuses (kserve#3506). A pod without a server is left alone.
 */
export function kserve012(podSpec: PodSpec, input: KServeInput): PodSpec {
  const spec = clone(podSpec)
  const server = containersOf(spec).find(({ name }) => name === 'kserve-container')
  if (server === undefined) return spec
  spec['volumes'] = [...volumesOf(spec), { name: names.volume, emptyDir: {} }]
  for (const container of containersOf(spec)) {
    if (!['kserve-container', 'transformer-container'].includes(container.name)) continue
    container['volumeMounts'] = [...mountsOf(container), { ...mount }]
  }
  setAsync(server)
  // The UID replaced the whole security context.
  Object.assign(server, user(input.uid))
  spec.containers = [...containersOf(spec), sidecar(input, 'ln -s') as PodSpec['containers'][number]]
  spec['shareProcessNamespace'] = true
  return spec
}

/** Does what KServe 0.20's webhook does: the same, but nothing whose name is there already is looked at or added again. */
export function kserve020(podSpec: PodSpec, input: KServeInput): PodSpec {
  const spec = clone(podSpec)
  const found = (name: string) => containersOf(spec).find((container) => container.name === name)
  const server = found('kserve-container') ?? found('worker-container')
  if (server === undefined) return spec
  for (const container of [server, found('transformer-container')]) {
    if (container === undefined) continue
    setAsync(container)
    if (!volumesOf(spec).some(({ name }) => name === names.volume)) {
      spec['volumes'] = [...volumesOf(spec), { name: names.volume, emptyDir: {} }]
    }
    if (!mountsOf(container).some(({ name }) => name === names.volume)) {
      container['volumeMounts'] = [...mountsOf(container), { ...mount }]
    }
    if (input.uid !== undefined) {
      container['securityContext'] = { ...fieldsOf(container['securityContext']), runAsUser: input.uid }
    }
  }
  if (found(names.sidecar) === undefined) {
    spec.containers = [...containersOf(spec), sidecar(input, 'ln -sf') as PodSpec['containers'][number]]
    spec['initContainers'] = [...initContainersOf(spec), prefetch(input)]
  }
  spec['shareProcessNamespace'] = true
  return spec
}
