import { expect, test } from 'vitest'
import { issue } from '../webhook-server/harness/certificates.js'
import { blocksOf } from './blocks.js'
import { readPage } from './page-list.js'
import { runBlock } from './run-block.js'
import { typeErrors } from './type-errors.js'

// The server of docs/webhook.md, over real TLS.

const source = blocksOf(readPage('docs/webhook.md')).find(({ text }) => text.includes('node:https'))?.text ?? ''
const pod = { metadata: { name: 'iris' }, spec: { containers: [{ name: 'vllm' }] } }
const request = { uid: '1', operation: 'CREATE', namespace: 'team-a', object: pod }
const review = JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request })

/** Hangs up in the middle of a request, then asks once more, and prints that answer. */
const client = `
import { request as connect } from 'node:https'
const asking = (port) => connect({ host: '127.0.0.1', port, ca: certificate.cert, method: 'POST' })
server.on('listening', () => {
  const { port } = server.address()
  const cut = asking(port).on('error', () => {
    const whole = asking(port).on('response', async (answer) => {
      const { response } = JSON.parse(String(await buffer(answer)))
      console.log(answer.headers['content-type'], response.uid, response.patchType)
      server.close()
    })
    whole.end(${JSON.stringify(review)})
  })
  cut.write('{')
  server.once('request', () => cut.destroy(new Error('gone')))
})
`

test('it answers over TLS, also after a client that hung up', async () => {
  const { key, cert } = await issue()
  const prepared = source
    .replace("readFileSync('tls.key')", () => JSON.stringify(key))
    .replace("readFileSync('tls.crt')", () => JSON.stringify(cert))
    .replace('.listen(8443)', ".listen(0, '127.0.0.1')")
  expect(prepared).not.toContain("readFileSync('")
  const lines = (await runBlock(prepared + client)).trimEnd().split('\n')
  expect(lines).toContain('application/json 1 JSONPatch')
  expect(lines).toContain("{ outcome: 'failed', reason: 'BadRequest' }")
  expect(lines).toContain("{ outcome: 'injected' }")
})

test('it compiles in strict mode', () => {
  expect(source).not.toBe('')
  expect(typeErrors({ server: source })).toEqual([])
})
