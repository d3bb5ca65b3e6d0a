import { describe, expect, test } from 'vitest'
import { injectModelcar } from '../../src/index.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { admissionErrors } from '../oracle/admission.js'
import { KSERVE_NAMES, type Injection } from '../oracle/injection.js'
import { podStartErrors } from '../oracle/start.js'
import { admit, type Admitted, type Pod, type Webhook } from './admission-chain.js'
import { recordedExperiments, type RecordedExperiment } from './recorded-pods.js'

// Mutating admission with reinvocation, as an API server was seen to run it: first the recorded webhooks, to show that
// the chain used here is the real one, then ours in the place of the one that appends without a look.

const CONFIG = { image: 'registry.example.com/models/llama:v1', targets: ['main'] }
const INJECTION: Injection = {
  ...CONFIG,
  mode: 'sidecar',
  images: [CONFIG.image],
  mountPaths: ['/mnt/models'],
  names: KSERVE_NAMES,
}

type Mutate = Webhook['mutate']

const change = (pod: Pod, spec: Partial<PodSpec>): Pod => ({ ...pod, spec: { ...pod.spec, ...spec } })
const unchanged: Mutate = (pod) => pod
const ifAbsent =
  (name: string): Mutate =>
  (pod) =>
    pod.spec.containers.some((container) => container.name === name)
      ? pod
      : change(pod, { containers: [...pod.spec.containers, { name, image: 'x:1' }] })
const label =
  (key: string, value: (old?: string) => string): Mutate =>
  (pod) => ({ ...pod, labels: { ...pod.labels, [key]: value(pod.labels[key]) } })
const counting = (key: string): Mutate => label(key, (old) => String(Number(old ?? 0) + 1))
const appending: Mutate = (pod) =>
  change(pod, {
    containers: [...pod.spec.containers, { name: 'modelcar', image: 'x:1' }],
    volumes: [
      ...((pod.spec.volumes as unknown[] | undefined) ?? []),
      { name: 'kserve-provision-location', emptyDir: {} },
    ],
  })
const injecting: Mutate = (pod) => {
  const spec = injectModelcar(pod.spec as PodSpec & { containers: { name: string }[] }, CONFIG)
  return spec === pod.spec ? pod : { ...pod, spec: spec }
}

/** What the recorded webhooks do; each adds a container of its own name unless the experiment says otherwise. */
const BEHAVIOUR: Readonly<Record<string, Readonly<Record<string, Mutate>>>> = {
  alone: {},
  'later-changes': {},
  'later-changes-never': {},
  'later-does-nothing': { b: unchanged },
  'order-by-name': {},
  'both-if-needed': {},
  'never-settles': { a: counting('n') },
  'two-that-never-settle': { a: counting('n'), b: counting('m') },
  three: {},
  'no-op-patch': { b: unchanged },
  'empty-patch': { b: unchanged },
  'kserve-0.12.0': { a: appending, b: ifAbsent('istio-proxy') },
  'kserve-0.12.0-alone': { a: appending },
  'built-in-between': { b: unchanged },
  'built-in-after-last': { a: unchanged },
  'alone-no-token': {},
  'no-op-patch-no-token': { b: unchanged },
  'label-only-no-token': { b: label('b', () => 'x') },
  'kserve-0.12.0-no-token': { a: appending },
  'defaults-in-second-call': {},
}

const experiments = recordedExperiments.filter(({ name }) => name in BEHAVIOUR)

function run({ name, webhooks }: RecordedExperiment, behaviour: Readonly<Record<string, Mutate>>): Admitted {
  const sent: Pod = {
    labels: { test: 'yes' },
    spec: {
      containers: [{ name: 'main', image: 'x:1' }],
      ...(name.endsWith('-no-token') ? { automountServiceAccountToken: false } : {}),
    },
  }
  return admit(
    sent,
    webhooks.map((webhook) => ({ ...webhook, mutate: behaviour[webhook.name] ?? ifAbsent(webhook.name) })),
    name.startsWith('built-in'),
  )
}

const namesOf = (list: unknown): readonly string[] => ((list ?? []) as { name: string }[]).map(({ name }) => name)

describe('the chain is the API server’s: the same calls, each seeing the same', () => {
  test('most experiments are about the chain; the others are about patches and answers', () => {
    expect(experiments).toHaveLength(20)
    expect(recordedExperiments).toHaveLength(31)
  })

  test.each(experiments.map((experiment) => [experiment.name, experiment] as const))('%s', (name, experiment) => {
    const { calls, pod } = run(experiment, BEHAVIOUR[name]!)
    const seen = calls.map(({ webhook, saw: { spec } }) => ({
      webhook,
      containers: namesOf(spec.containers),
      initContainers: namesOf(spec.initContainers),
      volumes: namesOf(spec.volumes),
    }))
    const recorded = experiment.calls.map(({ webhook, saw: { containers, initContainers, volumes } }) => ({
      webhook,
      containers,
      initContainers,
      volumes,
    }))
    expect(seen).toEqual(recorded)

    const errors = admissionErrors(pod.spec).map(({ field, message }) => `${field}: ${message}`)
    if (experiment.refused !== undefined) {
      expect(`Pod "pod" is invalid: [${errors.join(', ')}]`).toBe(experiment.refused.message)
      return
    }
    expect(errors).toEqual([])
    expect(namesOf(pod.spec.containers)).toEqual(experiment.result?.containers)
    const limits = pod.spec.containers.map(
      ({ resources }) => (resources as { limits?: unknown } | undefined)?.limits ?? null,
    )
    expect(limits).toEqual(experiment.result?.limitsOfEach)
  })

  test('what a second call sees of a container that the first one added', () => {
    const experiment = experiments.find(({ name }) => name === 'defaults-in-second-call')!
    const { calls } = run(experiment, {})
    const seen = calls.map(({ saw }) => saw.spec.containers.find(({ name }) => name === 'a') ?? null)
    expect(seen).toEqual(experiment.containerSeen)
  })
})

describe('ours in the place of the webhook that changes the pod', () => {
  test.each(experiments.map((experiment) => [experiment.name, experiment] as const))('%s', (name, experiment) => {
    const { calls, pod } = run(experiment, { ...BEHAVIOUR[name], a: injecting })
    const ownCalls = calls.filter(({ webhook }) => webhook === 'a')
    expect(ownCalls.length).toBeGreaterThan(0)
    expect(ownCalls[0]!.gave).not.toBe(ownCalls[0]!.saw)
    for (const { saw, gave } of ownCalls.slice(1)) expect(gave).toBe(saw)
    expect(admissionErrors(pod.spec)).toEqual([])
    expect(podStartErrors(pod.spec, INJECTION)).toEqual([])
  })

  test('it was asked a second time in most of them', () => {
    const twice = experiments.filter((experiment) => {
      const { calls } = run(experiment, { ...BEHAVIOUR[experiment.name], a: injecting })
      return calls.filter(({ webhook }) => webhook === 'a').length === 2
    })
    expect(twice.length).toBeGreaterThanOrEqual(15)
  })

  test('the second call saw defaulted fields, the token on our sidecar, and kept the LimitRange out of its resources', () => {
    const experiment = experiments.find(({ name }) => name === 'built-in-between')!
    const { calls } = run(experiment, { ...BEHAVIOUR['built-in-between'], a: injecting })
    const second = calls.filter(({ webhook }) => webhook === 'a')[1]!
    const sidecar = second.saw.spec.containers.find(({ name }) => name === 'modelcar')
    expect(sidecar).toMatchObject({
      imagePullPolicy: 'IfNotPresent',
      terminationMessagePath: '/dev/termination-log',
      resources: { limits: { cpu: '10m', memory: '15Mi' }, requests: { cpu: '10m', memory: '15Mi' } },
    })
    expect(namesOf(sidecar?.volumeMounts)).toEqual(['kserve-provision-location', 'kube-api-access-xxxxx'])
  })
})

test('with a LimitRange that came first the defaults of the namespace stay on our containers', () => {
  const pod = admit(
    { labels: {}, spec: { containers: [{ name: 'main', image: 'x:1' }] } },
    [
      {
        name: 'a',
        reinvocationPolicy: 'IfNeeded',
        mutate: (seen) => {
          const spec = injectModelcar(seen.spec as PodSpec & { containers: { name: string }[] }, {
            ...CONFIG,
            resources: {},
          })
          return spec === seen.spec ? seen : { ...seen, spec: spec }
        },
      },
    ],
    true,
  )
  expect(pod.calls).toHaveLength(2)
  expect(pod.calls[1]!.gave).toBe(pod.calls[1]!.saw)
  const sidecar = pod.pod.spec.containers.find(({ name }) => name === 'modelcar')
  expect(sidecar?.resources).toEqual({
    limits: { cpu: '500m', memory: '512Mi' },
    requests: { cpu: '250m', memory: '256Mi' },
  })
})
