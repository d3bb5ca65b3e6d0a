import { admit } from '../../src/admission/index.js'
import {
  compileOverlay,
  createInjector,
  isModelcarError,
  mapPodSpecs,
  type Injector,
  type MapPodSpecsOptions,
  type ModelcarConfig,
  type OneModelConfig,
  type Overlay,
  type PodSpecLike,
} from '../../src/index.js'
import type { Contestants } from '../measure.js'

/** Something that a pod, a config, an overlay or an object can have any number of. */
export interface Shape {
  readonly name: string
  /** What is timed with so many of it. */
  readonly calls: (count: number) => Contestants
  /** A review with so many of it, and what is injected; undefined where the shape is none of a pod. */
  readonly review?: (count: number) => Review
}

export interface Review {
  readonly text: string
  readonly source: Injector
}

/** So many entries has what is injected into a large review. */
const compiledCount = 1000

/** So many entries, made from their index. */
export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

export const image = 'registry.example/model:1'

/** What reads the model. */
export const server = (fields: object = {}) => ({ name: 'kserve-container', image: 'server:1', ...fields })

/** A pod spec with so many of something. */
type PodOf = (count: number) => object

/** A pod of a shape, injected by one config. */
export function podShape(name: string, podOf: PodOf, config: Partial<OneModelConfig> = {}): Shape {
  const { mode = 'sidecar' } = config
  const injector = createInjector({ image, ...config })
  return { name: mode === 'sidecar' ? name : `${name} (${mode})`, ...injections(podOf, () => injector) }
}

/** A pod of a shape, in every mode. */
export const inModes = (name: string, podOf: PodOf, config: Partial<OneModelConfig> = {}): Shape[] =>
  (['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const).map((mode) =>
    podShape(name, podOf, { ...config, mode }),
  )

/** An overlay of a shape: compiled, and injected into a pod. */
export const overlayShape = (
  name: string,
  overlayOf: (count: number) => object,
  podOf: PodOf = () => ({ containers: [server()] }),
): Shape => compiledShape(`overlay: ${name}`, (count) => () => compileOverlay(overlayOf(count) as Overlay), podOf)

/** A config of a shape: compiled, and injected into a pod. */
export const configShape = (
  name: string,
  configOf: (count: number) => object,
  podOf: PodOf = () => ({ containers: [server()] }),
): Shape => compiledShape(`config: ${name}`, (count) => () => createInjector(configOf(count) as ModelcarConfig), podOf)

function compiledShape(name: string, compilerOf: (count: number) => () => Injector, podOf: PodOf): Shape {
  const { calls } = injections(podOf, (count) => compilerOf(count)())
  const source = attempt(compilerOf(compiledCount))
  return {
    name,
    calls: (count) => {
      const compile = compilerOf(count)
      const pod = podOf(count) as PodSpecLike
      const compiled = attempt(compile)
      const once = () => attempt(() => compile().plan(pod))
      return typeof compiled === 'string' ? { compile: () => attempt(compile) } : { once, ...calls(count) }
    },
    // A server compiles once: what is injected does not grow with the review.
    ...(typeof source !== 'string' && { review: (count: number) => ({ text: reviewOf(podOf(count)), source }) }),
  }
}

/** An object of a shape, whose pod specs are mapped. */
export function objectShape(
  name: string,
  objectOf: (count: number) => object,
  options?: (count: number) => MapPodSpecsOptions,
): Shape {
  const injector = createInjector({ image })
  return {
    name: `mapPodSpecs: ${name}`,
    calls: (count) => {
      const [object, given] = [objectOf(count), options?.(count)]
      return { mapPodSpecs: () => attempt(() => mapPodSpecs(object, injector.inject, given)) }
    },
  }
}

/** A text that is no review. */
export const textShape = (name: string, textOf: (count: number) => string): Shape => ({
  name: `review: ${name}`,
  calls: (count) => admission({ text: textOf(count), source: createInjector({ image }) }),
})

/** A review of a shape that is none of the pod spec’s. */
export function reviewShape(name: string, textOf: (count: number) => string): Shape {
  const source = createInjector({ image })
  return {
    name: `review: ${name}`,
    calls: (count) => admission({ text: textOf(count), source }),
    review: (count) => ({ text: textOf(count), source }),
  }
}

function injections(podOf: PodOf, injectorOf: (count: number) => Injector): Required<Pick<Shape, 'calls' | 'review'>> {
  return {
    calls: (count) => {
      const [pod, injector] = [podOf(count) as PodSpecLike, injectorOf(count)]
      return {
        plan: () => attempt(() => injector.plan(pod)),
        inject: () => attempt(() => injector.inject(pod)),
        ...secondCall(pod, injector),
        ...admission({ text: reviewOf(pod), source: injector }),
      }
    },
    review: (count) => ({ text: reviewOf(podOf(count)), source: injectorOf(count) }),
  }
}

/** What was injected is injected again, where nothing is in the way. */
function secondCall(pod: PodSpecLike, { inject }: Injector): Contestants {
  const injected = attempt(() => inject(pod))
  if (typeof injected === 'string') return {}
  return { again: () => attempt(() => inject(injected)) }
}

const admission = ({ text, source }: Review): Contestants => ({ admit: () => JSON.stringify(admit(text, source)) })

/** The result of a call, or the text of the refusal; what is no refusal is a fault of the library. */
function attempt<T>(call: () => T): T | string {
  try {
    return call()
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return error.message
  }
}

/** The shortest review that is answered: nothing in it takes time but the pod. */
export const reviewOf = (spec: object, metadata: object = {}): string =>
  JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
      operation: 'CREATE',
      namespace: 'models',
      object: { apiVersion: 'v1', kind: 'Pod', metadata, spec },
    },
  })
