import type { Server } from 'node:https'
import fastify, { LogController, type FastifyInstance } from 'fastify'
import type { Pair } from './certificate.js'
import type { Limits } from './limits.js'
import type { LogLevel } from './settings.js'

/** Where log lines go. */
export interface LogStream {
  write(line: string): void
}

/** A Fastify server over TLS, and thus with a certificate that can be replaced. */
export type WebhookServer = FastifyInstance<Server>

/** Makes the server without routes: TLS, limits and logs. It speaks HTTP/1.1 only, as nothing here was tested with HTTP/2. */
export function createServer(pair: Pair, level: LogLevel, limits: Limits, stream: LogStream): WebhookServer {
  const app: WebhookServer = fastify({
    https: {
      ...pair,
      handshakeTimeout: limits.handshakeTimeout,
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: limits.timeoutCheckInterval,
    },
    bodyLimit: limits.bodyLimit,
    requestTimeout: limits.requestTimeout,
    handlerTimeout: limits.handlerTimeout,
    connectionTimeout: limits.connectionTimeout,
    keepAliveTimeout: limits.keepAliveTimeout,
    // A review that still comes in over an open connection is answered as any other.
    return503OnClosing: false,
    logger: {
      level,
      stream,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    // One line a review is written where its outcome is known.
    logController: new LogController({ disableRequestLogging: true }),
  })
  // An API server that does not trust the certificate says so here, and nowhere else in these logs.
  app.server.on('tlsClientError', (error) => app.log.info({ error: error.message }, 'TLS handshake failed'))
  return app
}
