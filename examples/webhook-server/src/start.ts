import { checkCertificate } from './certificate.js'
import { checkConfigMap } from './config-map.js'
import { isDisabled } from './injection.js'
import { defaultLimits, type Limits } from './limits.js'
import { listen } from './listen.js'
import type { Loaded } from './load.js'
import { createMetrics } from './metrics.js'
import { keepCurrent } from './reload.js'
import { addRoutes } from './routes.js'
import { createServer, type LogStream, type WebhookServer } from './server.js'

/** A server that listens. */
export interface Running {
  readonly app: WebhookServer
  readonly port: number
  /** From now on `/readyz` says that no more requests should come; all that come are still answered. */
  drain(): void
  /** Takes no more connections, finishes what is in flight, and closes what is idle. */
  close(): Promise<void>
}

/** Starts the server. Throws a `StartError` where it cannot listen. */
export async function start(
  loaded: Loaded,
  limits: Limits = defaultLimits,
  stream: LogStream = process.stdout,
): Promise<Running> {
  const { settings, certificate } = loaded
  let { configMap } = loaded
  let isDraining = false
  const metrics = createMetrics()
  const app = createServer(certificate.pair, settings.logLevel, limits, stream)
  addRoutes(app, { metrics, policy: settings, configMap: () => configMap, isDraining: () => isDraining })
  metrics.certificate(certificate.notAfter)
  const port = await listen(app, settings.host, settings.port)
  if (isDisabled(configMap, settings))
    app.log.warn('no model is injected for oci://: the ConfigMap enables no OCI mode')

  const stopped = new AbortController()
  const context = { metrics, log: app.log, pollInterval: limits.pollInterval, signal: stopped.signal }
  void keepCurrent(
    {
      what: 'certificate',
      files: loaded.certificateFiles,
      check: (faults, [cert, key]) => cert && key && checkCertificate(faults, cert, key),
      use: ({ pair, notAfter }) => {
        // Connections that are open keep the certificate that they began with.
        app.server.setSecureContext(pair)
        metrics.certificate(notAfter)
      },
    },
    context,
  )
  void keepCurrent(
    {
      what: 'config',
      files: [loaded.configFile],
      check: (faults, [file]) => file && checkConfigMap(faults, file, settings),
      use: (value) => {
        configMap = value
      },
    },
    context,
  )
  return {
    app,
    port,
    drain: () => {
      isDraining = true
    },
    close: () => {
      isDraining = true
      stopped.abort()
      return app.close()
    },
  }
}
