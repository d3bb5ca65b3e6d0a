// A sidecar of one's own, a log shipper, through the same merge that puts models into pods:
//
//     npx tsx examples/sidecar-overlay/sidecar-overlay.ts
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { compileOverlay, createInjector, isModelcarError, preferred, type Injector, type PodSpecLike } from 'modelcar'
import { parsePod } from './cast.js'

/** What stands there is enforced, what is preferred may be something else in the pod, and `null` must not be there. */
const logShipper = compileOverlay({
  spec: {
    volumes: [{ name: 'logs', emptyDir: preferred({ sizeLimit: '1Gi' }) }],
    containers: [
      {
        name: 'log-shipper',
        image: 'registry.example/tools/log-shipper:3',
        args: ['--from=/logs', '--to=https://logs.example'],
        env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
        resources: preferred({ requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } }),
        // It may lag behind, and is not to be killed for that.
        livenessProbe: null,
        volumeMounts: [{ name: 'logs', mountPath: '/logs', readOnly: true }],
      },
    ],
  },
  targets: ['kserve-container'],
  target: {
    env: [{ name: 'LOG_DIR', value: '/var/log/server' }],
    volumeMounts: [{ name: 'logs', mountPath: '/var/log/server' }],
  },
})
const modelcar = createInjector({ image: 'registry.example/team/llama:1' })

const manifest = join(import.meta.dirname, '../kserve-predictor.yaml')
const { spec: podSpec } = parsePod(readFileSync(manifest, 'utf8'))

// Whoever reads may stop early, as `head` does; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

console.log('The plan, as a JSON patch:')
for (const { op, path } of logShipper.plan(podSpec).patch) console.log(`  ${op} ${path}`)

const once = logShipper.inject(podSpec)
console.log(`A second call gives the same object: ${String(logShipper.inject(once) === once)}`)

const limited = { ...podSpec, volumes: [...(podSpec.volumes ?? []), { name: 'logs', emptyDir: { sizeLimit: '5Gi' } }] }
console.log(`A volume that is there keeps its size: ${String(logShipper.inject(limited).volumes === limited.volumes)}`)

console.log('A pod without the target:')
tell(() => logShipper.inject({ containers: [{ name: 'web' }, { name: 'istio-proxy' }] }))

console.log('With the model, in either order:')
const inOrder = (...injectors: readonly Injector[]): PodSpecLike =>
  injectors.reduce<PodSpecLike>((spec, injector) => injector.inject(spec), podSpec)
const [shipperFirst, modelFirst] = [inOrder(logShipper, modelcar), inOrder(modelcar, logShipper)]
for (const spec of [shipperFirst, modelFirst]) {
  console.log(`  containers ${names(spec.containers)}; volumes ${names(spec.volumes)}`)
  console.log(`  both again give the same object: ${String(logShipper.inject(modelcar.inject(spec)) === spec)}`)
}
console.log(
  `Sorted by name they are the same pod: ${String(isDeepStrictEqual(sorted(shipperFirst), sorted(modelFirst)))}`,
)

/** Entries of lists that Kubernetes keeps by name, in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((left, right) => compare(nameOf(left), nameOf(right)))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, sorted(field)]))
}

function nameOf(entry: unknown): string {
  return typeof entry === 'object' && entry !== null && 'name' in entry ? String(entry.name) : ''
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right)
}

function names(list: readonly { readonly name: string }[] = []): string {
  return list.map(({ name }) => name).join(' ')
}

function tell(inject: () => unknown): void {
  try {
    inject()
  } catch (error) {
    if (!isModelcarError(error)) throw error
    for (const { code, field, message } of error.causes) console.log(`  ${code} ${field}: ${message}`)
  }
}
