import { createInjector, isModelcarError, type Injector, type ModelcarError } from '../../src/index.js'
import {
  createKServeInjector,
  resolveInjection,
  type KServeInjection,
  type KServeInjector,
  type Resolution,
} from '../../src/kserve/index.js'

// What becomes of a pod, by way of `resolveInjection` or of `createKServeInjector`, in one form: also of what is thrown, and when.

type Call<T> = (...args: unknown[]) => T
const resolve = resolveInjection as Call<Resolution>
const create = createKServeInjector as Call<KServeInjector>

export type Told = Pick<ModelcarError, 'name' | 'code' | 'causes' | 'message'>

/** A result, or one of the library's own errors; anything else that is thrown is a fault of the library. */
export function tell<T>(call: () => T): { readonly result: T } | { readonly error: Told } {
  try {
    return { result: call() }
  } catch (error) {
    if (!isModelcarError(error)) throw error
    const { name, code, causes, message } = error
    return { error: { name, code, causes, message } }
  }
}

export type Served =
  { readonly error: Told } | { readonly skip: string } | { readonly plan: unknown; readonly spec: unknown }

const serve = (injector: Injector, pod: unknown): Served => {
  const { spec } = (pod ?? {}) as { spec: never }
  return { plan: tell(() => injector.plan(spec)), spec: tell(() => injector.inject(spec)) }
}

/** The model: everything read, checked and compiled for this one pod. */
export function servedAnew(pod: unknown, configMap: unknown, options: unknown): Served {
  const resolved = tell(() => {
    const { config, skip } = resolve(pod, configMap, options)
    return config === undefined ? { skip } : createInjector(config)
  })
  if ('error' in resolved) return resolved
  return 'skip' in resolved.result ? resolved.result : serve(resolved.result, pod)
}

/** The same by an injector that has seen other pods. */
export function served({ injectorFor }: KServeInjector, pod: unknown, options: unknown): Served {
  const found = tell(() => (injectorFor as Call<KServeInjection>)(pod, options))
  if ('error' in found) return found
  const { injector, skip } = found.result
  return injector === undefined ? { skip } : serve(injector, pod)
}

export const created = (...args: unknown[]) => tell(() => create(...args))
