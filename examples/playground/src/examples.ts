import { parse } from 'yaml'
import predictor from '../../kserve-predictor.yaml?raw'
import deployment from '../../vllm-deployment.yaml?raw'
import { kserve012 } from './again/kserve.js'
import blocked from './examples/blocked.yaml?raw'
import small from './examples/small.yaml?raw'
import { toYaml } from './pod/yaml.js'

/** A pod to begin with, and the config that goes with it. */
export interface Example {
  readonly title: string
  readonly text: string
  readonly texts: Readonly<Record<string, string>>
}

const image = 'registry.example/team/llama:1'

export const examples: readonly [Example, ...Example[]] = [
  { title: 'A small predictor', text: small, texts: { image } },
  { title: 'The same, as JSON', text: `${JSON.stringify(parse(small), undefined, 2)}\n`, texts: { image } },
  { title: 'A predictor of KServe with Knative and Istio', text: predictor, texts: { image } },
  {
    title: 'A Deployment of vLLM without KServe',
    text: deployment,
    texts: { image, targets: 'vllm', runAsUser: '1000', runAsGroup: '1000' },
  },
  { title: 'kserve#3506: as KServe 0.12.0 left it', text: calledTwice(small), texts: { image } },
  { title: 'A pod with conflicts', text: blocked, texts: { image } },
]

/** The pod of the issue, which the API server refused: 0.12.0's webhook was called twice. */
function calledTwice(text: string): string {
  const inject = kserve012(image, undefined)
  const pod: unknown = parse(text)
  const objects = typeof pod === 'object' && pod !== null ? [pod] : []
  const once = inject(objects).objects ?? objects
  return toYaml(inject(once).objects ?? once)
}
