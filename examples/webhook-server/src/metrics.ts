import type { AdmissionOutcome, AdmissionReason } from 'modelcar/admission'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What the server reads again while it runs. */
export type Reloaded = 'certificate' | 'config'

export interface Metrics {
  /** What `/metrics` answers, and its content type. */
  readonly contentType: string
  text(): Promise<string>
  review(outcome: AdmissionOutcome, reason: AdmissionReason | undefined, seconds: number): void
  /** The route is a pattern of ours, or `none`; a URL would be a series for every one that somebody thinks of. */
  response(route: string, status: number): void
  reload(what: Reloaded, isTaken: boolean): void
  certificate(notAfter: Date): void
}

/** An injection takes well below a millisecond; the API server waits for at most 30 seconds. */
const buckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export function createMetrics(): Metrics {
  // One of its own, so that two servers in one process count for themselves.
  const register = new Registry()
  collectDefaultMetrics({ register })
  const registers = [register]

  const reviews = new Counter({
    name: 'modelcar_webhook_reviews_total',
    help: 'Admission reviews that were answered, by outcome and by the reason of what was not injected.',
    labelNames: ['outcome', 'reason'] as const,
    registers,
  })
  const durations = new Histogram({
    name: 'modelcar_webhook_review_duration_seconds',
    help: 'Time from the head of the request to the answer, receiving the body included.',
    labelNames: ['outcome'] as const,
    buckets,
    registers,
  })
  const responses = new Counter({
    name: 'modelcar_webhook_http_responses_total',
    help: 'HTTP responses, by route and status.',
    labelNames: ['route', 'status'] as const,
    registers,
  })
  const reloads = new Counter({
    name: 'modelcar_webhook_reloads_total',
    help: 'Changes of the certificate and of the config that were taken, or refused as broken.',
    labelNames: ['what', 'result'] as const,
    registers,
  })
  const isCurrent = new Gauge({
    name: 'modelcar_webhook_last_reload_successful',
    help: '1 while what is used is what the file says, 0 while the file is broken and what was read before is used.',
    labelNames: ['what'] as const,
    registers,
  })
  const expiry = new Gauge({
    name: 'modelcar_webhook_certificate_expiry_timestamp_seconds',
    help: 'When the certificate that is served expires, in seconds since 1970.',
    registers,
  })

  // A rate of something that was never there before its first fault would miss that one.
  for (const what of ['certificate', 'config'] as const) {
    for (const result of ['success', 'failure']) reloads.inc({ what, result }, 0)
    isCurrent.set({ what }, 1)
  }

  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    review: (outcome, reason, seconds) => {
      reviews.inc({ outcome, reason: reason ?? '' })
      durations.observe({ outcome }, seconds)
    },
    response: (route, status) => responses.inc({ route, status }),
    reload: (what, isTaken) => {
      reloads.inc({ what, result: isTaken ? 'success' : 'failure' })
      isCurrent.set({ what }, isTaken ? 1 : 0)
    },
    certificate: (notAfter) => expiry.set(notAfter.getTime() / 1000),
  }
}
