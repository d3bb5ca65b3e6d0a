import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Limits } from './limits.js'

type OnRequest = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void

/**
 * Lets one large review in at a time, from before its body is read until its answer is out. To parse and answer one takes so long that
 * several in a row would keep all others waiting, a probe of the kubelet's too, and each is many times as large in memory as on its way.
 * Until its turn comes a body stays with whoever sends it; `requestTimeout` ends a wait that is too long.
 *
 * @param largeReview - from how many bytes on a review counts as large; one that does not tell its length does so too.
 * @param bodyLimit - what says that it has more is refused at once, and needs no turn.
 */
export function oneLargeAtATime({ largeReview, bodyLimit }: Pick<Limits, 'largeReview' | 'bodyLimit'>): OnRequest {
  let turn: Promise<unknown> = Promise.resolve()
  return ({ headers }, reply, done) => {
    const length = Number(headers['content-length'] ?? bodyLimit)
    if (length < largeReview || length > bodyLimit) return done()
    // Comes also where the connection is lost while it waits.
    const isOver = new Promise((resolve) => reply.raw.once('close', resolve))
    const begins = turn
    turn = begins.then(() => isOver)
    void begins.then(done)
  }
}
