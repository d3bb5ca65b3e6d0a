import type { Plugin } from 'esbuild'
import { expect, test } from 'vitest'
import { bundle, run } from './bundle.js'

// The example is a test itself: it passes, and it fails for webhooks that are wrong.

const entry = 'webhook-unit-test/webhook.test.ts'

/** Puts a wrong webhook in the place of the example's. `answer` and `request` are what it has to work with. */
const withWebhook = (body: string): Plugin => ({
  name: 'webhook',
  setup: (build) => {
    build.onLoad({ filter: /unit-test[\\/]webhook\.ts$/ }, () => ({
      contents: `export const mutate = (body) => {
        const { apiVersion, kind, request } = JSON.parse(body)
        const answer = (fields) => JSON.stringify({ apiVersion, kind, response: { uid: request.uid, allowed: true, ...fields } })
        const patch = (operations) => ({ patchType: 'JSONPatch', patch: btoa(JSON.stringify(operations)) })
        ${body}
      }`,
    }))
  },
})

test('it passes', async () => {
  const { code, stdout, stderr } = await run(await bundle(entry))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/pass 4\n/)
})

test.each([
  ['allows everything', 'return answer({})', 3],
  [
    'appends in every call, as KServe 0.12.0 did',
    `return answer(patch([
      { op: 'add', path: '/spec/containers/-', value: { name: 'modelcar', image: 'registry.example/team/llama:1' } },
    ]))`,
    4,
  ],
  ['gives a patch that does not apply', `return answer(patch([{ op: 'add', path: '/spec/none/-', value: 1 }]))`, 4],
  ['gives no answer', `return ''`, 4],
])('it fails for a webhook that %s', async (_, body, failures) => {
  const { code, stdout } = await run(await bundle(entry, [withWebhook(body)]))
  expect(code).toBe(1)
  expect(stdout).toMatch(new RegExp(`fail ${String(failures)}\\n`))
})
