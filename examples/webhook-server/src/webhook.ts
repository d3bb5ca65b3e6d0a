import { checkCertificate, type Certificate } from './certificate.js'
import { checkConfigMap } from './config-map.js'
import { isDisabled } from './injection.js'
import { defaultLimits, type Limits } from './limits.js'
import { listen } from './listen.js'
import type { Loaded } from './load.js'
import { createMetrics } from './metrics.js'
import { keepCurrent, poll, type Source } from './reload.js'
import { addRoutes } from './routes.js'
import { createServer, type LogStream, type WebhookServer } from './server.js'

/** The server with all that belongs to it. */
export interface Webhook {
  readonly log: WebhookServer['log']
  /** Gives the port. Throws a `StartError` where it cannot listen. */
  listen(): Promise<number>
  /** From now on `/readyz` says that no more requests should come; all that come are still answered. */
  drain(): void
  /** Takes no more connections, finishes what is in flight, and closes what is idle. */
  close(): Promise<void>
}

export function createWebhook(
  { settings, certificate, certificateFiles, kserve: firstKServe, configFile }: Loaded,
  limits: Limits = defaultLimits,
  stream: LogStream = process.stdout,
): Webhook {
  const metrics = createMetrics()
  const app = createServer(certificate.pair, settings.logLevel, limits, stream)
  let kserve = firstKServe
  let isDraining = false
  addRoutes(app, { metrics, kserve: () => kserve, isDraining: () => isDraining, limits })

  const useCertificate = ({ pair, notAfter }: Certificate): void => {
    // Connections that are open keep the certificate that they began with.
    app.server.setSecureContext(pair)
    metrics.certificate(notAfter)
    if (notAfter < new Date()) app.log.warn({ notAfter }, 'the certificate has expired: no API server will take it')
  }
  const useKServe = (value: typeof kserve): void => {
    kserve = value
    if (!isDisabled(value)) return
    app.log.warn('the ConfigMap enables no OCI mode: a pod with oci:// gets no model')
  }

  const stopped = new AbortController()
  const keep = <T>(source: Source<T>): void => {
    const readings = poll(source.files, limits.pollInterval, stopped.signal)
    void keepCurrent(source, readings, { metrics, log: app.log })
  }
  return {
    log: app.log,
    listen: async () => {
      useCertificate(certificate)
      useKServe(kserve)
      const port = await listen(app, settings.host, settings.port)
      keep({
        what: 'certificate',
        files: certificateFiles,
        check: (faults, [cert, key]) => cert && key && checkCertificate(faults, cert, key),
        use: useCertificate,
      })
      keep({
        what: 'config',
        files: [configFile],
        check: (faults, [file]) => file && checkConfigMap(faults, file, settings),
        use: useKServe,
      })
      return port
    },
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
