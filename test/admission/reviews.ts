import type { AdmissionReviewResponse } from '../../src/admission/index.js'
import type { Fields } from '../../src/testing/json.js'
import type { Operation } from '../../src/testing/json-patch.js'

export const uid = '705ab4f5-6393-11e8-b7cc-42010a800002'
export const image = 'registry.example/team/model:1'

export const pod = (spec: unknown = { containers: [{ name: 'kserve-container' }] }, metadata: Fields = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'iris', namespace: 'team-a', ...metadata },
  spec,
})

/** A request as the API server sends it for a pod that is created. */
export const requestOf = (object: unknown, fields: Fields = {}): Fields => ({
  uid,
  kind: { group: '', version: 'v1', kind: 'Pod' },
  resource: { group: '', version: 'v1', resource: 'pods' },
  requestKind: { group: '', version: 'v1', kind: 'Pod' },
  requestResource: { group: '', version: 'v1', resource: 'pods' },
  name: 'iris',
  namespace: 'team-a',
  operation: 'CREATE',
  userInfo: { username: 'admin', groups: ['system:authenticated'] },
  object,
  oldObject: null,
  dryRun: false,
  options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
  ...fields,
})

export const reviewOf = (object: unknown, fields: Fields = {}, apiVersion = 'admission.k8s.io/v1'): Fields => ({
  kind: 'AdmissionReview',
  apiVersion,
  request: requestOf(object, fields),
})

/** The operations of an answer, decoded as the API server does; undefined where it has none. */
export function patchOf({ response: { patch } }: AdmissionReviewResponse): Operation[] | undefined {
  if (patch === undefined) return undefined
  return JSON.parse(Buffer.from(patch, 'base64').toString('utf8')) as Operation[]
}
