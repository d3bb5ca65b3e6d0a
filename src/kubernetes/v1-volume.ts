import type { Quantity } from './v1.js'

/** A file that a key becomes. */
export interface KeyToPath {
  key: string
  path: string
  mode?: number | undefined
}

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
        labelSelector?: object | undefined
      }
    | undefined
  podCertificate?: object | undefined
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
  ephemeral?: { volumeClaimTemplate?: object | undefined } | undefined
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
  iscsi?: object | undefined
  fc?: object | undefined
}
