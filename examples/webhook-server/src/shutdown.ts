import { setTimeout as wait } from 'node:timers/promises'
import type { Webhook } from './webhook.js'

export interface ShutdownTimes {
  /** For how long requests are still expected, because the endpoints are not yet without this pod everywhere. */
  readonly delaySeconds: number
  /** For how long what is in flight may take after that, in milliseconds. */
  readonly drainTimeout: number
}

/** Under npm, Ctrl-C comes twice: from the terminal, and passed on by npm. That is one wish, not two. */
const sameWish = 500

/**
 * Ends the process at SIGTERM or SIGINT: with 0 when everything in flight is finished, with 1 when that takes too long, or at once
 * when a second signal comes.
 */
export function shutDownOnSignal(webhook: Webhook, times: ShutdownTimes): void {
  let since: number | undefined
  const onSignal = (signal: NodeJS.Signals): void => {
    if (since === undefined) {
      since = performance.now()
      void shutDown(webhook, signal, times)
    } else if (performance.now() - since > sameWish) {
      giveUp(webhook, `second signal, ${signal}`)
    }
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

async function shutDown(
  webhook: Webhook,
  signal: string,
  { delaySeconds, drainTimeout }: ShutdownTimes,
): Promise<void> {
  const { log } = webhook
  log.info({ signal, delaySeconds }, 'draining')
  webhook.drain()
  await wait(delaySeconds * 1000)
  setTimeout(() => giveUp(webhook, 'requests in flight take too long'), drainTimeout)
  await webhook.close()
  log.info('stopped')
  process.exit(0)
}

function giveUp(webhook: Webhook, why: string): void {
  webhook.log.error({ why }, 'stopped at once')
  process.exit(1)
}
