import { defaultLimits, type Limits } from '../../../examples/webhook-server/src/limits.js'
import { load } from '../../../examples/webhook-server/src/load.js'
import { createWebhook } from '../../../examples/webhook-server/src/webhook.js'
import { issue, type TestCertificate } from './certificates.js'
import type { Target } from './client.js'
import { configMapWith } from './settings.js'
import { mount, type Volume } from './volume.js'

/** A server in this process, on a port of its own. */
export interface TestServer extends Target {
  readonly tls: Volume
  readonly config: Volume
  /** What was logged, parsed. */
  readonly logged: readonly Readonly<Record<string, unknown>>[]
  drain(): void
  stop(): Promise<void>
}

export interface TestServerOptions {
  readonly limits?: Partial<Limits>
  readonly environment?: Readonly<Record<string, string>>
  readonly configMap?: string
  readonly certificate?: TestCertificate
}

/** Starts one with the limits of its own but for those given, and reads its files again every few milliseconds. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { limits, environment, configMap, certificate } = options
  const { cert, key } = certificate ?? (await issue())
  const tls = mount({ 'tls.crt': cert, 'tls.key': key })
  const config = mount({ 'config.yaml': configMap ?? configMapWith() })
  const loaded = await load({
    PORT: '0',
    HOST: '127.0.0.1',
    TLS_CERT_FILE: tls.path('tls.crt'),
    TLS_KEY_FILE: tls.path('tls.key'),
    CONFIG_FILE: config.path('config.yaml'),
    ...environment,
  })
  const logged: Readonly<Record<string, unknown>>[] = []
  const stream = { write: (line: string) => void logged.push(JSON.parse(line) as Readonly<Record<string, unknown>>) }
  const webhook = createWebhook(loaded, { ...defaultLimits, pollInterval: 5, ...limits }, stream)
  const port = await webhook.listen()
  return {
    port,
    ca: cert,
    tls,
    config,
    logged,
    drain: () => webhook.drain(),
    stop: async () => {
      await webhook.close()
      tls.remove()
      config.remove()
    },
  }
}
