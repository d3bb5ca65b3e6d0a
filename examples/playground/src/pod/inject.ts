import { type Cause, type Injector, isModelcarError, type Operation } from 'modelcar'
import { fieldAt, mapObject } from './pod-specs.js'

/** What is said of a field, of one of the objects. */
export interface Said {
  readonly index: number
  readonly code: string
  readonly field: string
  readonly message: string
}

/** What an injection made of objects. */
export interface Injected {
  readonly objects: readonly object[]
  /** The patch of each object, relative to the object. */
  readonly patches: readonly (readonly Operation[])[]
  readonly warnings: readonly Said[]
  /** How many pod specs were found. */
  readonly found: number
  /** Whether every object came back as the very same. */
  readonly isSame: boolean
}

/** What an injection came to: objects, or why it refuses them. */
export type Outcome = { readonly injected: Injected } | { readonly refused: readonly Said[] }

/** Puts what an injector injects into every pod spec of the objects, or into none of them. */
export function injectInto(objects: readonly object[], injector: Injector): Outcome {
  const made = objects.map((object, index) => injectObject(object, index, injector))
  const refused = made.flatMap((each) => each.refused)
  if (refused.length > 0) return { refused }
  return {
    injected: {
      objects: made.map(({ object }) => object),
      patches: made.map(({ patch }) => patch),
      warnings: made.flatMap(({ warnings }) => warnings),
      found: made.reduce((sum, { found }) => sum + found, 0),
      isSame: made.every(({ object }, index) => object === objects[index]),
    },
  }
}

/** How many operations the patches have. */
export const changesOf = ({ patches }: Injected): number => patches.reduce((sum, patch) => sum + patch.length, 0)

interface Made {
  readonly object: object
  readonly patch: readonly Operation[]
  readonly warnings: readonly Said[]
  readonly refused: readonly Said[]
  readonly found: number
}

function injectObject(object: object, index: number, injector: Injector): Made {
  const patch: Operation[] = []
  const warnings: Said[] = []
  let found = 0
  try {
    const result = mapObject(object, (podSpec, { pointer, field }) => {
      found++
      const plan = injector.plan(podSpec)
      patch.push(...plan.patch.map((operation) => ({ ...operation, path: pointer + operation.path })))
      warnings.push(...plan.warnings.map((warning) => ({ ...warning, index, field: fieldAt(field, warning.field) })))
      return injector.inject(podSpec)
    })
    return { object: result, patch, warnings, found, refused: [] }
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return { object, patch, warnings, found, refused: error.causes.map((cause) => said(cause, index, object)) }
  }
}

/** Causes come with the object's own fields, but for a pod spec that is no part of one. */
const said = ({ code, field, message }: Cause, index: number, object: object): Said => ({
  index,
  code,
  field: 'kind' in object ? field : fieldAt('', field),
  message,
})
