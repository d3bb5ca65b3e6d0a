import fc from 'fast-check'
import type { Fields } from '../json.js'
import { oneOf } from './values.js'

/** Sources of a volume that containers can write to. */
const writableSource: fc.Arbitrary<Fields> = oneOf<Fields>(
  { emptyDir: {} },
  { emptyDir: { medium: 'Memory', sizeLimit: '1.5Gi' } },
  { emptyDir: { sizeLimit: '2048Mi' } },
  { persistentVolumeClaim: { claimName: 'store' } },
  { persistentVolumeClaim: { claimName: 'store', readOnly: false } },
  { hostPath: { path: '/var/cache' } },
  {
    ephemeral: {
      volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } } },
    },
  },
  { csi: { driver: 'csi.example.com', volumeAttributes: { share: 'a' } } },
  { nfs: { server: 'files', path: '/' } },
  {},
  { emptyDir: null },
  { emptyDir: {}, hostPath: null },
)

/** Sources of a volume that nothing can be written to. */
const readOnlySource: fc.Arbitrary<Fields> = oneOf<Fields>(
  { persistentVolumeClaim: { claimName: 'store', readOnly: true } },
  { configMap: { name: 'settings' } },
  { configMap: { name: 'settings', defaultMode: 0o400, optional: true, items: [{ key: 'a', path: 'a' }] } },
  { secret: { secretName: 'keys' } },
  { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
  { image: { reference: 'example/data:1' } },
  { csi: { driver: 'csi.example.com', readOnly: true } },
  {
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token', audience: 'istio-ca' } },
        { configMap: { name: 'ca', items: [{ key: 'a', path: 'a' }] } },
      ],
    },
  },
)

/** Names that volumes have; the token's is the one that the ServiceAccount plugin gives. */
const volumeName: fc.Arbitrary<string> = fc.constantFrom(
  'data',
  'cache',
  'config',
  'keys',
  'istio-envoy',
  'workload-socket',
  'kube-api-access-x7k2p',
  'store',
  'shm',
  'mnt-data',
  '0',
  'token',
)

/** A volume that nobody would take for ours. */
export const volume: fc.Arbitrary<Fields> = fc
  .tuple(volumeName, fc.oneof(writableSource, readOnlySource))
  .map(([name, source]) => ({ name, ...source }))
