import { request, type RequestOptions } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { connect, type TLSSocket } from 'node:tls'
import { defaultLimits } from '../../examples/webhook-server/src/limits.js'
import type { Target } from './harness/client.js'
import { predictor, reviewOf } from './harness/reviews.js'

/*
 * What nobody should send to a webhook, but somebody does.
 */

/** The status of an answer, or that the connection was closed without one. */
type Fate = number | 'closed'

interface Bad {
  /** What a server may do about it. */
  readonly fates: readonly Fate[]
  readonly send: (target: Target) => Promise<Fate>
}

const json = { 'content-type': 'application/json' }
const meta = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' }
const review = JSON.stringify({ ...meta, request: { uid: '1', operation: 'CREATE', object: { spec: {} } } })
const wrongTypes = JSON.stringify({ ...meta, request: { uid: '1', operation: {}, object: [] } })
const mounts = Array.from({ length: 20_000 }, (_, index) => ({
  name: 'kserve-provision-location',
  mountPath: `/mnt/models/${String(index).padEnd(64, '-')}`,
}))
/** 3 MB of what stands in the way, as much as an API server takes. */
const worst = JSON.stringify(
  reviewOf(predictor({ spec: { containers: [{ name: 'kserve-container', volumeMounts: mounts }] } })),
)
const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
const oversized = Buffer.alloc(defaultLimits.bodyLimit + 1024 * 1024, ' ')
const head = 'POST /mutate HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n'

const posting =
  (body: string | Buffer, options: RequestOptions = {}): Bad['send'] =>
  (target) =>
    send(target, { headers: json, ...options }, body)

/** What says that it is JSON is answered with a review that denies it; the rest does not come that far. */
const bad: Readonly<Record<string, Bad>> = {
  'truncated JSON': { fates: [200], send: posting(review.slice(0, -9)) },
  'bytes that are no UTF-8': { fates: [200], send: posting(Buffer.from([0xff, 0xfe, 0x00])) },
  'a list': { fates: [200], send: posting('[]') },
  'wrong types': { fates: [200], send: posting(wrongTypes) },
  'twenty thousand mounts': { fates: [200], send: posting(worst) },
  'a deep object': { fates: [200], send: posting(deep) },
  'another content type': { fates: [415], send: posting(review, { headers: { 'content-type': 'text/plain' } }) },
  'another method': { fates: [405], send: posting(review, { method: 'PUT' }) },
  'another path': { fates: [404], send: posting(review, { path: '/other' }) },
  // The answer comes while the body is still on its way, and may be lost with the connection.
  'an oversized body': { fates: [413, 'closed'], send: posting(oversized) },
  'an oversized body of unknown length': {
    fates: [413, 'closed'],
    send: posting(oversized, { headers: { ...json, 'transfer-encoding': 'chunked' } }),
  },
  'no HTTP': { fates: [400], send: (target) => talk(target, 'hello\r\n\r\n') },
  'half a request': { fates: ['closed'], send: (target) => breakOff(target, `${head}{`) },
}

/** The names of all that is bad. */
export const badKinds = Object.keys(bad)

export interface Flood {
  /** How many of each kind were sent. */
  readonly counts: ReadonlyMap<string, number>
  /** Tells what the server did that it may not do; empty where there is nothing. */
  stop(): Promise<readonly string[]>
}

/** Sends everything bad again and again, all kinds at once, and beside it a review so slowly that it never arrives. */
export function startFlood(target: Target): Flood {
  const controller = new AbortController()
  const { signal } = controller
  const counts = new Map(badKinds.map((kind) => [kind, 0]))
  const faults = new Set<string>()
  const sendOn = async ([kind, { fates, send }]: [string, Bad]): Promise<void> => {
    while (!signal.aborted) {
      const fate = await send(target)
      if (!fates.includes(fate)) faults.add(`${kind}: expected ${fates.join(' or ')}, found ${fate}`)
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
  }
  const running = Promise.all([...Object.entries(bad).map(sendOn), sendSlowly(target, signal)])
  const stop = async (): Promise<readonly string[]> => {
    controller.abort()
    await running
    return [...faults]
  }
  return { counts, stop }
}

const host = '127.0.0.1'

/** No server keeps anyone waiting for so long, in milliseconds. */
const patience = 30_000

const send = (target: Target, options: RequestOptions, body: string | Buffer): Promise<Fate> =>
  new Promise((resolve) => {
    const given = { ...target, host, method: 'POST', path: '/mutate', agent: false as const, ...options }
    const signal = AbortSignal.timeout(patience)
    const outgoing = request({ ...given, signal }, (incoming) => {
      incoming.resume().on('close', () => resolve(incoming.statusCode ?? 'closed'))
    })
    outgoing.on('error', () => resolve('closed')).end(body)
  })

/** Writes a text, and reads the status in what comes back. */
const talk = (target: Target, text: string): Promise<Fate> =>
  new Promise((resolve) => {
    let answer = ''
    open(target, () => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1]) || 'closed'))
      .on('data', (data: Buffer) => (answer += data.toString()))
      .write(text)
  })

const breakOff = (target: Target, text: string): Promise<Fate> =>
  new Promise((resolve) => {
    const socket = open(target, () => resolve('closed'))
    socket.write(text, () => socket.destroy())
  })

async function sendSlowly(target: Target, signal: AbortSignal): Promise<void> {
  let socket = open(target)
  socket.write(head)
  while (!signal.aborted) {
    await wait(20)
    if (socket.destroyed) (socket = open(target)).write(head)
    socket.write(' ')
  }
  socket.destroy()
}

/** A connection, which a server may close without asking. */
function open(target: Target, onClose = (): void => {}): TLSSocket {
  const socket = connect({ ...target, host, timeout: patience })
  return socket
    .on('error', () => {})
    .on('timeout', () => socket.destroy())
    .on('close', onClose)
}
