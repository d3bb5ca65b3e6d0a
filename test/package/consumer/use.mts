// What a TypeScript user writes in an ES module.
import {
  createInjector,
  injectModelcar,
  isModelcarError,
  ModelcarError,
  planModelcar,
  type ModelcarConfig,
  type Plan,
  type PodSpecLike,
} from 'modelcar'
import { admit, type AdmissionReviewResponse } from 'modelcar/admission'

interface Spec {
  containers: { name: string; image?: string }[]
  nodeName?: string
}

const config: ModelcarConfig = { image: 'registry.example/iris:1' }
const input: Spec = { containers: [{ name: 'kserve-container' }] }
const spec: Spec & PodSpecLike = injectModelcar(input, config)
const plan: Plan = planModelcar(spec, config)
const again: Spec = createInjector(config).inject(spec)

export const response: AdmissionReviewResponse = admit('{}', () => ({ config }))
export const changes: string[] = plan.patch.map(({ op, path }) => `${op} ${path}`)
export const node: string | undefined = again.nodeName

export function codes(error: unknown): readonly string[] {
  if (error instanceof ModelcarError) return [error.code]
  return isModelcarError(error) ? error.causes.map(({ code, field }) => `${code} ${field}`) : []
}

// @ts-expect-error containers are required, so these are no types of `any`
injectModelcar({}, config)
