import { type Config, modelsIn, namesIn, targetsIn } from '../kit/config.js'
import { fieldsOf } from '../../src/testing/json.js'
import type { PodSpec } from '../../src/testing/pod.js'
import type { Injection } from '../oracle/injection.js'

type Amounts = Readonly<Record<string, string | number>>

/** Tells the oracles what a config asks for in a pod. */
export function injectionOf(podSpec: PodSpec, config: Config): Injection {
  const { requests, limits } = config.resources ?? {}
  const runAsNonRoot = nonRootOf(config.securityContext)
  return {
    mode: config.mode ?? 'sidecar',
    targets: targetsIn(podSpec, config),
    mountPaths: modelsIn(config).map(({ path }) => path),
    sources: modelsIn(config).map(({ source }) => source),
    images: modelsIn(config).map(({ image }) => image),
    names: namesIn(config),
    ...(config.runAsUser !== undefined && { runAsUser: config.runAsUser }),
    ...(runAsNonRoot !== undefined && { runAsNonRoot }),
    ...(requests !== undefined && { requests: fieldsOf(requests) as Amounts }),
    ...(limits !== undefined && { limits: fieldsOf(limits) as Amounts }),
  }
}

function nonRootOf(securityContext: Config['securityContext']): boolean | undefined {
  if (securityContext === 'restricted') return true
  const value = securityContext?.['runAsNonRoot']
  return typeof value === 'boolean' ? value : undefined
}
