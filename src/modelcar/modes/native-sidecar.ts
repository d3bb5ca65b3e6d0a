import type { ResolvedConfig } from '../config/resolve.js'
import { parentPath } from '../../kubernetes/clean-path.js'
import { preferred, type Overlay } from '../../overlay/overlay.js'
import { applied, image, linkMount, resources, sidecarSecurityContext, targetSecurityContext, volume } from './parts.js'
import { checkedLinkCommand, linkedCommand } from './script.js'
import { noUsers } from '../user.js'

/**
 * The link of the `sidecar` mode, made by an init container that stays (`restartPolicy: Always`, Kubernetes 1.29). The kubelet
 * starts what comes after it once its startup probe has read the model through the link, so the server needs no patience, and
 * the pod can complete.
 * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export const nativeSidecar = (config: ResolvedConfig, { follows } = noUsers): Overlay => ({
  spec: {
    volumes: config.volumes.map(({ name }) => volume(config, name)),
    initContainers: config.models.map((model) => ({
      name: model.sidecar,
      image: image(model),
      restartPolicy: 'Always',
      command: checkedLinkCommand(model, applied(config, model, sidecarSecurityContext(config, follows), follows)),
      args: null,
      startupProbe: {
        exec: { command: linkedCommand(model) },
        periodSeconds: preferred(1),
        timeoutSeconds: preferred(10),
        failureThreshold: preferred(60),
      },
      resources: resources(config),
      volumeMounts: [linkMount({ name: model.volume, path: parentPath(model.path) })],
      imagePullPolicy: config.imagePullPolicy,
      securityContext: sidecarSecurityContext(config, follows),
      terminationMessagePolicy: preferred('FallbackToLogsOnError'),
    })),
    imagePullSecrets: config.imagePullSecrets.map((name) => ({ name })),
    shareProcessNamespace: true,
  },
  targets: config.targets,
  target: {
    volumeMounts: config.volumes.map(linkMount),
    securityContext: targetSecurityContext(config),
  },
})
