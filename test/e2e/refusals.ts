import type { V1Container, V1Pod, V1PodSpec } from '@kubernetes/client-node'
import { predictor } from './pods.js'
import { unknownGroup } from './warnings.js'

/** A pod that the webhook refuses. */
export interface Refusal {
  readonly name: string
  readonly pod: V1Pod
  /** What is refused, and why. */
  readonly summary: string
  readonly causes: readonly string[]
  /** What stands in the audit log. */
  readonly audited: { readonly refused: string; readonly causes: string }
}

const pathTaken =
  'spec.containers[0].volumeMounts[0].mountPath: expected nothing at, under or over /mnt/models, found volume models at /mnt/models, which would stand in the way; move it, or choose another mountPath in the config'

const neverCompletes =
  'spec.restartPolicy: expected Always in mode sidecar, found Never: the sidecar never ends, so the pod would never complete; use mode native-sidecar, image-volume or fetch'

const ownVolume = withServer(
  { volumeMounts: [{ name: 'models', mountPath: '/mnt/models' }] },
  { volumes: [{ name: 'models', emptyDir: {} }] },
)

export const refusals: readonly Refusal[] = [
  {
    name: 'one conflict',
    pod: withServer({}, { hostPID: true }),
    summary: 'the model cannot be injected',
    causes: [
      'spec.hostPID: expected no hostPID beside the shared process namespace of this mode, found true; remove it, or use mode image-volume or fetch',
    ],
    audited: { refused: 'Conflict', causes: 'HostPID' },
  },
  {
    name: 'two conflicts at once',
    pod: { ...ownVolume, spec: { ...specOf(ownVolume), restartPolicy: 'Never' } },
    summary: 'the model cannot be injected',
    causes: [pathTaken, neverCompletes],
    audited: { refused: 'Conflict', causes: 'ModelPathTaken,NeverCompletes' },
  },
  {
    name: 'no container that reads the model',
    pod: withServer({ name: 'vllm' }, {}),
    summary: 'the model cannot be injected',
    causes: [
      'spec.containers: expected a container named kserve-container or worker-container to read the model, found vllm; set targets to the containers that read it',
    ],
    audited: { refused: 'Conflict', causes: 'TargetNotFound' },
  },
  {
    name: 'a scheme that is mistyped',
    pod: predictor('oci+fetsch'),
    summary: 'invalid KServe configuration',
    causes: [
      'metadata.annotations[internal.serving.kserve.io/storage-initializer-sourceuri]: expected oci:// or one of oci+modelcar://, oci+native://, oci+fetch:// in lower case, found "oci+fetsch://registry.example/team/model:1"',
    ],
    audited: { refused: 'InvalidConfig', causes: 'InvalidValue' },
  },
]

/** What kubectl prints of a pod that is invalid: the causes, and neither the message nor whose webhook it was. */
export function printedOf({ causes }: Refusal): string {
  const told = causes.length === 1 ? causes.join() : causes.map((cause) => `\n* ${cause}`).join('')
  return `The Pod "predictor" is invalid: ${told}\n`
}

/** What other clients get: the API server puts the webhook's name in front. */
export function messageOf({ summary, causes }: Refusal, namespace: string): string {
  const told = causes.length === 1 ? ` ${causes.join()}` : causes.map((cause) => `\n- ${cause}`).join('')
  return `admission webhook "modelcar.e2e.example" denied the request: pod "${namespace}/predictor": ${summary}:${told}`
}

/** A pod that is stored, with warnings. */
export const warned = {
  pod: withServer({}, { shareProcessNamespace: false }),
  warnings: [
    // Both calls have this one to say, the other only the first.
    unknownGroup(0),
    'spec.shareProcessNamespace was false and is overwritten: this mode links the model through a shared process namespace',
  ],
}

function withServer(server: Partial<V1Container>, more: Partial<V1PodSpec>): V1Pod {
  const pod = predictor('oci')
  const spec = specOf(pod)
  return { ...pod, spec: { ...spec, ...more, containers: spec.containers.map((each) => ({ ...each, ...server })) } }
}

function specOf({ spec }: V1Pod): V1PodSpec {
  if (spec === undefined) throw new Error('expected a pod with a spec')
  return spec
}
