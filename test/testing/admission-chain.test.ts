import { describe, expect, test } from 'vitest'
import { admitPod, admitPodSync, type Webhook } from '../../src/testing/admission-chain.js'
import type { ReviewHandler } from '../../src/testing/admission-review.js'
import { builtInAdmission } from '../../src/testing/api-server/admission.js'
import { entriesOf, fieldsOf } from '../../src/testing/json.js'
import { containersOf, initContainersOf, mountsOf, namesOf, type Pod, volumesOf } from '../../src/testing/pod.js'
import { recordedExperiments, type RecordedExperiment } from '../reference/recorded-pods.js'

// The experiments that a real API server was watched at, repeated in the chain: the recorded webhooks, as handlers of reviews.

type Respond = (pod: Pod) => object

const patching = (patch: readonly object[]): object => ({
  allowed: true,
  patchType: 'JSONPatch',
  patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
})
const allowed: Respond = () => ({ allowed: true })
const respondWith =
  (patch: readonly object[]): Respond =>
  () =>
    patching(patch)

const addsIfAbsent =
  (name: string): Respond =>
  ({ spec }) =>
    containersOf(spec).some((container) => container.name === name)
      ? { allowed: true }
      : patching([{ op: 'add', path: '/spec/containers/-', value: { name, image: 'x:1' } }])

const counts =
  (label: string): Respond =>
  ({ metadata: { labels = {} } }) =>
    patching([{ op: 'add', path: `/metadata/labels/${label}`, value: String(Number(labels[label] ?? 0) + 1) }])

/** KServe 0.12.0's webhook, as far as the experiments needed it. */
const appends: Respond = ({ spec }) => {
  const volume = { name: 'kserve-provision-location', emptyDir: {} }
  return patching([
    { op: 'add', path: '/spec/containers/-', value: { name: 'modelcar', image: 'x:1' } },
    spec['volumes'] === undefined
      ? { op: 'add', path: '/spec/volumes', value: [volume] }
      : { op: 'add', path: '/spec/volumes/-', value: volume },
  ])
}

const warnings = ['w'.repeat(256), 'x'.repeat(300)]
const onImage = { op: 'replace', path: '/spec/containers/0/image', value: 'x:1' }

/** What the webhooks of an experiment answer; who is not here adds a container of its own name, once. */
const responses: Readonly<Record<string, Readonly<Record<string, Respond>>>> = {
  'later-does-nothing': { b: allowed },
  'never-settles': { a: counts('n') },
  'two-that-never-settle': { a: counts('n'), b: counts('m') },
  'no-op-patch': { b: respondWith([onImage]) },
  'empty-patch': { b: respondWith([]) },
  'kserve-0.12.0': { a: appends, b: addsIfAbsent('istio-proxy') },
  'kserve-0.12.0-alone': { a: appends },
  'kserve-0.12.0-no-token': { a: appends },
  'built-in-between': { b: allowed },
  'built-in-after-last': { a: allowed },
  'patch-on-missing-path': { a: respondWith([{ op: 'add', path: '/spec/initContainers/-', value: { name: 'i' } }]) },
  'patch-on-missing-path-ignore': {
    a: respondWith([{ op: 'add', path: '/spec/initContainers/-', value: { name: 'i' } }]),
  },
  'patch-test-fails-ignore': { a: respondWith([{ op: 'test', path: '/spec/containers/0/name', value: 'other' }]) },
  'patch-remove-missing': { a: respondWith([{ op: 'remove', path: '/spec/volumes/9' }]) },
  'patch-unknown-field': { a: respondWith([{ op: 'add', path: '/spec/notAField', value: 1 }]) },
  'patch-wrong-type': { a: respondWith([{ op: 'replace', path: '/spec/containers/0/image', value: 1 }]) },
  'patch-without-type': { a: () => ({ allowed: true, patch: Buffer.from('[]').toString('base64') }) },
  denied: {
    a: () => ({ allowed: false, status: { code: 422, reason: 'Invalid', message: 'spec.containers[0]: no' } }),
  },
  'denied-no-status': { a: () => ({ allowed: false }) },
  warnings: { a: () => ({ allowed: true, warnings }) },
  'wrong-uid-is-not-tested': { a: allowed },
  'no-op-patch-no-token': { b: respondWith([onImage]) },
  'label-only-no-token': { b: respondWith([{ op: 'add', path: '/metadata/labels/b', value: 'x' }]) },
}

const handlerOf =
  (respond: Respond): ReviewHandler =>
  ({ request: { uid, object } }) => ({ response: { uid, ...respond(object) } })

const suffix = '.test.example'

function run({ name, webhooks }: RecordedExperiment, asHandler: (respond: Respond) => ReviewHandler) {
  const automount = name.endsWith('-no-token') ? { automountServiceAccountToken: false } : {}
  const namespace = name.startsWith('built-in') ? 'limits' : 'default'
  const limitRange = { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '250m', memory: '256Mi' } }
  const chain = webhooks.map((webhook): Webhook => ({
    ...webhook,
    name: webhook.name + suffix,
    review: asHandler(responses[name]?.[webhook.name] ?? addsIfAbsent(webhook.name)),
  }))
  const pod = {
    metadata: { name: 'pod', namespace, labels: { test: 'yes' } },
    spec: { containers: [{ name: 'main', image: 'x:1' }], ...automount },
  }
  const builtIn = builtInAdmission({ tokenSuffix: 'xxxxx', ...(namespace === 'limits' && { limitRange }) })
  return { pod, chain, builtIn }
}

const limitsOf = (container: object): unknown => fieldsOf(fieldsOf(container)['resources'])['limits'] ?? null

describe('what an API server did in each experiment', () => {
  const experiments = recordedExperiments.map((experiment) => [experiment.name, experiment] as const)

  test.each(experiments)('%s', async (_name, experiment) => {
    const { pod, chain, builtIn } = run(
      experiment,
      (respond) => (review) => Promise.resolve(handlerOf(respond)(review)),
    )
    const admission = await admitPod(pod, chain, builtIn)
    const seen = admission.calls.map(({ webhook, saw: { metadata, spec } }) => ({
      webhook: webhook.replace(suffix, ''),
      saw: {
        containers: namesOf(containersOf(spec)),
        initContainers: namesOf(initContainersOf(spec)),
        volumes: namesOf(volumesOf(spec)),
        namespaceInObject: metadata.namespace,
        namespaceInRequest: metadata.namespace,
        defaulted: containersOf(spec).every(({ terminationMessagePath }) => terminationMessagePath !== undefined),
        dryRun: true,
      },
    }))
    expect(seen).toEqual(experiment.calls)
    if (experiment.refused !== undefined) {
      const { code, message } = admission.refused ?? {}
      expect({ code, message }).toEqual(experiment.refused)
      return
    }
    expect(admission.refused).toBeUndefined()
    const { spec, metadata } = admission.pod
    expect({
      containers: namesOf(containersOf(spec)),
      volumes: namesOf(volumesOf(spec)),
      mountsOfEach: containersOf(spec).map((container) => mountsOf(container).map(({ mountPath }) => mountPath)),
      limitsOfEach: containersOf(spec).map(limitsOf),
      labels: metadata.labels,
    }).toEqual(experiment.result)
    const asHeaders = admission.warnings.map((text) => `299 - "${text}"`)
    expect(asHeaders).toEqual(experiment.warnings ?? [])
    if (experiment.containerSeen === undefined) return
    const found = admission.calls.map(({ saw }) => containersOf(saw.spec).find(({ name }) => name === 'a') ?? null)
    expect(found).toEqual(experiment.containerSeen)
  })

  test('there are 31', () => {
    expect(experiments).toHaveLength(31)
  })
})

describe('the chain', () => {
  const podSpec = { containers: [{ name: 'main', image: 'x:1' }] }
  const webhook = (rest: object): Webhook => ({
    name: 'a',
    reinvocationPolicy: 'IfNeeded',
    mutate: (spec) => spec,
    ...rest,
  })

  test('is the same for what is sync', () => {
    for (const experiment of recordedExperiments) {
      const { pod, chain, builtIn } = run(experiment, handlerOf)
      const { calls, refused } = admitPodSync(pod, chain, builtIn)
      expect(calls.map((call) => call.webhook.replace(suffix, ''))).toEqual(
        experiment.calls.map((call) => call.webhook),
      )
      expect(refused?.code).toBe(experiment.refused?.code)
    }
  })

  test('asks again who was asked before two changes that undo each other', () => {
    const labelled = (value: string): ReviewHandler =>
      handlerOf(() => patching([{ op: 'add', path: '/metadata/labels', value: value === '' ? {} : { x: value } }]))
    const pod = { metadata: { name: 'pod', labels: {} }, spec: { ...podSpec, automountServiceAccountToken: false } }
    const never = { reinvocationPolicy: 'Never' } as const
    const chain: Webhook[] = [
      { name: 'a', reinvocationPolicy: 'IfNeeded', review: handlerOf(allowed) },
      { name: 'b', ...never, review: labelled('1') },
      { name: 'c', ...never, review: labelled('') },
    ]
    expect(admitPodSync(pod, chain).calls.map((call) => call.webhook)).toEqual(['a', 'b', 'c', 'a'])
  })

  test('shows webhooks copies: who writes to one changes nothing but its own answer', () => {
    const saw: unknown[] = []
    const chain = [
      webhook({ mutate: (spec: typeof podSpec) => (saw.push(spec), Object.assign(spec, { hostname: 'h' })) }),
    ]
    const { calls, pod } = admitPodSync(podSpec, chain)
    expect(calls.map((call) => call.saw.spec['hostname'])).toEqual([undefined])
    expect(pod.spec['hostname']).toBe('h')
    expect(podSpec).toEqual({ containers: [{ name: 'main', image: 'x:1' }] })
  })

  test('waits for a mutation that is async', async () => {
    const chain = [webhook({ mutate: (spec: object) => Promise.resolve({ ...spec, hostname: 'h' }) })]
    expect((await admitPod(podSpec, chain)).pod.spec['hostname']).toBe('h')
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('no route')
      },
      'failed calling webhook "a": no route',
    ],
    [
      'answers nothing',
      () => undefined,
      'failed calling webhook "a": received invalid webhook response: webhook returned nothing: it has no response',
    ],
    [
      'has another UID',
      () => ({ response: { uid: 'x', allowed: true } }),
      'failed calling webhook "a": received invalid webhook response: expected response.uid="1", got "x"',
    ],
    [
      'patches in another way',
      ({ request: { uid } }: { request: { uid: string } }) => ({
        response: { uid, allowed: true, patch: 'W10=', patchType: 'MergePatch' },
      }),
      'failed calling webhook "a": received invalid webhook response: invalid patch type "MergePatch"',
    ],
  ])('refuses the pod where a handler %s, unless that is to be ignored', async (_name, review, message) => {
    const of = (failurePolicy: 'Fail' | 'Ignore'): Webhook => ({
      name: 'a',
      reinvocationPolicy: 'Never',
      review,
      failurePolicy,
    })
    const { refused } = await admitPod(podSpec, [of('Fail')])
    expect(refused).toEqual({ code: 500, message: `Internal error occurred: ${message}`, isDenial: false })
    expect(await admitPod(podSpec, [of('Ignore')])).toMatchObject({ warnings: [] })
    expect((await admitPod(podSpec, [of('Ignore')])).refused).toBeUndefined()
  })

  test('refuses what the API server cannot read, or finds invalid', async () => {
    const fault = async (spec: object) => (await admitPod(spec as typeof podSpec, [])).refused
    expect(await fault({ containers: [{ name: 1 }] })).toEqual({
      code: 400,
      message:
        'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field Container.spec.containers.name of type string',
      isDenial: false,
    })
    expect(await fault({ containers: [{ name: 'a' }] })).toEqual({
      code: 422,
      message: 'Pod "pod" is invalid: spec.containers[0].image: Required value',
      isDenial: false,
    })
  })

  const answering = (response: object): Webhook => ({
    name: 'a',
    reinvocationPolicy: 'Never',
    review: ({ request: { uid } }) => ({ response: { uid, ...response } }),
  })

  test.each<[object, number, string]>([
    [{}, 400, 'denied the request without explanation'],
    [{ code: 0, message: '', reason: '' }, 400, 'denied the request without explanation'],
    [{ code: -1, reason: 'Forbidden' }, 400, 'denied the request: Forbidden'],
    [{ code: '403', message: 'no', reason: 'Forbidden' }, 400, 'denied the request: no'],
    [{ code: 1, message: '', reason: 'Forbidden' }, 1, 'denied the request: Forbidden'],
    [{ code: 403, message: 'no' }, 403, 'denied the request: no'],
  ])('is told why a webhook denies a pod, as its status says: %j', (status, code, message) => {
    const { refused, warnings } = admitPodSync(podSpec, [answering({ allowed: false, status, warnings: ['w'] })])
    expect(refused).toEqual({ code, message: `admission webhook "a" ${message}`, isDenial: true })
    expect(warnings).toEqual(['w'])
  })

  test.each<[object, string]>([
    [
      { op: 'add', path: '/spec/hostname', value: 1 },
      'json: cannot unmarshal number into Go struct field PodSpec.spec.hostname of type string',
    ],
    [
      { op: 'remove', path: '/spec/hostname' },
      "error in remove for path: '/spec/hostname': Unable to remove nonexistent key: hostname: missing value",
    ],
  ])(
    'refuses the pod, whatever the failurePolicy is, where an answer cannot be carried out: %j',
    (operation, message) => {
      const { refused } = admitPodSync(podSpec, [{ ...answering(patching([operation])), failurePolicy: 'Ignore' }])
      expect(refused).toEqual({ code: 500, message: `Internal error occurred: ${message}`, isDenial: false })
    },
  )

  test('asks about a pod of a namespace, by its name where it has one', () => {
    const requests: unknown[] = []
    const webhook: Webhook = {
      name: 'a',
      reinvocationPolicy: 'Never',
      review: ({ request: { uid, name, namespace } }) => {
        requests.push([name, namespace])
        return { response: { uid, allowed: true } }
      },
    }
    admitPodSync(podSpec, [webhook])
    admitPodSync({ metadata: {}, spec: podSpec }, [webhook])
    admitPodSync({ metadata: { name: 'n', namespace: 'ns' }, spec: podSpec }, [webhook])
    expect(requests).toEqual([
      ['pod', 'default'],
      ['', 'default'],
      ['n', 'ns'],
    ])
  })

  test('pulls every image anew where AlwaysPullImages is on, of volumes too', () => {
    const volumes = [
      { name: 'v', image: { reference: 'v:1', pullPolicy: 'Never' } },
      { name: 'w', emptyDir: {} },
    ]
    const { pod } = admitPodSync({ ...podSpec, volumes }, [], builtInAdmission({ alwaysPullImages: true }))
    expect(entriesOf(pod.spec.containers).map(({ imagePullPolicy }) => imagePullPolicy)).toEqual(['Always'])
    expect(entriesOf(pod.spec['volumes']).slice(0, 2)).toEqual([
      { name: 'v', image: { reference: 'v:1', pullPolicy: 'Always' } },
      { name: 'w', emptyDir: {} },
    ])
  })
})
