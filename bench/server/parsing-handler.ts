import { defaultLimits } from '../../examples/webhook-server/src/limits.js'
import { listen } from '../../examples/webhook-server/src/listen.js'
import { load } from '../../examples/webhook-server/src/load.js'
import { createServer } from '../../examples/webhook-server/src/server.js'

/*
 * The same server as the webhook's, with the same settings, and a handler that parses the JSON and answers a constant: what no
 * webhook in JavaScript does with less.
 */

const { settings, certificate } = await load(process.env)
const app = createServer(certificate.pair, settings.logLevel, defaultLimits, process.stdout)
app.removeAllContentTypeParsers()
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

const answer = {
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  response: { uid: '705ab4f5-6393-11e8-b7cc-42010a800002', allowed: true },
}
let parsed: unknown
app.post<{ Body: Buffer }>('/mutate', ({ body }) => {
  parsed = JSON.parse(body.toString())
  return answer
})
await listen(app, settings.host, settings.port)
process.on('SIGTERM', () => process.exit(parsed === undefined ? 1 : 0))
