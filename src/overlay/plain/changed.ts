import { isObject, type JsonObject } from '../../json.js'
import type { Path } from '../../patch/edit.js'

/** A container as an overlay leaves it, and as it came in. */
export interface Changed {
  readonly list: 'containers' | 'initContainers'
  readonly after: JsonObject
  /** Undefined for one that is new. */
  readonly before: JsonObject | undefined
  /** Where it stands in the pod spec that came in; of one that is new, its list. */
  readonly path: Path
}

/** Every container that a pod has in the end, by its name: others may have been put in front of it. */
export function changedContainers(before: JsonObject, after: JsonObject): readonly Changed[] {
  return (['containers', 'initContainers'] as const).flatMap((list) => {
    const were = new Map<unknown, { readonly container: JsonObject; readonly index: number }>()
    containersOf(before, list).forEach((container, index) => {
      if (!were.has(container.name)) were.set(container.name, { container, index })
    })
    return containersOf(after, list).map((container): Changed => {
      const was = were.get(container.name)
      return { list, after: container, before: was?.container, path: was === undefined ? [list] : [list, was.index] }
    })
  })
}

const containersOf = (spec: JsonObject, list: string): readonly JsonObject[] => {
  const containers = spec[list]
  return Array.isArray(containers) ? containers.map((each: unknown) => (isObject(each) ? each : {})) : []
}
