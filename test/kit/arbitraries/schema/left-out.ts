/*
 * What overlays over the whole schema do not say, each with its reason.
 */

const because = (reason: string, type: string, ...fields: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(fields.map((field) => [`${type}.${field}`, reason]))

const inClaims = 'a claim that a pod brings has labels and annotations'

/** Fields that no overlay says, by type and field. */
export const never: Readonly<Record<string, string>> = {
  ...because('no API server takes one in a new pod, so it is a config error', 'PodSpec', 'ephemeralContainers'),
  ...because('an older name of serviceAccountName, which the API server writes over it', 'PodSpec', 'serviceAccount'),
  ...because(inClaims, 'ObjectMeta', 'creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp'),
  ...because(inClaims, 'ObjectMeta', 'finalizers', 'generateName', 'generation', 'managedFields', 'name', 'namespace'),
  ...because(inClaims, 'ObjectMeta', 'ownerReferences', 'resourceVersion', 'selfLink', 'uid'),
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const

/**
 * Fields that others write as well. An overlay that enforces one, or wants it away, fights with them, and no law says who wins: in what is to
 * be stable it may only prefer or include something there.
 */
export const contested: Readonly<Record<string, string>> = {
  ...because('the plugin Priority writes the number of a class, or 0', 'PodSpec', 'priority'),
  ...because('DefaultTolerationSeconds adds two of its own', 'PodSpec', 'tolerations'),
  ...because('the security of a pod is set by other webhooks', 'PodSecurityContext', 'seccompProfile', 'fsGroup'),
  ...because('autoscalers raise it, and a LimitRange fills it in', 'Container', 'resources'),
  ...because('other webhooks add a probe, where there is none', 'Container', ...probes),
  ...because('other webhooks set it on every container', 'Container', 'terminationMessagePath', 'tty'),
  ...because('other webhooks set it on every container', 'Container', 'terminationMessagePolicy'),
  ...because('other webhooks take it away', 'SecurityContext', 'privileged'),
}

const stricter = 'other webhooks make containers safer'

/** Fields to which others add something: an overlay may enforce what it says there, and may not want the whole of it away. */
export const shared: Readonly<Record<string, string>> = {
  ...because('other webhooks add some to every container', 'Container', 'env', 'ports', 'volumeMounts'),
  ...because('other webhooks add some', 'PodSpec', 'imagePullSecrets', 'nodeSelector', 'securityContext'),
  ...because(stricter, 'Container', 'securityContext'),
  ...because(stricter, 'SecurityContext', 'allowPrivilegeEscalation', 'capabilities', 'readOnlyRootFilesystem'),
  ...because(stricter, 'SecurityContext', 'runAsNonRoot'),
  ...because(stricter, 'Capabilities', 'drop'),
}
