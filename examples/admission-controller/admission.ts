import { isModelcarError, planModelcar, type Cause, type Operation, type PodLike } from 'modelcar'

// An admission controller with rules of its own beside the injection. It answers reviews itself, so its own operations and
// the plan's go into one patch; `admit` of modelcar/admission is for a webhook that only injects.

const prefix = 'models.example'
/** Asks for a model: `models.example/image: oci://registry.example/team/llama:1`. */
export const imageAnnotation = `${prefix}/image`
/** Asks for none, whatever the annotation says: `models.example/inject: "false"`. */
export const optOutLabel = `${prefix}/inject`
/** What every pod with a model gets, so that they can be selected. */
export const modelLabel = `${prefix}/model`

const allowedRegistries: readonly string[] = ['registry.example', 'mirror.example:5000']

/** As much of an AdmissionRequest of `admission.k8s.io/v1` as the rules look at. */
export interface AdmissionRequest {
  readonly uid: string
  readonly operation: string
  readonly resource: { readonly resource: string }
  readonly subResource?: string
  readonly object: PodLike | null
}

export interface AdmissionResponse {
  readonly uid: string
  readonly allowed: boolean
  readonly status?: object
  readonly patchType?: 'JSONPatch'
  readonly patch?: string
  readonly warnings?: readonly string[]
  readonly auditAnnotations?: { readonly skipped: string }
}

/** What a pod gets: operations on the pod, a reason why there are none, or why the pod may not be. */
type Decision =
  | { readonly operations: readonly Operation[]; readonly warnings: readonly string[] }
  | { readonly skipped: string }
  | { readonly denied: { readonly code: 403 | 422; readonly message: string; readonly causes: readonly object[] } }

/** Answers a request: a pure function, so the server around it stays a few lines, and a test needs none. */
export function respond(request: AdmissionRequest): AdmissionResponse {
  const { uid } = request
  const decision = decide(request)
  if ('skipped' in decision) return { uid, allowed: true, auditAnnotations: decision }
  if ('denied' in decision) {
    const { code, message, causes } = decision.denied
    const reason = code === 403 ? 'Forbidden' : 'Invalid'
    return { uid, allowed: false, status: { code, reason, message, details: { kind: 'Pod', causes } } }
  }
  const { operations, warnings } = decision
  if (operations.length === 0) return { uid, allowed: true, warnings }
  const patch = Buffer.from(JSON.stringify(operations)).toString('base64')
  return { uid, allowed: true, patchType: 'JSONPatch', patch, warnings }
}

function decide({ operation, resource, subResource = '', object: pod }: AdmissionRequest): Decision {
  if (operation !== 'CREATE' || resource.resource !== 'pods' || subResource !== '' || pod === null) {
    return { skipped: 'only pods that are created can get a model' }
  }
  const { labels, annotations } = pod.metadata ?? {}
  const image = annotations?.[imageAnnotation]
  if (image === undefined) return { skipped: `no annotation ${imageAnnotation}` }
  if (labels?.[optOutLabel] === 'false') return { skipped: `opted out by the label ${optOutLabel}` }
  if (!allowedRegistries.includes(registryOf(image))) return deny(image)
  try {
    const { patch, warnings } = planModelcar(pod.spec ?? { containers: [] }, { image })
    return {
      // The label's path is the pod's already; the plan's are relative to the pod spec.
      operations: [...labelOperations(labels), ...patch.map((each) => ({ ...each, path: `/spec${each.path}` }))],
      warnings: warnings.map(({ field, message }) => `${field}: ${message}`),
    }
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return { denied: { code: 422, message: error.message, causes: error.causes.map(causeOf) } }
  }
}

/** The host itself is compared: `registry.example.evil.test` begins with an allowed one. */
const registryOf = (image: string): string => image.replace(/^oci:\/\//, '').split('/', 1)[0] ?? ''

function deny(image: string): Decision {
  const field = `metadata.annotations[${imageAnnotation}]`
  const message = `expected a model from ${allowedRegistries.join(' or ')}, found ${JSON.stringify(image)}`
  return {
    denied: { code: 403, message: `${field}: ${message}`, causes: [causeOf({ code: 'InvalidValue', field, message })] },
  }
}

const causeOf = ({ field, message }: Cause): object => ({ reason: 'FieldValueInvalid', field, message })

/**
 * Idempotent like the plan: the API server calls again once another webhook has changed the pod, and a patch that says nothing
 * new would make it call the others again. `add` needs the map that it adds to, and `/` in a key is written `~1`.
 */
function labelOperations(labels: Readonly<Record<string, string>> | undefined): readonly Operation[] {
  if (labels === undefined) return [{ op: 'add', path: '/metadata/labels', value: { [modelLabel]: 'true' } }]
  if (labels[modelLabel] === 'true') return []
  return [{ op: 'add', path: `/metadata/labels/${modelLabel.replace('/', '~1')}`, value: 'true' }]
}
