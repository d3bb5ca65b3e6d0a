import type { Path } from './edit.js'

/**
 * Writes a path as Kubernetes names fields: `spec.containers[1].volumeMounts[0].mountPath`, and
 * `spec.nodeSelector[kubernetes.io/os]` for the key of a map.
 */
export function fieldPath(path: Path): string {
  let field = 'spec'
  path.forEach((step, depth) => {
    const isKey = typeof step === 'number' || maps.includes(path[depth - 1])
    field += isKey ? `[${String(step)}]` : `.${step}`
  })
  return field
}

/** Fields whose keys are data. */
const maps: readonly unknown[] = ['limits', 'matchLabels', 'nodeSelector', 'overhead', 'requests']
