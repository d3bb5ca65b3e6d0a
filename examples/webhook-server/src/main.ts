import { StartError } from './fault.js'
import { defaultLimits } from './limits.js'
import { load } from './load.js'
import { shutDownOnSignal } from './shutdown.js'
import { start } from './start.js'

try {
  const loaded = await load(process.env)
  const running = await start(loaded)
  shutDownOnSignal(running, {
    delaySeconds: loaded.settings.shutdownDelaySeconds,
    drainTimeout: defaultLimits.drainTimeout,
  })
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
