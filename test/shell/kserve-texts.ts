import recorded from '../fixtures/shell/kserve-texts.json' with { type: 'json' }
import { cleanPath } from './injected-pod.js'
import { expandCommand, type Environment } from './kubelet-expansion.js'

/** The texts that KServe's own code gives its containers, as command lines to run beside ours. */

export type KServeVersion = 'v0.12.0' | 'head'

export const prefetchCommand: readonly string[] = ['sh', '-c', recorded.prefetch.text]

export function linkCommand(mountPath: string, version: KServeVersion = 'head'): readonly string[] {
  const found = recorded.links.find((link) => link.version === version && link.mountPath === mountPath)
  if (found === undefined) throw new Error(`no recorded text of ${version} for ${mountPath}`)
  return ['sh', '-c', found.text]
}

/** Where KServe's text is right. */
export const goodLinks = recorded.links.filter(
  ({ version, mountPath }) => version === 'head' && cleanPath(mountPath) === mountPath,
)

export function expanded(command: readonly string[], environment: Environment = {}): readonly string[] {
  return command.map((element) => expandCommand(element, environment))
}
