/*
 * A Pepr capability: a pod that is labelled with the name of a model gets that model. In this folder,
 *
 *     npx pepr build
 *
 * makes the module and the manifests that install it.
 *
 * Pepr hands an action a copy of the object to write to, and compares it with the request's object afterwards. Where nothing is
 * missing, `inject` gives back the very spec that it was given, and there is no patch. Of the pod in examples/kserve-predictor.yaml
 * Pepr's comparison makes 7 operations (1,701 bytes), and `injector.plan` 6 operations (1,606 bytes); the difference is Pepr's own
 * annotation.
 */
import { createInjector, isModelcarError } from 'modelcar'
import { a, Capability } from 'pepr'

export const Modelcar = new Capability({
  name: 'modelcar',
  description: 'Puts the model into a pod that is labelled with its name.',
})

const { When } = Modelcar

// Checked and compiled once, when the module is loaded, and not with the first pod.
const models = {
  llama: createInjector({ image: 'registry.example/team/llama:1' }),
  mistral: createInjector({ image: 'registry.example/team/mistral:2', mode: 'image-volume' }),
}

for (const [model, injector] of Object.entries(models)) {
  When(a.Pod)
    .IsCreated()
    .WithLabel('models.example/name', model)
    .Mutate((pod) => {
      // A conflict is thrown, and Pepr makes a warning of it. With `onError: reject` it denies the pod then, without a status; with
      // `audit` and `ignore` it lets the pod go on as it is.
      const { spec } = pod.Raw
      if (spec !== undefined) pod.Raw.spec = injector.inject(spec)
    })
    .Validate((pod) => {
      // So no pod starts without its model, whatever `onError` says and other webhooks did. Pepr would tell a thrown error without
      // its message.
      const { spec } = pod.Raw
      if (spec === undefined) return pod.Deny('spec: expected a pod spec, found none', 422)
      try {
        const { changed } = injector.plan(spec)
        return changed ? pod.Deny(`the model ${model} is missing, or not as it was injected`, 422) : pod.Approve()
      } catch (error) {
        if (!isModelcarError(error)) throw error
        return pod.Deny(error.message, 422)
      }
    })
}
