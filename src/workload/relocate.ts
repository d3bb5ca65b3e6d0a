import {
  ModelcarConfigError,
  ModelcarConflictError,
  ModelcarPodSpecError,
  isModelcarError,
  type ModelcarError,
} from '../errors.js'
import { asCauses } from './cast.js'

/**
 * Says of an error that was thrown for a pod where in the object that pod is: `spec.containers[0]` becomes
 * `spec.template.spec.containers[0]`. The error is of the same class, and has the first one as its cause; errors that are
 * none of the library's are left alone.
 *
 * @param field - the field of the pod spec in the object.
 */
export function relocate(error: unknown, field: string): unknown {
  if (!isModelcarError(error) || field === 'spec') return error
  const relocated = build(error, field)
  relocated.cause = error
  return relocated
}

function build({ code, causes }: ModelcarError, field: string): ModelcarError {
  const pod = field.replace(/\.spec$/, '')
  const at = (path: string): string =>
    path.startsWith('spec') ? `${field}${path.slice('spec'.length)}`.replace(/^\./, '') : `${pod}.${path}`
  const placed = causes.map((cause) => ({ ...cause, field: at(cause.field) }))
  switch (code) {
    case 'InvalidPodSpec':
      return new ModelcarPodSpecError(asCauses(placed))
    case 'Conflict':
      return new ModelcarConflictError(asCauses(placed))
    case 'InvalidConfig':
      // A config's fields are not the object's, and an overlay has a `spec` of its own; KServe's annotation is the pod's.
      return new ModelcarConfigError(
        asCauses(
          causes.map((cause, index) => (cause.field.startsWith('metadata.') ? (placed[index] ?? cause) : cause)),
        ),
      )
  }
}
