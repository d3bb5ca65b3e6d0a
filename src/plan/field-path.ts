import type { Path } from '../merge/walk.js'

/**
 * Writes a path as Kubernetes names fields: `spec.containers[1].volumeMounts[0].mountPath`, and
 * `spec.nodeSelector[kubernetes.io/os]` for a key that is not a plain word.
 */
export function fieldPath(path: Path): string {
  let field = 'spec'
  for (const step of path) {
    const isPlain = typeof step === 'string' && /^[A-Za-z][A-Za-z0-9]*$/.test(step)
    field += isPlain ? `.${step}` : `[${String(step)}]`
  }
  return field
}
