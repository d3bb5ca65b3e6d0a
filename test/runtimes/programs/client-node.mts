// What release 2 of Kubernetes' client makes of a pod goes in and comes out under its own types, and without a cast.
import { dumpYaml, loadYaml, type V1Pod, type V1PodSpec } from '@kubernetes/client-node'
import { injectModelcar, type Overlay } from 'modelcar'

const pod: V1Pod = loadYaml(
  '{ kind: Pod, metadata: { name: iris }, spec: { containers: [{ name: kserve-container }] } }',
)
const spec: V1PodSpec | undefined = pod.spec && injectModelcar(pod.spec, { image: 'registry.example/team/llama:1' })
const overlay: Overlay<V1PodSpec> = {
  spec: { containers: [{ name: 'log-shipper', image: 'registry.example/shipper:3' }] },
}
const written: V1Pod = loadYaml(dumpYaml({ ...pod, spec }))
console.log(JSON.stringify([written.spec?.containers.map(({ name }) => name), overlay.spec?.containers?.length]))
