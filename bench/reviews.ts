import type { V1PodSpec } from '@kubernetes/client-node'
import type { Fields } from '../src/testing/json.js'
import { fieldsV1 } from './managed-fields.js'
import { issueMetadata } from './pods.js'

/** The UID of every review; whoever wants more replaces it. */
export const uid = '705ab4f5-6393-11e8-b7cc-42010a800002'

const pods = { group: '', version: 'v1', resource: 'pods' }
const kind = { group: '', version: 'v1', kind: 'Pod' }

/** An AdmissionReview as an API server sends it for a pod that the ReplicaSet controller creates. */
export function reviewOf(spec: V1PodSpec, request: Fields = {}): Fields {
  const metadata = ownMetadata()
  const set = { metadata: fieldsV1(metadata), spec: fieldsV1(spec) }
  return {
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: {
      uid,
      kind,
      resource: pods,
      requestKind: kind,
      requestResource: pods,
      namespace: metadata.namespace,
      operation: 'CREATE',
      userInfo: {
        username: 'system:serviceaccount:kube-system:replicaset-controller',
        uid: '5b0d0f3e-93f3-4f0e-b8ad-0dcd8a8c0c5d',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
      },
      object: {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: { ...metadata, managedFields: [managedBy(set)] },
        spec,
        status: {},
      },
      oldObject: null,
      dryRun: false,
      options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
      ...request,
    },
  }
}

const created = '2026-01-05T10:00:00Z'

function ownMetadata() {
  const { generateName = '', ...metadata } = issueMetadata()
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: generateName.slice(0, -1), controller: true }
  return {
    generateName,
    ...metadata,
    creationTimestamp: null,
    ownerReferences: [{ ...owner, uid: '0d4d2f1e-5e0a-4f5b-8d2c-7b1f5a3c9e10', blockOwnerDeletion: true }],
  }
}

const managedBy = (set: { readonly metadata: Fields; readonly spec: Fields }): Fields => ({
  manager: 'kube-controller-manager',
  operation: 'Update',
  apiVersion: 'v1',
  time: created,
  fieldsType: 'FieldsV1',
  fieldsV1: { 'f:metadata': set.metadata, 'f:spec': set.spec },
})
