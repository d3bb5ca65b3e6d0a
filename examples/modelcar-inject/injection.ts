import {
  createInjector,
  ejectModelcar,
  isModelcarError,
  planEject,
  type Injector,
  type ModelcarConfig,
  type PodSpecLike,
} from 'modelcar'
import type { ChangePodSpec } from './map-document.js'
import { isObject } from './yaml/json.js'

/**
 * What the filter does to a pod spec: it injects into those of the targets that the pod has. A pod with none is left alone.
 *
 * @throws `ModelcarConfigError` for a config that is wrong.
 */
export function injection(config: ModelcarConfig): ChangePodSpec {
  const { targets = [] } = config
  const injectors = new Map<string, Injector>([[JSON.stringify(targets), createInjector(config)]])
  const injectorFor = (present: readonly string[]): Injector => {
    const key = JSON.stringify(present)
    const injector = injectors.get(key) ?? createInjector({ ...config, targets: present })
    injectors.set(key, injector)
    return injector
  }
  return (podSpec) => {
    const names = namesOf(podSpec)
    const present = names === undefined ? targets : targets.filter((target) => names.has(target))
    if (present.length < Math.min(targets.length, 1)) return { left: `it has no container ${targets.join(', ')}` }
    try {
      const injector = injectorFor(present)
      const { warnings } = injector.plan(podSpec)
      return { podSpec: injector.inject(podSpec), warnings, unchanged: 'it has its model already' }
    } catch (error) {
      const missing = isModelcarError(error) && error.causes.find(({ code }) => code === 'TargetNotFound')
      if (!missing) throw error
      return { left: missing.message }
    }
  }
}

/** The other way round: it takes a model of any mode out. */
export function removal({ names }: ModelcarConfig): ChangePodSpec {
  // Wrong names are told before anything is read.
  ejectModelcar({ containers: [] }, { names })
  return (podSpec) => {
    const { warnings } = planEject(podSpec, { names })
    return { podSpec: ejectModelcar(podSpec, { names }), warnings, unchanged: 'it has no model' }
  }
}

/** The names of the containers that a target may be; undefined for a pod whose containers are no list, which is a fault. */
function namesOf({ containers, initContainers }: PodSpecLike): ReadonlySet<unknown> | undefined {
  if (!isList(containers)) return undefined
  const sidecars = isList(initContainers) ? initContainers.filter(isSidecar) : []
  return new Set([...containers, ...sidecars].map((container) => isObject(container) && container.name))
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

const isSidecar = (container: unknown): boolean => isObject(container) && container.restartPolicy === 'Always'
