/**
 * Values that say what an absent field says: the API server fills them in, or takes absence for them. Only fields that mean one thing
 * wherever they stand. A field that must not be there may hold its default; to remove what the API server fills in again would never end.
 */
const defaults: Readonly<Record<string, unknown>> = {
  dnsPolicy: 'ClusterFirst',
  enableServiceLinks: true,
  failureThreshold: 3,
  hostProcess: false,
  hostUsers: true,
  mountPropagation: 'None',
  periodSeconds: 10,
  privileged: false,
  procMount: 'Default',
  protocol: 'TCP',
  recursiveReadOnly: 'Disabled',
  schedulerName: 'default-scheduler',
  scheme: 'HTTP',
  shareProcessNamespace: false,
  successThreshold: 1,
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  timeoutSeconds: 1,
  volumeMode: 'Filesystem',
}

/** Tells whether a field's value says what its absence says. */
export const isDefault = (field: string, value: unknown): boolean =>
  Object.hasOwn(defaults, field) && defaults[field] === value
