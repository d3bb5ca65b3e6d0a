import { StartError } from './fault.js'
import { defaultLimits } from './limits.js'
import { load } from './load.js'
import { writeByTurn } from './log-stream.js'
import { shutDownOnSignal } from './shutdown.js'
import { createWebhook } from './webhook.js'

// Whoever reads the log may stop; pods still have to get their models.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

try {
  const loaded = await load(process.env)
  const log = writeByTurn((text) => process.stdout.write(text))
  const webhook = createWebhook(loaded, defaultLimits, log)
  // Before anyone can know that it listens, and end it.
  shutDownOnSignal(webhook, {
    delaySeconds: loaded.settings.shutdownDelaySeconds,
    drainTimeout: defaultLimits.drainTimeout,
  })
  await webhook.listen()
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
