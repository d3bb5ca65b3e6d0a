import { readFileSync } from 'node:fs'
import type { V1PodSpec } from '@kubernetes/client-node'

interface RecordedCase {
  readonly name: string
  readonly pod: { readonly spec: V1PodSpec }
}

const name = '3506: the pod of the issue, modelcar'
const fixture = new URL('test/fixtures/kserve/documented.json', `file://${process.cwd()}/`)
const cases = JSON.parse(readFileSync(fixture, 'utf8')) as readonly RecordedCase[]
const text = JSON.stringify(cases.find((each) => each.name === name)?.pod.spec)

/** The pod of kserve#3506: a model server with the sidecars of Knative and Istio. Parsed anew, as an admission request is. */
export const issuePod = (): V1PodSpec => JSON.parse(text) as V1PodSpec

/** The same pod with further sidecars, each a copy of one that it has, up to the given number of containers. */
export function grownPod(size: number): V1PodSpec {
  const pod = issuePod()
  const sidecars = pod.containers.slice(1)
  for (let index = pod.containers.length; index < size; index++) {
    const sidecar = sidecars[index % sidecars.length]!
    pod.containers.push({ ...sidecar, name: `${sidecar.name}-${index}` })
  }
  return JSON.parse(JSON.stringify(pod)) as V1PodSpec
}
