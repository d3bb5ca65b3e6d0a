import type { V1Deployment } from '@kubernetes/client-node'
import { createInjector, type ModelcarConfig, type PodSpecLike } from 'modelcar'
import { difference } from './difference.js'
import type { Fields } from './fields.js'
import { hasApplied, withoutOwnedFields } from './owned-fields.js'

export const fieldManager = 'modelcar-controller'

/** On the Deployment: the image of its model, and the container that reads it where that has none of KServe's names. */
export const annotations = { image: 'models.example/image', target: 'models.example/target' }

type Annotations = Readonly<Record<string, string>>

/** What is applied to a Deployment: all that the controller wants to own of it, and nothing else. */
export interface ApplyConfiguration {
  readonly apiVersion: 'apps/v1'
  readonly kind: 'Deployment'
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string }
  readonly spec?: { readonly template: { readonly spec: Fields } }
}

/** Thrown where something must not be there, and others own it: Server-Side Apply removes only what its manager applied before. */
export class OwnedByOthersError extends Error {
  override readonly name = 'OwnedByOthersError'

  constructor(paths: readonly string[]) {
    super(`expected what other field managers own to be absent; remove it: ${paths.join(', ')}`)
  }
}

/**
 * The fields that the controller has to own in a Deployment, or undefined where it has nothing to do with it. They do not depend
 * on what it owns already, so that what it applies is the same each time, and whatever it no longer names goes.
 *
 * @throws what `injectModelcar` throws, and {@link OwnedByOthersError}.
 */
export function applyConfiguration({ metadata, spec }: V1Deployment): ApplyConfiguration | undefined {
  const managedFields = metadata?.managedFields ?? []
  const config = configOf(metadata?.annotations ?? {})
  if (config === undefined && !hasApplied(managedFields, fieldManager)) return undefined
  // By its UID it is this Deployment, and not another one that has its name in the meantime.
  const identity = { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '', uid: metadata?.uid ?? '' }
  const empty = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: identity } as const
  if (config === undefined) return empty

  const others = withoutOwnedFields({ spec }, managedFields, fieldManager)
  const podSpec: PodSpecLike = others.spec?.template.spec ?? { containers: [] }
  const injector = createInjector(config)
  const removed = injector.plan(podSpec).patch.filter(({ op }) => op === 'remove')
  if (removed.length > 0) {
    throw new OwnedByOthersError(removed.map(({ path }) => `/spec/template/spec${path}`))
  }
  const own = difference({ ...podSpec }, { ...injector.inject(podSpec) })
  return { ...empty, spec: { template: { spec: own } } }
}

function configOf({
  [annotations.image]: image,
  [annotations.target]: target,
}: Annotations): ModelcarConfig | undefined {
  if (image === undefined) return undefined
  return { image, targets: target === undefined ? undefined : [target] }
}
