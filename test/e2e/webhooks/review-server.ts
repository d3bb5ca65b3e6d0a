import { once } from 'node:events'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import type { V1Pod } from '@kubernetes/client-node'
import { createPatch } from 'rfc6902'
import { loopbackCertificate } from '../harness.js'
import type { Endpoint } from './webhook.js'

/** Answers admission reviews in this process, over TLS; `answer` gets the text of one and gives what is sent back as JSON. */
export async function serveReviews(answer: (review: string) => unknown): Promise<Endpoint> {
  const certificate = await loopbackCertificate()
  const server = createServer(certificate, (request, response) => {
    void text(request).then((review) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(answer(review)))
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return {
    url: `https://127.0.0.1:${address.port}/mutate`,
    ca: certificate.cert,
    stop: async () => {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

/** What a webhook of somebody else's answers. */
export function answerWith(mutate: (pod: V1Pod) => V1Pod): (review: string) => unknown {
  return (review) => {
    const { request } = JSON.parse(review) as { request: { uid: string; object: V1Pod } }
    const patch = createPatch(request.object, mutate(request.object))
    const patched = { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') }
    return {
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: request.uid, allowed: true, ...(patch.length > 0 && patched) },
    }
  }
}
