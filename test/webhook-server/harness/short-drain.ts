import { load } from '../../../examples/webhook-server/src/load.js'
import { shutDownOnSignal } from '../../../examples/webhook-server/src/shutdown.js'
import { createWebhook } from '../../../examples/webhook-server/src/webhook.js'

// The server's main, but for what is in flight at the end having little time.
const webhook = createWebhook(await load(process.env))
shutDownOnSignal(webhook, { delaySeconds: 0, drainTimeout: 100 })
await webhook.listen()
