import { beforeAll, expect, inject, test } from 'vitest'
import { applyOverlay, isModelcarError, type Overlay } from '../../src/index.js'
import { containersOf } from '../../src/testing/pod.js'
import { createNamespace, createPod } from './harness.js'
import { messageOf } from './manifests/labelled.js'
import { type OddOverlay, oddOverlays } from './overlay-fields.js'
import { severalAtOnce } from './several-at-once.js'

// Every field of the schema with odd values, asked of the check of overlays and of a live API server. Where the two do not agree stands here, with
// the reason.

const cluster = inject('cluster')

let namespace: string
beforeAll(async () => {
  namespace = await createNamespace(cluster)
})

const podSpec = { containers: [{ name: 'app', image: 'app:1' }] }

/** What the API server says of the pod with what an overlay adds to it, whatever we say of that. */
async function refusalOf({ spec }: OddOverlay['overlay']): Promise<string | undefined> {
  const containers = [...podSpec.containers, ...containersOf({ containers: [], ...spec })]
  const answer = await createPod(cluster, namespace, { metadata: { name: 'pod' }, spec: { ...spec, containers } }, true)
  return answer.code === 201 ? undefined : messageOf(answer)
}

function isRefusedHere(overlay: OddOverlay['overlay']): boolean {
  try {
    applyOverlay(podSpec, overlay as Overlay)
    return false
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return true
  }
}

/** What the cluster decides, and closed lists, which a newer Kubernetes may have more in. */
const notTheOverlays =
  /PriorityClass|RuntimeClass|service account|resource name|Unsupported value|not a valid selector operator|error converting fieldPath/

/** Refused here alone, with the reason. */
const onlyHere: Readonly<Record<string, readonly string[]>> = {
  'this API server has it switched off, and drops it': [
    ...['ClusterTrustBundleProjection', 'DownwardAPIVolumeFile', 'KeyToPath', 'PodCertificateProjection'],
    'ServiceAccountTokenProjection',
  ]
    .map((type) => `${type}.user`)
    .concat(
      ['ConfigMap', 'DownwardAPI', 'Projected', 'Secret'].map((type) => `${type}VolumeSource.defaultUser`),
      'EmptyDirVolumeSource.mode',
    ),
  'an entry that nothing tells from others cannot be merged': [
    ...['EvictionResponder.name', 'LocalObjectReference.name', 'PodSpec.evictionResponders'],
    'PodSpec.imagePullSecrets',
  ],
}

/** Refused there alone, since nothing of it is checked. */
const onlyThere: Readonly<Record<string, readonly string[]>> = {
  'what single vendors take': [
    ...['AWSElasticBlockStoreVolumeSource.partition', 'CSIVolumeSource.driver', 'CSIVolumeSource.nodePublishSecretRef'],
    ...['CinderVolumeSource.secretRef', 'FCVolumeSource.lun', 'FlockerVolumeSource.datasetName'],
    ...['GCEPersistentDiskVolumeSource.partition', 'ISCSIVolumeSource.chapAuthDiscovery'],
    ...['ISCSIVolumeSource.chapAuthSession', 'ISCSIVolumeSource.initiatorName', 'ISCSIVolumeSource.iqn'],
    ...['ISCSIVolumeSource.lun', 'NFSVolumeSource.path', 'QuobyteVolumeSource.registry', 'QuobyteVolumeSource.tenant'],
    ...['StorageOSVolumeSource.secretRef', 'StorageOSVolumeSource.volumeName', 'StorageOSVolumeSource.volumeNamespace'],
  ],
  'what Windows takes': ['gmsaCredentialSpec', 'gmsaCredentialSpecName', 'runAsUserName'].map(
    (field) => `WindowsSecurityContextOptions.${field}`,
  ),
  'what signs certificates': [
    ...['ClusterTrustBundleProjection.name', 'ClusterTrustBundleProjection.signerName'],
    ...['PodCertificateProjection.maxExpirationSeconds', 'PodCertificateProjection.signerName'],
    'PodCertificateProjection.userAnnotations',
  ],
  'a newer Kubernetes may have more resources of its own': [
    ...['PodSpec.overhead', 'ResourceRequirements.limits', 'ResourceRequirements.requests'],
  ],
  'paths of the host, of devices and of keys, with ".."': [
    ...[
      'FileKeySelector.path',
      'GitRepoVolumeSource.directory',
      'HostPathVolumeSource.path',
      'VolumeDevice.devicePath',
    ],
  ],
  'formats of one field each': ['HTTPHeader.name', 'PodDNSConfig.searches', 'Sysctl.name'],
  'what a claim is filled from': [
    ...['PersistentVolumeClaimSpec.dataSource', 'PersistentVolumeClaimSpec.dataSourceRef'],
    ...['TypedLocalObjectReference', 'TypedObjectReference'].flatMap((type) =>
      ['apiGroup', 'kind', 'name'].map((field) => `${type}.${field}`),
    ),
  ],
}

const placesIn = (table: Readonly<Record<string, readonly string[]>>): string[] => Object.values(table).flat().sort()

test('odd values in every field are refused by both, or by none', { timeout: 300_000 }, async () => {
  const [here, there] = [new Set<string>(), new Set<string>()]
  let asked = 0
  await severalAtOnce([...oddOverlays()], async ({ place, overlay }) => {
    const isRefused = isRefusedHere(overlay)
    const refusal = await refusalOf(overlay)
    asked++
    if (isRefused && refusal === undefined) here.add(place)
    if (!isRefused && refusal !== undefined && !notTheOverlays.test(refusal)) there.add(place)
  })
  expect.soft([...here].sort()).toEqual(placesIn(onlyHere))
  expect.soft([...there].sort()).toEqual(placesIn(onlyThere))
  expect(asked).toBeGreaterThan(4000)
})
