import { readFileSync } from 'node:fs'
import type { V1ObjectMeta, V1PodSpec } from '@kubernetes/client-node'

interface RecordedPod {
  readonly metadata: V1ObjectMeta
  readonly spec: V1PodSpec
}

interface RecordedCase {
  readonly name: string
  readonly pod: RecordedPod
}

const name = '3506: the pod of the issue, modelcar'
const fixture = new URL('test/fixtures/kserve/documented.json', `file://${process.cwd()}/`)
const cases = JSON.parse(readFileSync(fixture, 'utf8')) as readonly RecordedCase[]
const text = JSON.stringify(cases.find((each) => each.name === name)?.pod)

const recorded = (): RecordedPod => JSON.parse(text) as RecordedPod

/** The pod of kserve#3506: a model server with the sidecars of Knative and Istio. Parsed anew, as an admission request is. */
export const issuePod = (): V1PodSpec => recorded().spec

/** What the pod of kserve#3506 has as its labels, annotations and the start of its name. */
export const issueMetadata = (): V1ObjectMeta => recorded().metadata

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
