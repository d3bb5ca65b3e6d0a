import type fc from 'fast-check'
import type { Fields } from './json.js'
import type { Operation } from './json-patch.js'
import type { Container, Pod, PodSpec } from './pod.js'

/*
 * The only casts of this folder: JSON has no types, and pods are made, decoded and broken here as JSON.
 */

/** A pod spec that was put together field by field. */
export const asPodSpec = (value: unknown): PodSpec => value as PodSpec

/** A pod that a patch was applied to; what it has become is decoded before it is used. */
export const asPod = (value: unknown): Pod => value as Pod

/** Metadata that a patch was applied to. */
export const asMetadata = (value: Fields): Pod['metadata'] => value

/** What a webhook calls a patch; each operation is checked when it is applied. */
export const asOperations = (value: readonly unknown[]): readonly Operation[] => value as readonly Operation[]

/** Entries of a list of containers; one without a name is no pod that an API server takes. */
export const asContainers = (entries: readonly Fields[]): Container[] => entries as Container[]

/** An instance of a class, as the JSON object that it stands for. */
export const asFields = (value: unknown): Fields => value as Fields

/** What is left of an object without some of its fields, which it is no use to name. */
export const asSame = <T>(value: unknown): T => value as T

/** Pod specs as the JSON objects that they are. */
export const asFieldsArbitrary = (arbitrary: unknown): fc.Arbitrary<Fields> => arbitrary as fc.Arbitrary<Fields>

/** What a generator of fields makes; the type system can't follow which of them are always there. */
export const generating = <T>(arbitrary: unknown): T => arbitrary as T
