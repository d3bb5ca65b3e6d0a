import type { ModelcarConfig } from '../../src/index.js'

/** Every key of a config: the compiler checks that none is missing. */
export const configKeys: Readonly<Record<keyof ModelcarConfig, true>> = {
  image: true,
  models: true,
  mountPath: true,
  sourcePath: true,
  volumeSource: true,
  mode: true,
  targets: true,
  resources: true,
  runAsUser: true,
  runAsGroup: true,
  imagePullPolicy: true,
  imagePullSecrets: true,
  securityContext: true,
  names: true,
  fetch: true,
  enabled: true,
}
