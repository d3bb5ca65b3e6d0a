import { own, type JsonObject } from '../../json.js'
import type { Walk } from './walk.js'

/** One field of an overlay, compiled. */
export interface Field {
  /** Records the edits that the field of an object of the pod needs. The walk is at that object. */
  readonly merge: (holder: JsonObject, walk: Walk) => void
}

type Read = (holder: JsonObject) => unknown

/**
 * The fields that modes set. Engines read a name that stands in the code in a fraction of the time of one that is given, the more so as
 * each of these is asked of objects of one kind.
 */
const readers: Readonly<Record<string, Read>> = {
  args: ({ args }) => args,
  command: ({ command }) => command,
  containers: ({ containers }) => containers,
  emptyDir: ({ emptyDir }) => emptyDir,
  env: ({ env }) => env,
  image: ({ image }) => image,
  imagePullPolicy: ({ imagePullPolicy }) => imagePullPolicy,
  imagePullSecrets: ({ imagePullSecrets }) => imagePullSecrets,
  initContainers: ({ initContainers }) => initContainers,
  resizePolicy: ({ resizePolicy }) => resizePolicy,
  resources: ({ resources }) => resources,
  restartPolicy: ({ restartPolicy }) => restartPolicy,
  securityContext: ({ securityContext }) => securityContext,
  shareProcessNamespace: ({ shareProcessNamespace }) => shareProcessNamespace,
  startupProbe: ({ startupProbe }) => startupProbe,
  terminationMessagePolicy: ({ terminationMessagePolicy }) => terminationMessagePolicy,
  value: ({ value }) => value,
  volumeMounts: ({ volumeMounts }) => volumeMounts,
  volumes: ({ volumes }) => volumes,
}

/** Reads a field as JSON would have it: nothing that is only on the prototype (a `nodeSelector` key may be `toString`). */
export function reader(key: string): Read {
  const known = own(readers, key)
  // Stryker disable next-line ConditionalExpression: every field is read alike; these in less time.
  if (known !== undefined) return known
  // Stryker disable next-line ConditionalExpression: what JSON has is its own; to ask takes time.
  if (key in Object.prototype) return (holder) => (Object.hasOwn(holder, key) ? holder[key] : undefined)
  return (holder) => holder[key]
}

/** Tells whether a value is one that the API server leaves out: nothing, `null`, or the zero value of an omitted field. */
export const isOmitted = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0)
