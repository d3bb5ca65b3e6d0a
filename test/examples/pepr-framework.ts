import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Modelcar } from '../../examples/pepr-capability/capabilities/modelcar.js'
import packageJson from '../../examples/pepr-capability/package.json' with { type: 'json' }
import { requestOf } from '../admission/reviews.js'

/** What Pepr answers to a request, as far as the tests look at it. */
export interface Response {
  readonly allowed: boolean
  readonly patch?: string
  readonly patchType?: string
  readonly warnings?: readonly string[]
  readonly status?: { readonly code: number; readonly message: string }
}

type Processor<Answer> = (
  config: object,
  capabilities: readonly object[],
  request: object,
  log: object,
) => Promise<Answer>

// Pepr's package exports only the controller, which wants a cluster for its store before it listens. What the controller calls for
// each request lies beside it in the same package, as the source that it is built from.
const require = createRequire(new URL('../../examples/pepr-capability/pepr.ts', import.meta.url))
const pepr = join(dirname(require.resolve('pepr/package.json')), 'src/lib')
const { mutateProcessor } = (await import(join(pepr, 'processors/mutate-processor.ts'))) as {
  mutateProcessor: Processor<Response>
}
const { validateProcessor } = (await import(join(pepr, 'processors/validate-processor.ts'))) as {
  validateProcessor: Processor<readonly Response[]>
}

/** What Pepr's mutating webhook answers to the creation of a pod. */
export const mutate = (pod: unknown, onError: string = packageJson.pepr.onError): Promise<Response> =>
  mutateProcessor({ ...packageJson.pepr, onError }, [Modelcar], requestOf(pod), {})

/** What Pepr's validating webhook answers: one response for each action that the pod is for. */
export const validate = (pod: unknown): Promise<readonly Response[]> =>
  validateProcessor(packageJson.pepr, [Modelcar], requestOf(pod), {})
