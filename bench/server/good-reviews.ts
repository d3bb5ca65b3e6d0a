import { deepStrictEqual } from 'node:assert/strict'
import type { V1PodSpec } from '@kubernetes/client-node'
import { injectForKServe } from '../../src/kserve/index.js'
import { applyPatch } from '../../test/oracle/json-patch.js'
import { review, type Target } from '../../test/webhook-server/harness/client.js'
import { answerIn, patchIn } from '../../test/webhook-server/harness/reviews.js'
import { configMapWith } from '../../test/webhook-server/harness/settings.js'
import { issueMetadata, issuePod } from '../pods.js'
import { reviewOf } from '../reviews.js'

export { uid } from '../reviews.js'

export const configMap = configMapWith()

const pod: { readonly metadata: object; readonly spec: V1PodSpec } = { metadata: issueMetadata(), spec: issuePod() }
const injected = injectForKServe(pod, JSON.parse(configMap) as object)

/** What an API server sends for one pod: the pod of kserve#3506 as it comes, and once more with the model in it. */
export const fresh = JSON.stringify(reviewOf(pod.spec))
export const again = JSON.stringify(reviewOf(injected.spec))

/** The patch that is right. Throws where the server's makes something else of the pod than the library does. */
export async function rightPatch(server: Target): Promise<string> {
  const { body } = await review(server, fresh)
  deepStrictEqual(applyPatch(pod, patchIn(body) as Parameters<typeof applyPatch>[1]), injected)
  const second = answerIn((await review(server, again)).body).response
  deepStrictEqual([second.allowed, second.patch], [true, undefined])
  return answerIn(body).response.patch ?? ''
}
