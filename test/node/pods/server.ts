import type { V1Container, V1PodSpec } from '@kubernetes/client-node'
import { injectModelcar, type ModeName, type OneModelConfig, type SeveralModelsConfig } from 'modelcar'
import { modelFile, references } from '../images/images.js'

export const modes = ['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const satisfies readonly ModeName[]

/** The modes that link the model out of a running container. */
export const linkModes = ['sidecar', 'native-sidecar'] as const

/** Those in which the model is there before the server starts, and in which pods complete. */
export const patientModes = ['native-sidecar', 'image-volume', 'fetch'] as const

/** A container that stands for a model server: it runs a shell text. */
export const server = (text: string, more: Partial<V1Container> = {}): V1Container => ({
  name: 'server',
  image: references.server,
  command: ['sh', '-c', text],
  ...more,
})

/**
 * A server's text: it says what the model's file has, or what it is told when it wants to read it. In mode `sidecar` it waits for
 * its model first, as servers have to there, and in no other mode.
 */
export const readModel = (mode: ModeName, ...paths: readonly string[]): string =>
  paths.flatMap((path) => [...(mode === 'sidecar' ? [waitFor(path)] : []), sayFile(path)]).join('\n')

/** The same, and it stays. */
export const sayModel = (mode: ModeName, ...paths: readonly string[]): string => `${readModel(mode, ...paths)}\n${stay}`

export const waitFor = (path: string): string => `until [ -L ${quote(path)} ]; do sleep 0.1; done`
export const sayFile = (path: string): string => `cat ${quote(`${path}/${modelFile}`)} 2>&1`
export const stay = 'exec sleep infinity'

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''").replaceAll('$', '$$$$')}'`

/** A pod with its model, as the library injects it. */
export function injected(
  mode: ModeName,
  spec: V1PodSpec,
  config: Partial<OneModelConfig> | SeveralModelsConfig = {},
): { spec: V1PodSpec } {
  const ours = { targets: ['server'], mode, fetch: { image: references.initializer } }
  const model = config.models === undefined ? { image: references.llama, ...config } : config
  return { spec: injectModelcar(spec, { ...ours, ...model }) }
}
