import type { Cause } from '../errors.js'
import type { JsonObject } from '../json.js'
import type { PodSpecLike } from '../kubernetes/pod-spec.js'

/*
 * What is found in an object of any kind is taken for what Kubernetes has there; an injection checks what it reads of it.
 */

export const asPodSpec = (value: JsonObject): PodSpecLike => value as unknown as PodSpecLike

/** An object in which pod specs were replaced by pod specs is of the type that it was. */
export const asMapped = <T>(value: unknown): T => value as T

/** The causes of an error with other fields have the codes that they had. */
export const asCauses = <Code extends string>(causes: readonly Cause[]): readonly Cause<Code>[] =>
  causes as unknown as readonly Cause<Code>[]
