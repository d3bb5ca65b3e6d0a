import type { LabelSelector, Quantities, Quantity } from './v1.js'

/** A file that a key becomes. */
export interface KeyToPath {
  key: string
  path: string
  mode?: number | undefined
}

/** `v1.DownwardAPIVolumeFile`: a field of the pod as a file. */
export interface DownwardAPIFile {
  path: string
  fieldRef?: { fieldPath: string; apiVersion?: string | undefined } | undefined
  resourceFieldRef?:
    { resource: string; containerName?: string | undefined; divisor?: Quantity | undefined } | undefined
  mode?: number | undefined
}

interface NamedProjection {
  name?: string | undefined
  items?: KeyToPath[] | undefined
  optional?: boolean | undefined
}

/** `v1.VolumeProjection`: one source of a projected volume. */
export interface VolumeProjection {
  configMap?: NamedProjection | undefined
  secret?: NamedProjection | undefined
  downwardAPI?: { items?: DownwardAPIFile[] | undefined } | undefined
  serviceAccountToken?:
    { path: string; audience?: string | undefined; expirationSeconds?: number | undefined } | undefined
  clusterTrustBundle?:
    | {
        path: string
        name?: string | undefined
        signerName?: string | undefined
        optional?: boolean | undefined
        labelSelector?: LabelSelector | undefined
      }
    | undefined
  podCertificate?:
    | {
        signerName: string
        keyType: string
        maxExpirationSeconds?: number | undefined
        credentialBundlePath?: string | undefined
        keyPath?: string | undefined
        certificateChainPath?: string | undefined
        userAnnotations?: { [annotation: string]: string } | undefined
      }
    | undefined
}

/** The claim that is made for a pod, and goes with it. */
export interface PersistentVolumeClaimTemplate {
  metadata?:
    | { labels?: { [label: string]: string } | undefined; annotations?: { [annotation: string]: string } | undefined }
    | undefined
  spec: {
    accessModes?: string[] | undefined
    resources?: { limits?: Quantities | undefined; requests?: Quantities | undefined } | undefined
    selector?: LabelSelector | undefined
    storageClassName?: string | undefined
    volumeAttributesClassName?: string | undefined
    volumeMode?: string | undefined
    volumeName?: string | undefined
    dataSource?: { apiGroup?: string | undefined; kind: string; name: string } | undefined
    dataSourceRef?:
      { apiGroup?: string | undefined; kind: string; name: string; namespace?: string | undefined } | undefined
  }
}

/** A volume: its name, and one source. */
export interface Volume {
  name: string
  emptyDir?: { medium?: string | undefined; sizeLimit?: Quantity | undefined } | undefined
  configMap?:
    | {
        name?: string | undefined
        items?: KeyToPath[] | undefined
        defaultMode?: number | undefined
        optional?: boolean | undefined
      }
    | undefined
  secret?:
    | {
        secretName?: string | undefined
        items?: KeyToPath[] | undefined
        defaultMode?: number | undefined
        optional?: boolean | undefined
      }
    | undefined
  downwardAPI?: { items?: DownwardAPIFile[] | undefined; defaultMode?: number | undefined } | undefined
  projected?: { sources?: VolumeProjection[] | undefined; defaultMode?: number | undefined } | undefined
  persistentVolumeClaim?: { claimName: string; readOnly?: boolean | undefined } | undefined
  ephemeral?: { volumeClaimTemplate?: PersistentVolumeClaimTemplate | undefined } | undefined
  hostPath?: { path: string; type?: string | undefined } | undefined
  image?: { reference?: string | undefined; pullPolicy?: string | undefined } | undefined
  csi?:
    | {
        driver: string
        readOnly?: boolean | undefined
        fsType?: string | undefined
        volumeAttributes?: { [attribute: string]: string } | undefined
        nodePublishSecretRef?: { name?: string | undefined } | undefined
      }
    | undefined
  nfs?: { server: string; path: string; readOnly?: boolean | undefined } | undefined
  iscsi?:
    | {
        targetPortal: string
        iqn: string
        lun: number
        portals?: string[] | undefined
        iscsiInterface?: string | undefined
        fsType?: string | undefined
        readOnly?: boolean | undefined
        initiatorName?: string | undefined
        chapAuthDiscovery?: boolean | undefined
        chapAuthSession?: boolean | undefined
        secretRef?: { name?: string | undefined } | undefined
      }
    | undefined
  fc?:
    | {
        targetWWNs?: string[] | undefined
        wwids?: string[] | undefined
        lun?: number | undefined
        fsType?: string | undefined
        readOnly?: boolean | undefined
      }
    | undefined
}
