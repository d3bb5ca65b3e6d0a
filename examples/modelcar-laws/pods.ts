import fc from 'fast-check'
import { podSpecs, type PodSpec } from 'modelcar/testing'
import { parseAllDocuments, type Document } from 'yaml'
import { UsageError } from './arguments.js'
import { isObject, type JsonObject } from './json.js'

/** Generated pods; where there are some of the author's own, every second one is one of these. */
export function podsFrom(text: string | undefined, containers: readonly string[]): fc.Arbitrary<PodSpec> {
  if (text === undefined) return podSpecs({ containers })
  return fc.oneof(fc.constantFrom(...ownPods(text)), podSpecs({ containers }))
}

function ownPods(text: string): PodSpec[] {
  const pods = parseAllDocuments(text).flatMap((document) => {
    const [fault] = document.errors
    if (fault !== undefined) throw new UsageError(`--pods: ${fault.message}`)
    return itemsOf(valueOf(document))
  })
  const specs = pods.flatMap((pod) => {
    return pod.kind === 'Pod' && isPodSpec(pod.spec) ? [pod.spec] : []
  })
  if (specs.length === 0)
    throw new UsageError('--pods: expected objects of kind Pod, each with spec.containers, found none')
  return specs
}

/** Aliases that lead nowhere, or to too much, are found as a document is made into a value. */
function valueOf(document: Document): unknown {
  try {
    return document.toJS()
  } catch (error) {
    throw new UsageError(`--pods: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function itemsOf(object: unknown): JsonObject[] {
  if (!isObject(object)) return []
  return Array.isArray(object.items) ? object.items.flatMap(itemsOf) : [object]
}

const isPodSpec = (spec: unknown): spec is PodSpec =>
  isObject(spec) && Array.isArray(spec.containers) && spec.containers.every(isObject)
