import {
  ApiException,
  type AppsV1Api,
  PatchStrategy,
  setHeaderOptions,
  type V1Deployment,
} from '@kubernetes/client-node'
import { isModelcarError } from 'modelcar'
import { applyConfiguration, fieldManager, OwnedByOthersError } from './apply-configuration.js'
import { parseFields } from './fields.js'

export type Outcome =
  | { readonly outcome: 'ignored' | 'unchanged' | 'applied' }
  /** A person has to do something about it. */
  | { readonly outcome: 'refused'; readonly message: string }

const serverSideApply = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply)

/** Makes a Deployment have its model, or have it no longer; it may be called any number of times. */
export async function reconcile(client: AppsV1Api, deployment: V1Deployment): Promise<Outcome> {
  try {
    const body = applyConfiguration(deployment)
    if (body === undefined) return { outcome: 'ignored' }
    const { name, namespace } = body.metadata
    // Without `force`: what another manager has set otherwise is not overwritten, but told.
    const applied = await client.patchNamespacedDeployment({ name, namespace, body, fieldManager }, serverSideApply)
    const isUnchanged = applied.metadata?.resourceVersion === deployment.metadata?.resourceVersion
    return { outcome: isUnchanged ? 'unchanged' : 'applied' }
  } catch (error) {
    const message = refusalIn(error)
    if (message === undefined) throw error
    return { outcome: 'refused', message }
  }
}

/** Of a pod that cannot have the model, of fields of other managers (409), or of an invalid result (422). */
function refusalIn(error: unknown): string | undefined {
  if (isModelcarError(error) || error instanceof OwnedByOthersError) return error.message
  if (!(error instanceof ApiException) || ![409, 422].includes(error.code)) return undefined
  // A Status of the API server.
  const { message } = parseFields(String(error.body))
  return typeof message === 'string' ? message : undefined
}
