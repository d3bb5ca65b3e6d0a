import type { ModelcarConfig } from '../../src/index.js'

/** Whether a config's mode links the model out of a running container. */
export const isLinked = ({ mode = 'sidecar' }: ModelcarConfig): boolean =>
  mode === 'sidecar' || mode === 'native-sidecar'

/** What a container does for a model; `other` are the targets, and all that have nothing to do with it. */
export type Role = 'sidecar' | 'native-sidecar' | 'prefetch' | 'initializer' | 'other'

/** A container's role by the list that it is in and by its name. */
export function roleOf(config: ModelcarConfig, list: string, name: string): Role {
  const { mode = 'sidecar', names } = config
  const isOneOf = (base: string): boolean => modelsOf(config).some((_, index) => name === numbered(base, index))
  const isSidecar = isOneOf(names?.sidecar ?? 'modelcar')
  if (list === 'containers') return mode === 'sidecar' && isSidecar ? 'sidecar' : 'other'
  if (name === 'storage-initializer') return 'initializer'
  if (mode === 'native-sidecar' && isSidecar) return 'native-sidecar'
  return mode === 'sidecar' && isOneOf(names?.initContainer ?? 'modelcar-init') ? 'prefetch' : 'other'
}

/** Whether the container with a name links or looks for a whole image, in which it does not look for a model. */
export function hasWholeImage(config: ModelcarConfig, name: string): boolean {
  const { names } = config
  const bases = [names?.sidecar ?? 'modelcar', names?.initContainer ?? 'modelcar-init']
  const model = modelsOf(config).find((_, index) => bases.some((base) => name === numbered(base, index)))
  return /^\/+$/.test(model?.sourcePath ?? config.sourcePath ?? '/models')
}

const modelsOf = ({ models }: ModelcarConfig): readonly { readonly sourcePath?: string | null | undefined }[] =>
  models ?? [{}]

const numbered = (name: string, index: number): string => (index === 0 ? name : `${name}-${index}`)
