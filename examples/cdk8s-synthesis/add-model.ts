import { ApiObject } from 'cdk8s'
import type { Construct } from 'constructs'
import { createInjector, isModelcarError, mapPodSpecs, type ModelcarConfig } from 'modelcar'

/**
 * Gives a workload its model, at whatever level it was constructed: a `kplus.Deployment`, a `KubeJob`, an `ApiObject`.
 *
 * The model goes into the manifest as it is rendered, and not into the props or into a JsonPatch: what is added later, and Lazy
 * values, are in there, and the typed constructs of cdk8s-plus render once more after their patches, where a quantity has to be
 * an object of theirs; `memory: 15Mi` would become `memory: null`.
 *
 * @throws `ModelcarConfigError` for a wrong config. What stands in the way in the workload is told by the synthesis.
 */
export function addModel(workload: Construct, config: ModelcarConfig): void {
  const injector = createInjector(config)
  const object = ApiObject.of(workload)
  const render: () => object = object.toJson.bind(object)
  object.toJson = () => mapPodSpecs(render(), injector.inject).object
  object.node.addValidation({ validate: () => causesOf(() => object.toJson()) })
}

/** cdk8s fails the synthesis with these, each behind the path of the construct. */
function causesOf(render: () => unknown): string[] {
  try {
    render()
    return []
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return error.causes.map(({ field, message }) => `${field}: ${message}`)
  }
}
