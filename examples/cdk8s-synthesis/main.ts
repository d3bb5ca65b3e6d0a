/*
 * A cdk8s app whose model server gets its model as it is synthesized; see add-model.ts. In this folder,
 *
 *     npx tsx main.ts
 *
 * writes dist/llama.k8s.yaml.
 */
import { App } from 'cdk8s'
import { ModelServer } from './model-server.js'

const app = new App()
new ModelServer(app, 'llama', {
  model: { image: 'registry.example/team/llama:1', targets: ['vllm'], runAsUser: 1000, runAsGroup: 1000 },
})
app.synth()
