// Shows where a controller's rules (admission.ts) go. Try it without TLS, which the API server insists on:
//
//     PORT=8080 npx tsx examples/admission-controller/server.ts
import { readFileSync } from 'node:fs'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { json } from 'node:stream/consumers'
import { respond } from './admission.js'
import { asReview } from './cast.js'

const { PORT = '8443', TLS_CERT_FILE: cert, TLS_KEY_FILE: key } = process.env

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

const server =
  cert && key ? createHttps({ cert: readFileSync(cert), key: readFileSync(key) }, listener) : createHttp(listener)
server.listen(Number(PORT), () => {
  const address = server.address()
  // PORT=0 is any port that is free.
  console.log(`listening on port ${typeof address === 'object' && address !== null ? address.port : PORT}`)
})
