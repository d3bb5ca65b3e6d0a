import { Chart, type ChartProps, Size } from 'cdk8s'
import { Deployment } from 'cdk8s-plus-33'
import type { Construct } from 'constructs'
import type { ModelcarConfig } from 'modelcar'
import { addModel } from './add-model.js'

export interface ModelServerProps extends ChartProps {
  readonly model: ModelcarConfig
}

/** vLLM behind a Service, with a model out of an OCI image. */
export class ModelServer extends Chart {
  readonly deployment: Deployment

  constructor(scope: Construct, id: string, { model, ...props }: ModelServerProps) {
    super(scope, id, props)
    this.deployment = new Deployment(this, 'server', {
      replicas: 1,
      shareProcessNamespace: true,
      containers: [
        {
          name: 'vllm',
          image: 'registry.example/vllm/vllm-openai:v0.9.2',
          args: ['--model', '/mnt/models'],
          portNumber: 8000,
          resources: { memory: { limit: Size.gibibytes(32) } },
          securityContext: { user: 1000, group: 1000 },
        },
      ],
    })
    this.deployment.exposeViaService()
    addModel(this.deployment, model)
  }
}
