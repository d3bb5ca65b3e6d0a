import { createInjector } from 'modelcar'
import { admit } from 'modelcar/admission'

const injector = createInjector({ image: 'registry.example/team/llama:1', targets: ['vllm'] })

/** Somebody's webhook: the body of a request in, the body of the answer out. Pods ask for the model by a label. */
export const mutate = (body: string): string =>
  JSON.stringify(
    admit(body, ({ object }) => (object.metadata?.labels?.['team.example/model'] === 'llama' ? injector : undefined)),
  )
