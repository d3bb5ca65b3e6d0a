import type { ResolvedConfig } from '../config/resolve.js'
import { preferred, type Overlay } from '../../overlay/overlay.js'

/**
 * KServe's `native` mode (ConfigureOciNativeToContainer, pkg/utils/storage.go): a Kubernetes image volume. No code of the image
 * runs, and the server needs neither its UID nor a shared process namespace.
 * https://kubernetes.io/docs/concepts/storage/volumes/#image
 */
export const imageVolume = (config: ResolvedConfig): Overlay => ({
  spec: {
    volumes: config.models.map(({ volume, image }) => ({
      name: volume,
      image: { reference: image, pullPolicy: config.imagePullPolicy ?? preferred('IfNotPresent') },
    })),
    imagePullSecrets: config.imagePullSecrets.map((name) => ({ name })),
  },
  targets: config.targets,
  target: {
    volumeMounts: config.models.map(({ volume, path, sourcePath }) => ({
      name: volume,
      mountPath: path,
      subPath: sourcePath === '/' ? null : sourcePath.slice(1),
      subPathExpr: null,
      readOnly: true,
      mountPropagation: null,
      bindMountOptions: null,
    })),
  },
})
