import { isObject, tokensOf } from './yaml/pointer.js'

/** The object in a manifest that has a pod spec. */
export interface Owner {
  readonly kind: string
  readonly name: string
  /** Whether it comes from a cluster, so that applying it updates what is there. */
  readonly isLive: boolean
}

/** Finds the object that a pointer leads into: the document itself or, in a List, one of its items. */
export function ownerOf(document: unknown, pointer: string): Owner {
  let object = isObject(document) ? document : {}
  let kind = textOf(object.kind)
  const tokens = tokensOf(pointer)
  while (tokens[0] === 'items') {
    const [, index = ''] = tokens.splice(0, 2)
    const item = isObject(object.items) ? object.items[index] : undefined
    object = isObject(item) ? item : {}
    // The items of a DeploymentList need not say that they are Deployments.
    kind = textOf(object.kind) ?? kind?.replace(/List$/, '')
  }
  const { name, generateName, uid } = isObject(object.metadata) ? object.metadata : {}
  return { kind: kind ?? '', name: textOf(name) ?? textOf(generateName) ?? '', isLive: typeof uid === 'string' }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Why an object of a kind cannot be injected once it is in a cluster; undefined where it can. */
export function fixedOnceLive(kind: string): string | undefined {
  if (kind === 'Pod') {
    return 'a Pod that exists gets no more containers or volumes; inject what creates it, or delete it and create it anew'
  }
  if (kind === 'Job') return 'the pod template of a Job that exists cannot be changed; delete it and create it anew'
  return undefined
}
