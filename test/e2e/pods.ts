import type { V1Pod } from '@kubernetes/client-node'
import { inferenceServiceLabel, sourceUriAnnotation } from 'modelcar/kserve'

export const modelImage = 'registry.example/team/model:1'

/** A predictor as KServe makes it; it passes the Pod Security Standard "restricted". */
export const predictor = (scheme: string): V1Pod => ({
  metadata: {
    name: 'predictor',
    labels: { [inferenceServiceLabel]: 'iris' },
    annotations: { [sourceUriAnnotation]: `${scheme}://${modelImage}` },
  },
  spec: {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'kserve-container',
        image: 'registry.example/serving/vllm:0.9',
        args: ['--model', '/mnt/models'],
        ports: [{ containerPort: 8080 }],
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
})

/** The images of what the library put into a pod. */
export function addedImages({ spec }: V1Pod): readonly string[] {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]
  return [
    ...containers.filter(({ name }) => added.includes(name)).map(({ image }) => image ?? ''),
    ...(spec?.volumes ?? []).flatMap(({ image }) => image?.reference ?? []),
  ]
}

const added = ['modelcar', 'modelcar-init', 'storage-initializer']

/** Whether there is anything in the pod that brings a model. */
export const hasModel = (pod: V1Pod): boolean => addedImages(pod).length > 0
