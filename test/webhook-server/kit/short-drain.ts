import { load } from '../../../examples/webhook-server/src/load.js'
import { shutDownOnSignal } from '../../../examples/webhook-server/src/shutdown.js'
import { start } from '../../../examples/webhook-server/src/start.js'

// The server's main, but for what is in flight at the end having little time.
shutDownOnSignal(await start(await load(process.env)), { delaySeconds: 0, drainTimeout: 100 })
