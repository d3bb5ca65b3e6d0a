import { isModelcarError } from 'modelcar'
import { admit, outcomeOf, type AdmissionRequestLike, type AdmissionSource } from 'modelcar/admission'
import type { KServeInjector } from 'modelcar/kserve'
import { sourceOf } from './injection.js'
import { oneLargeAtATime } from './large-reviews.js'
import type { Limits } from './limits.js'
import type { Metrics } from './metrics.js'
import { factsOf, parseReview } from './review.js'
import type { WebhookServer } from './server.js'

/** What the routes go by; the config and the readiness change while they serve. */
export interface RouteContext {
  readonly metrics: Metrics
  readonly kserve: () => KServeInjector
  readonly isDraining: () => boolean
  readonly limits: Limits
}

export function addRoutes(app: WebhookServer, context: RouteContext): void {
  const { metrics, isDraining } = context
  // Reviews are JSON; every other content type is answered with 415.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  addMutate(app, context)
  app.get('/healthz', () => 'ok')
  app.get('/readyz', (_request, reply) => (isDraining() ? reply.code(503).send('draining') : 'ok'))
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()))
  addMethodNotAllowed(app)

  // The API server's open connections do not follow the endpoints; after their next answer they go to another replica.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isDraining()) reply.header('connection', 'close')
    done(null, payload)
  })
  app.addHook('onResponse', ({ method, url, routeOptions }, { statusCode, elapsedTime }, done) => {
    metrics.response(routeOptions.url ?? 'none', statusCode)
    if (statusCode >= 400 && routeOptions.url !== '/readyz') {
      app.log.info({ method, url, statusCode, durationMs: elapsedTime }, 'request refused')
    }
    done()
  })
}

const levels = { injected: 'info', unchanged: 'info', skipped: 'info', refused: 'warn', failed: 'error' } as const

function addMutate(app: WebhookServer, { metrics, kserve, limits }: RouteContext): void {
  const source = sourceOf(kserve)
  // A refusal is told by its outcome; what nobody thought of needs a stack.
  const onError = (err: unknown, { uid }: AdmissionRequestLike): void => {
    if (!isModelcarError(err)) app.log.error({ err, uid }, 'the injection failed')
  }
  const onRequest = oneLargeAtATime(limits)
  app.post<{ Body: Buffer | undefined }>('/mutate', { onRequest }, (request, reply) => {
    const parsed = parseReview(request.body ?? Buffer.alloc(0))
    const answer = 'fault' in parsed ? refused(parsed.fault, source) : admit(parsed.review, source, { onError })
    const { outcome, reason, causes } = outcomeOf(answer)
    const durationMs = reply.elapsedTime
    metrics.review(outcome, reason, durationMs / 1000)
    app.log[levels[outcome]]({ ...factsOf(parsed), outcome, reason, causes, durationMs }, 'review')
    return answer
  })
}

/** The answer to what was not read: that to no review, with the reason. */
function refused(fault: string, source: AdmissionSource): ReturnType<typeof admit> {
  const { response, ...answer } = admit(null, source)
  return {
    ...answer,
    response: { ...response, ...(response.status && { status: { ...response.status, message: fault } }) },
  }
}

/** Fastify's answer to a wrong method is 404; where the path has another one, 405 says more. */
function addMethodNotAllowed(app: WebhookServer): void {
  app.setNotFoundHandler((request, reply) => {
    const [url = ''] = request.url.split('?')
    const allowed = app.supportedMethods.filter((method) => app.hasRoute({ method, url }))
    if (allowed.length > 0) reply.header('allow', allowed.join(', '))
    const [statusCode, error] = allowed.length > 0 ? [405, 'Method Not Allowed'] : [404, 'Not Found']
    return reply.code(statusCode).send({ statusCode, error, message: `${request.method} ${url}` })
  })
}
