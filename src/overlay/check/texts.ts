import { own } from '../../json.js'
import { misspelt } from '../../input/nearest.js'
import { fault, foundIn, type State } from './state.js'

interface Format {
  readonly pattern: RegExp
  readonly longest: number
  readonly expected: string
}

const label: Format = {
  pattern: /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  expected: 'a DNS label (at most 63 lower case letters, digits and "-")',
}
const portName: Format = {
  // An empty text is none.
  pattern: /^$|^(?!.*--)(?=.*[a-z])[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
  longest: 15,
  expected: 'a port name (at most 15 lower case letters, digits and "-", with a letter among them)',
}
const variable: Format = {
  pattern: /^[ -<>-~]+$/,
  longest: Infinity,
  expected: 'the name of a variable (printable ASCII without "=")',
}
const stated: Format = { pattern: /^[^]+$/, longest: Infinity, expected: 'a string that is not empty' }
const reference: Format = {
  pattern: /^\S(?:[^]*\S)?$/,
  longest: Infinity,
  expected: 'an image reference, without blanks around it',
}

/** What the API server wants of texts, by the type that they are in and the field. */
const formats: Readonly<Record<string, Format>> = {
  'Container.image': reference,
  'Container.name': label,
  'ContainerPort.name': portName,
  'EnvVar.name': variable,
  'PodResourceClaim.name': label,
  'ResourceClaim.name': label,
  'Volume.name': label,
  'VolumeDevice.devicePath': stated,
  'VolumeDevice.name': label,
  'VolumeMount.mountPath': stated,
  'VolumeMount.name': label,
}

/** Values of closed lists. A newer Kubernetes may know more, so only what looks like one of these is refused. */
const choices: Readonly<Record<string, readonly string[]>> = {
  'Container.imagePullPolicy': ['Always', 'IfNotPresent', 'Never'],
  'Container.restartPolicy': ['Always', 'Never', 'OnFailure'],
  'Container.terminationMessagePolicy': ['FallbackToLogsOnError', 'File'],
  'ContainerPort.protocol': ['SCTP', 'TCP', 'UDP'],
  'HTTPGetAction.scheme': ['HTTP', 'HTTPS'],
  'ImageVolumeSource.pullPolicy': ['Always', 'IfNotPresent', 'Never'],
  'PodSpec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'PodSpec.restartPolicy': ['Always', 'Never', 'OnFailure'],
  'SeccompProfile.type': ['Localhost', 'RuntimeDefault', 'Unconfined'],
  'AppArmorProfile.type': ['Localhost', 'RuntimeDefault', 'Unconfined'],
  'Toleration.effect': ['NoExecute', 'NoSchedule', 'PreferNoSchedule'],
  'Toleration.operator': ['Equal', 'Exists'],
  'TopologySpreadConstraint.whenUnsatisfiable': ['DoNotSchedule', 'ScheduleAnyway'],
  'VolumeMount.mountPropagation': ['Bidirectional', 'HostToContainer', 'None'],
}

/** Checks a text by the field that it is in. */
export function checkText(state: State, value: string, holder: string | undefined, name: string, field: string): void {
  const place = `${String(holder)}.${name}`
  const format = own(formats, place)
  if (format !== undefined && (value.length > format.longest || !format.pattern.test(value)))
    return fault(state, 'InvalidValue', field, `expected ${format.expected}, found ${foundIn(value)}`)
  const known = own(choices, place)
  if (known === undefined || known.includes(value)) return
  const meant = misspelt(value, known)
  if (meant === undefined) return
  fault(
    state,
    'InvalidValue',
    field,
    `expected one of ${known.join(', ')}, found ${foundIn(value)}; did you mean ${meant}?`,
  )
}
