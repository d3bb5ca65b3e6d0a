import type { Pod } from './pod.js'

/*
 * A mutator is shown pod specs, but a webhook may write annotations and labels too, and go by what it wrote before. So what became of a
 * pod's metadata is kept beside the spec, and goes along with what is made of that.
 */

type Metadata = Pod['metadata']

const known = new WeakMap<object, Metadata>()

/** Gives the metadata that webhooks have made for the pod of this spec; `undefined` where none has. */
export const metadataOf = (spec: object): Metadata | undefined => known.get(spec)

/** Keeps the metadata of a pod beside its spec. */
export function withMetadata<T extends object>(spec: T, metadata: Metadata): T {
  known.set(spec, metadata)
  return spec
}

/** Says that a spec was made of another one: the pod is the same, unless its metadata is known already. */
export function madeOf<T extends object>(origin: object, made: T): T {
  const metadata = known.get(origin)
  return metadata === undefined || known.has(made) ? made : withMetadata(made, metadata)
}
