import type { PodSpecLike } from '../../src/index.js'

// Objects as clusters have them, with a pod spec at each of the named places.

export const server = (name = 'kserve-container'): PodSpecLike => ({
  containers: [{ name, image: `example/${name}:1` }],
})

const template = (spec: unknown) => ({ metadata: { labels: { app: 'a' } }, spec })

/** The kinds of Kubernetes itself, and where they have their pod spec. */
export const kinds: Readonly<
  Record<string, { readonly at: string; readonly object: Readonly<Record<string, unknown>> }>
> = {
  Pod: { at: '/spec', object: { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { app: 'a' } }, spec: server() } },
  PodTemplate: {
    at: '/template/spec',
    object: { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'x' }, template: template(server()) },
  },
  ...Object.fromEntries(
    [
      ['v1', 'ReplicationController'],
      ['apps/v1', 'Deployment'],
      ['apps/v1', 'StatefulSet'],
      ['apps/v1', 'DaemonSet'],
      ['apps/v1', 'ReplicaSet'],
      ['batch/v1', 'Job'],
    ].map(([apiVersion, kind]) => [
      kind,
      {
        at: '/spec/template/spec',
        object: {
          apiVersion,
          kind,
          metadata: { name: 'x' },
          spec: { selector: { matchLabels: { app: 'a' } }, template: template(server()) },
          status: { replicas: 1 },
        },
      },
    ]),
  ),
  CronJob: {
    at: '/spec/jobTemplate/spec/template/spec',
    object: {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'x' },
      spec: { schedule: '@daily', jobTemplate: { spec: { template: template(server()) } } },
    },
  },
}

interface CustomResource {
  readonly pointers: readonly string[]
  readonly object: Readonly<Record<string, unknown>>
  /** Where the pod specs are, in the order of the pointers. */
  readonly at: readonly string[]
}

/** Kinds that others define, shortened to what leads to their pod specs. */
export const customResources: Readonly<Record<string, CustomResource>> = {
  JobSet: {
    pointers: ['/spec/replicatedJobs/*/template/spec/template/spec'],
    at: [0, 1].map((index) => `/spec/replicatedJobs/${String(index)}/template/spec/template/spec`),
    object: {
      apiVersion: 'jobset.x-k8s.io/v1alpha2',
      kind: 'JobSet',
      metadata: { name: 'x' },
      spec: {
        network: { enableDNSHostnames: true },
        replicatedJobs: ['driver', 'workers'].map((name) => ({
          name,
          replicas: 1,
          template: { spec: { parallelism: 2, template: template(server()) } },
        })),
      },
    },
  },
  LeaderWorkerSet: {
    pointers: ['/spec/leaderWorkerTemplate/leaderTemplate/spec', '/spec/leaderWorkerTemplate/workerTemplate/spec'],
    at: ['/spec/leaderWorkerTemplate/leaderTemplate/spec', '/spec/leaderWorkerTemplate/workerTemplate/spec'],
    object: {
      apiVersion: 'leaderworkerset.x-k8s.io/v1',
      kind: 'LeaderWorkerSet',
      metadata: { name: 'x' },
      spec: {
        replicas: 2,
        leaderWorkerTemplate: {
          size: 4,
          leaderTemplate: template(server()),
          workerTemplate: template(server('worker-container')),
        },
      },
    },
  },
  RayCluster: {
    pointers: ['/spec/headGroupSpec/template/spec', '/spec/workerGroupSpecs/*/template/spec'],
    at: [
      '/spec/headGroupSpec/template/spec',
      '/spec/workerGroupSpecs/0/template/spec',
      '/spec/workerGroupSpecs/1/template/spec',
    ],
    object: {
      apiVersion: 'ray.io/v1',
      kind: 'RayCluster',
      metadata: { name: 'x' },
      spec: {
        headGroupSpec: { rayStartParams: {}, template: template(server()) },
        workerGroupSpecs: [
          { groupName: 'a', template: template(server()) },
          { groupName: 'b', template: template(server('worker-container')) },
        ],
      },
    },
  },
  LLMInferenceService: {
    pointers: ['/spec/template', '/spec/worker', '/spec/prefill/template', '/spec/prefill/worker'],
    at: ['/spec/template', '/spec/worker', '/spec/prefill/template'],
    object: {
      apiVersion: 'serving.kserve.io/v1alpha1',
      kind: 'LLMInferenceService',
      metadata: { name: 'x' },
      spec: {
        model: { uri: 'oci://registry.example/llama:1', name: 'llama' },
        router: { gateway: {}, route: {} },
        template: server(),
        worker: server('worker-container'),
        prefill: { replicas: 1, template: server() },
      },
    },
  },
  InferenceService: {
    pointers: ['/spec/predictor', '/spec/transformer'],
    at: ['/spec/predictor', '/spec/transformer'],
    object: {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'x' },
      spec: { predictor: server(), transformer: server() },
    },
  },
  RayJob: {
    pointers: [
      '/spec/rayClusterSpec/headGroupSpec/template/spec',
      '/spec/rayClusterSpec/workerGroupSpecs/*/template/spec',
    ],
    at: ['/spec/rayClusterSpec/headGroupSpec/template/spec', '/spec/rayClusterSpec/workerGroupSpecs/0/template/spec'],
    object: {
      apiVersion: 'ray.io/v1',
      kind: 'RayJob',
      metadata: { name: 'x' },
      spec: {
        entrypoint: 'python job.py',
        rayClusterSpec: {
          headGroupSpec: { rayStartParams: {}, template: template(server()) },
          workerGroupSpecs: [{ groupName: 'a', template: template(server()) }],
        },
      },
    },
  },
  RayService: {
    pointers: [
      '/spec/rayClusterConfig/headGroupSpec/template/spec',
      '/spec/rayClusterConfig/workerGroupSpecs/*/template/spec',
    ],
    at: [
      '/spec/rayClusterConfig/headGroupSpec/template/spec',
      '/spec/rayClusterConfig/workerGroupSpecs/0/template/spec',
    ],
    object: {
      apiVersion: 'ray.io/v1',
      kind: 'RayService',
      metadata: { name: 'x' },
      spec: {
        serveConfigV2: 'applications: []',
        rayClusterConfig: {
          headGroupSpec: { rayStartParams: {}, template: template(server()) },
          workerGroupSpecs: [{ groupName: 'a', template: template(server()) }],
        },
      },
    },
  },
  Rollout: {
    pointers: ['/spec/template/spec'],
    at: ['/spec/template/spec'],
    object: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'x' },
      spec: { replicas: 2, strategy: { canary: {} }, template: template(server()) },
    },
  },
  'a map of roles': {
    pointers: ['/spec/roles/*/podTemplate/spec'],
    at: ['/spec/roles/leader/podTemplate/spec', '/spec/roles/a~1b~0c/podTemplate/spec'],
    object: {
      apiVersion: 'example.com/v1',
      kind: 'Roles',
      metadata: { name: 'x' },
      spec: {
        roles: { leader: { podTemplate: template(server()) }, 'a/b~c': { podTemplate: template(server()) }, empty: {} },
      },
    },
  },
}
