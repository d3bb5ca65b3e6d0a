// Shows where a controller's rules (admission.ts) go. Try it without TLS, which the API server insists on:
//
//     PORT=8080 npx tsx examples/admission-controller/server.ts
import { once } from 'node:events'
import { createServer as createHttp, type RequestListener, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { json } from 'node:stream/consumers'
import { respond } from './admission.js'
import { asReview } from './cast.js'
import { readSettings, reasonOf, StartError, type Settings } from './settings.js'

const listener: RequestListener = (incoming, outgoing) => {
  json(incoming)
    .then((review) => {
      const { apiVersion, kind, request } = asReview(review)
      outgoing
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ apiVersion, kind, response: respond(request) }))
    })
    .catch((error: unknown) => outgoing.writeHead(400).end(String(error)))
}

function createServer({ pair }: Settings): Server {
  if (pair === undefined) return createHttp(listener)
  try {
    return createHttps(pair, listener)
  } catch (error) {
    throw new StartError(`TLS_CERT_FILE, TLS_KEY_FILE: expected a certificate and its key as PEM: ${reasonOf(error)}`)
  }
}

async function listen(settings: Settings): Promise<void> {
  const server = createServer(settings).listen(settings.port)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new StartError(`PORT: the server cannot listen on it: ${reasonOf(error)}`)
  }
  const address = server.address()
  // PORT=0 is any port that is free.
  console.log(`listening on port ${typeof address === 'object' && address !== null ? address.port : settings.port}`)
}

try {
  await listen(readSettings(process.env))
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
