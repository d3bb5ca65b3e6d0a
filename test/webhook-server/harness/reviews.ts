import type { AuditAnnotations } from '../../../src/admission/index.js'
// What KServe's controller writes into the pods of an InferenceService, in its own words and not in the library's.
const inferenceService = 'serving.kserve.io/inferenceservice'
export const sourceUri = 'internal.serving.kserve.io/storage-initializer-sourceuri'

export const secret = 'a-value-that-no-log-may-have'

interface PodFields {
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly spec?: object
}

/** A predictor's pod as KServe's controller makes it, with a secret in it. */
export const predictor = ({ labels, annotations, spec }: PodFields = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    generateName: 'iris-predictor-',
    labels: labels ?? { [inferenceService]: 'iris' },
    annotations: annotations ?? { [sourceUri]: 'oci://registry.example/team/iris:1' },
  },
  spec: {
    containers: [{ name: 'kserve-container', image: 'server:1', env: [{ name: 'PASSWORD', value: secret }] }],
    ...spec,
  },
})

export const uid = '705ab4f5-6393-11e8-b7cc-42010a800002'

/** The review that an API server sends for a pod that is created. */
export const reviewOf = (object: unknown, fields: object = {}) => ({
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid,
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    namespace: 'team-a',
    operation: 'CREATE',
    dryRun: false,
    object,
    ...fields,
  },
})

export interface ReviewAnswer {
  readonly apiVersion: string
  readonly kind: string
  readonly response: {
    readonly uid: string
    readonly allowed: boolean
    readonly patch?: string
    readonly status?: { readonly code: number; readonly message: string }
    readonly auditAnnotations?: AuditAnnotations
  }
}

export const answerIn = (body: string): ReviewAnswer => JSON.parse(body) as ReviewAnswer

interface Operation {
  readonly op: string
  readonly path: string
  readonly value: unknown
}

/** The patch of an answer, as an API server decodes it. */
export const patchIn = (body: string): readonly Operation[] =>
  JSON.parse(Buffer.from(answerIn(body).response.patch ?? '', 'base64').toString('utf8')) as Operation[]
