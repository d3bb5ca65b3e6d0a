import type { ResolvedConfig } from '../config/resolve.js'
import { parentPath } from '../../kubernetes/clean-path.js'
import { preferred, type Overlay } from '../../overlay/overlay.js'
import {
  applied,
  asyncVariable,
  endsByItself,
  image,
  linkMount,
  prefetchSecurityContext,
  resources,
  sidecarSecurityContext,
  targetSecurityContext,
  volume,
} from './parts.js'
import { linkCommand, prefetchCommand } from './script.js'
import { noUsers } from '../user.js'

/**
 * KServe's `modelcar` mode (ConfigureModelcarToContainer, pkg/utils/storage.go): a sidecar of the model's image links its own
 * `/models` into a volume that it shares with the server, and an init container of the same image has it pulled before.
 */
export function sidecar(config: ResolvedConfig, users = noUsers): Overlay {
  const { follows } = users
  const ofPrefetch = prefetchSecurityContext(config, users)
  const ofSidecar = sidecarSecurityContext(config, follows)
  return {
    spec: {
      volumes: config.volumes.map(({ name }) => volume(config, name)),
      initContainers: config.models.map((model) => ({
        name: model.initContainer,
        image: image(model),
        command: prefetchCommand(model, applied(config, model, ofPrefetch, follows)),
        args: null,
        resources: resources(config),
        imagePullPolicy: config.imagePullPolicy,
        securityContext: ofPrefetch,
        terminationMessagePolicy: preferred('FallbackToLogsOnError'),
        ...endsByItself,
      })),
      containers: config.models.map((model) => ({
        name: model.sidecar,
        image: image(model),
        command: linkCommand(model, applied(config, model, ofSidecar, follows)),
        args: null,
        resources: resources(config),
        volumeMounts: [linkMount({ name: model.volume, path: parentPath(model.path) })],
        imagePullPolicy: config.imagePullPolicy,
        securityContext: ofSidecar,
        terminationMessagePolicy: preferred('FallbackToLogsOnError'),
      })),
      imagePullSecrets: config.imagePullSecrets.map((name) => ({ name })),
      shareProcessNamespace: true,
    },
    targets: config.targets,
    target: {
      env: [asyncVariable],
      volumeMounts: config.volumes.map(linkMount),
      securityContext: targetSecurityContext(config),
    },
  }
}
