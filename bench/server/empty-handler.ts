import { defaultLimits } from '../../examples/webhook-server/src/limits.js'
import { listen } from '../../examples/webhook-server/src/listen.js'
import { load } from '../../examples/webhook-server/src/load.js'
import { createServer } from '../../examples/webhook-server/src/server.js'

/*
 * The same server as the webhook's, with the same settings, and a handler that does nothing with the body that it was given.
 */

const { settings, certificate } = await load(process.env)
const app = createServer(certificate.pair, settings.logLevel, defaultLimits, process.stdout)
app.removeAllContentTypeParsers()
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
app.post('/mutate', () => ({}))
await listen(app, settings.host, settings.port)
process.on('SIGTERM', () => process.exit(0))
