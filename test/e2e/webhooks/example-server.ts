import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelcarConfig } from 'modelcar'
import { resolveInjection } from 'modelcar/kserve'
import { stringify } from 'yaml'
import { loopbackCertificate, makeFolder, send, startProgram } from '../harness.js'
import { modelcarWebhook, type ModelcarWebhook } from './webhook.js'

export const exampleFolder = join(import.meta.dirname, '../../../examples/webhook-server')

/** KServe's settings, as it ships them. */
const configMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'inferenceservice-config', namespace: 'kserve' },
  data: {
    storageInitializer: JSON.stringify({
      image: 'registry.example/kserve/storage-initializer:v0.20.0',
      memoryRequest: '100Mi',
      memoryLimit: '1Gi',
      cpuRequest: '100m',
      cpuLimit: '1',
      enableModelcar: true,
      cpuModelcar: '10m',
      memoryModelcar: '15Mi',
      uidModelcar: 1010,
    }),
  },
}

/** How the server is set, beside KServe's settings. */
export interface ServerPolicy {
  readonly modelcarMode: 'sidecar' | 'native-sidecar'
  readonly securityContext?: 'restricted'
}

/** The example server as a process of its own. */
export interface ExampleServer extends ModelcarWebhook {
  /** How many reviews it answered, by outcome, as its metrics have it. */
  readonly reviews: () => Promise<Readonly<Record<string, number>>>
}

/** Starts the example server, as `npm start` in its folder does after the build. */
export async function startExampleServer(policy: ServerPolicy): Promise<ExampleServer> {
  const folder = makeFolder('webhook-server')
  const { cert, key } = await loopbackCertificate()
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  const server = startProgram(folder, [process.execPath, join(exampleFolder, 'dist/main.js')], {
    PORT: '0',
    HOST: '127.0.0.1',
    TLS_CERT_FILE: write('tls.crt', cert),
    TLS_KEY_FILE: write('tls.key', key),
    CONFIG_FILE: write('config.yaml', stringify(configMap)),
    MODELCAR_MODE: policy.modelcarMode,
    SECURITY_CONTEXT: policy.securityContext ?? '',
    SHUTDOWN_DELAY_SECONDS: '0',
  })
  const port = await server.until('the example server listens', () => portIn(server.output()))
  const url = `https://127.0.0.1:${port}`
  const endpoint = { url: `${url}/mutate`, ca: cert, stop: server.stop }
  return {
    ...modelcarWebhook(endpoint, (pod) => configFor(pod, policy)),
    reviews: async () => reviewsIn(String((await send({ url, ca: cert }, { path: '/metrics' })).body)),
  }
}

/** What the server does by its own account: KServe's rules, and a security context of its own. */
function configFor(pod: Parameters<typeof resolveInjection>[0], policy: ServerPolicy): ModelcarConfig | undefined {
  const { modelcarMode, securityContext } = policy
  const { config } = resolveInjection(pod, configMap, { modelcarMode })
  return config && { ...config, ...(securityContext && { securityContext }) }
}

function portIn(log: string): number | undefined {
  const line = log.split('\n').find((each) => each.includes('"msg":"listening"'))
  return line === undefined ? undefined : (JSON.parse(line) as { port: number }).port
}

function reviewsIn(metrics: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [, outcome = '', count] of metrics.matchAll(
    /^modelcar_webhook_reviews_total\{outcome="(\w+)".*\} (\d+)$/gm,
  )) {
    counts[outcome] = (counts[outcome] ?? 0) + Number(count)
  }
  return counts
}
