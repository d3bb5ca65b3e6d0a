import { describe, expect, test } from 'vitest'
import { admitPodSync, call, type Webhook } from '../../src/testing/admission-chain.js'
import { answerOf, InvalidResponse, reviewOf } from '../../src/testing/admission-review.js'
import { Denied, fromReview } from '../../src/testing/from-review.js'
import { runSync } from '../../src/testing/laws/steps.js'
import { metadataOf } from '../../src/testing/metadata.js'
import type { AdmissionReview, Pod, PodSpec } from '../../src/testing/index.js'

// What a webhook is sent, and what its answers come to.

const spec: PodSpec = { containers: [{ name: 'app', image: 'app:1' }] }
const pod: Pod = { metadata: { name: 'n', namespace: 'ns' }, spec }
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')
const patching = (...patch: object[]): object => ({ allowed: true, patchType: 'JSONPatch', patch: base64(patch) })
const hostname = { op: 'add', path: '/spec/hostname', value: 'h' }

describe('a review', () => {
  const request = {
    uid: '7',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    requestKind: { group: '', version: 'v1', kind: 'Pod' },
    requestResource: { group: '', version: 'v1', resource: 'pods' },
    name: 'n',
    namespace: 'ns',
    operation: 'CREATE',
    userInfo: {
      username: 'system:serviceaccount:kube-system:replicaset-controller',
      groups: ['system:authenticated'],
    },
    object: pod,
    oldObject: null,
    dryRun: true,
    options: { apiVersion: 'meta.k8s.io/v1', kind: 'CreateOptions' },
  }

  test('has all that an API server sends', () => {
    expect(reviewOf(pod, '7')).toEqual({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request })
  })

  test('of a pod without a name and a namespace says so', () => {
    expect(reviewOf({ metadata: {}, spec }, '7').request).toMatchObject({ name: '', namespace: 'default' })
  })
})

describe('an answer', () => {
  const of = (response: object): unknown => answerOf(pod, { response: { uid: '7', ...response } }, 'w', '7')

  test.each<[response: object, made: object]>([
    [{ allowed: true }, { pod, warnings: [] }],
    [
      { allowed: true, patch: null, warnings: ['a', 1] },
      { pod, warnings: ['a'] },
    ],
    [
      { allowed: true, patch: '', patchType: 'x' },
      { pod, warnings: [] },
    ],
    [patching(), { pod, warnings: [] }],
    [patching(hostname), { pod: { ...pod, spec: { ...spec, hostname: 'h' } }, warnings: [] }],
    [
      patching({ ...hostname, value: 'ü模型\n' }),
      { pod: { ...pod, spec: { ...spec, hostname: 'ü模型\n' } }, warnings: [] },
    ],
    [
      { ...patching(), patch: Buffer.from('[\n\t]').toString('base64') },
      { pod, warnings: [] },
    ],
    [
      { warnings: ['a'] },
      {
        pod,
        warnings: ['a'],
        refusal: { code: 400, message: 'admission webhook "w" denied the request without explanation', isDenial: true },
      },
    ],
    [
      { ...patching(), patch: base64({}), warnings: ['a'] },
      {
        pod,
        warnings: ['a'],
        refusal: {
          code: 500,
          message: 'Internal error occurred: json: cannot unmarshal object into Go value of type jsonpatch.Patch',
          isDenial: false,
        },
      },
    ],
  ])('%j', (response, made) => {
    expect(of(response)).toEqual(made)
  })

  test.each<[answered: unknown, message: string]>([
    [undefined, 'webhook returned nothing: it has no response'],
    [{ response: 1 }, 'webhook returned {"response":1}: it has no response'],
    [{ response: {} }, 'expected response.uid="7", got nothing'],
    [{ response: { uid: 7 } }, 'expected response.uid="7", got 7'],
    [
      { response: { uid: '7', allowed: true, patch: 'W10=' } },
      'webhook returned response.patch but not response.patchType',
    ],
    [{ response: { uid: '7', allowed: true, patch: 'W10=', patchType: 'x' } }, 'invalid patch type "x"'],
  ])('that is none: %j', (answered, message) => {
    const reading = (): unknown => answerOf(pod, answered, 'w', '7')
    expect(reading).toThrow(new InvalidResponse(message))
    expect(reading).toThrow(InvalidResponse)
    expect(String(new InvalidResponse(message))).toBe(`InvalidResponse: ${message}`)
  })
})

describe('a chain', () => {
  const webhook = (name: string, mutate: (given: PodSpec) => PodSpec): Webhook => ({
    name,
    reinvocationPolicy: 'IfNeeded',
    mutate,
  })

  test('asks in the order of the names', () => {
    const chain = ['b', 'c', 'a'].map((name) => webhook(name, (given) => given))
    const { calls, warnings } = admitPodSync(spec, chain)
    expect([calls.map((each) => each.webhook), warnings]).toEqual([['a', 'b', 'c'], []])
  })

  test('asks those of the same name in the order of the list', () => {
    const said: number[] = []
    const chain = [1, 2, 3].map((number) => webhook('a', (given) => (said.push(number), given)))
    admitPodSync(spec, chain)
    expect(said).toEqual([1, 2, 3])
  })

  test('shows a pod with its kind, or as it calls itself', () => {
    const kindOf = (given: Pod | PodSpec): unknown => {
      const [first] = admitPodSync(given, [webhook('a', (each) => each)]).calls
      return [first?.saw.apiVersion, first?.saw.kind, first?.saw.metadata.name]
    }
    expect(kindOf(spec)).toEqual(['v1', 'Pod', 'pod'])
    expect(kindOf(pod)).toEqual(['v1', 'Pod', 'n'])
    expect(kindOf({ ...spec, spec: {} })).toEqual(['v1', 'Pod', 'pod'])
  })

  test('ends in a second round only where somebody changed something, for those who were asked before', () => {
    const asked = (...changes: boolean[]): string[] => {
      const chain = changes.map((isChanging, at) =>
        webhook(`w${at}`, (given) => (isChanging ? { ...given, [`x${at}`]: 1, hostname: 'h' } : given)),
      )
      return admitPodSync(spec, chain).calls.map((each) => each.webhook)
    }
    expect(asked(false, false)).toEqual(['w0', 'w1'])
    expect(asked(false, true)).toEqual(['w0', 'w1', 'w0'])
    // What the first one added needs the token of nobody.
    expect(asked(true, false)).toEqual(['w0', 'w1'])
  })

  test('runs the built-in plugins once where nobody changed anything, and again where somebody did', () => {
    const runs = (mutate: (given: PodSpec) => PodSpec): number => {
      let count = 0
      admitPodSync(spec, [webhook('a', mutate)], (given) => ((count += 1), given))
      return count
    }
    expect(runs((given) => given)).toBe(1)
    expect(runs((given) => ({ ...given, hostname: 'h' }))).toBe(2)
  })

  test('tells no warnings of a handler that fails', () => {
    const fails: Webhook = { name: 'a', reinvocationPolicy: 'Never', review: () => 5 }
    expect(admitPodSync(spec, [fails])).toMatchObject({ refused: { code: 500 }, warnings: [] })
    expect(admitPodSync(spec, [{ ...fails, failurePolicy: 'Ignore' }])).toMatchObject({ warnings: [] })
  })

  test('lists faults as the API server does', () => {
    const refused = (metadata: Pod['metadata'], containers: object[]): string | undefined =>
      admitPodSync({ metadata, spec: { containers } } as unknown as Pod, []).refused?.message
    expect(refused({}, [])).toBe('Pod "" is invalid: spec.containers: Required value')
    expect(refused({ name: 'n' }, [{ name: '', image: '' }])).toBe(
      'Pod "n" is invalid: [spec.containers[0].name: Required value, spec.containers[0].image: Required value]',
    )
  })

  test('asks a handler by itself with a UID of its own', () => {
    const review = ({ request: { uid } }: AdmissionReview): object => ({ response: { uid, ...patching(hostname) } })
    const { pod: made } = runSync(call({ name: 'a', reinvocationPolicy: 'Never', review }, pod))
    expect(made.spec['hostname']).toBe('h')
    const first = ({ request: { uid } }: AdmissionReview): object => ({ response: { uid: '1', allowed: uid === '1' } })
    expect(runSync(call({ name: 'a', reinvocationPolicy: 'Never', review: first }, pod)).refusal).toBeUndefined()
  })
})

describe('a handler that is taken for a mutation', () => {
  const answering =
    (respond: (given: Pod) => object) =>
    ({ request: { uid, object } }: AdmissionReview): object => ({ response: { uid, ...respond(object) } })
  const failing = async (handler: (review: AdmissionReview) => unknown): Promise<unknown> =>
    Promise.resolve(fromReview(handler)(spec)).then(
      () => 'no error',
      (error: unknown) => [(error as Error).constructor, String(error)],
    )

  test('is shown a pod as the API server has it, called `pod` or as is said', async () => {
    const seen: Pod[] = []
    const uids: string[] = []
    const handler = (review: AdmissionReview): object => {
      uids.push(review.request.uid)
      return answering((given) => (seen.push(given), { allowed: true }))(review)
    }
    expect(await fromReview(handler)(spec)).toBe(spec)
    await fromReview(handler, { metadata: { name: 'n', labels: { a: 'b' } } })(spec)
    expect(seen).toMatchObject([
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', namespace: 'default' } },
      { metadata: { name: 'n', namespace: 'default', labels: { a: 'b' } } },
    ])
    expect(seen[0]?.spec).toMatchObject({ restartPolicy: 'Always' })
    expect(uids).toEqual(['1', '1'])
  })

  test('gives what its patch makes, decoded and defaulted', async () => {
    const made = await fromReview(answering(() => patching(hostname)))(spec)
    expect(made).toMatchObject({ hostname: 'h', restartPolicy: 'Always' })
    expect(metadataOf(made)).toBeUndefined()
  })

  test('gives another object where it writes metadata alone, which it is shown again', async () => {
    const labels = { op: 'add', path: '/metadata/labels', value: { a: 'b' } }
    const seen: unknown[] = []
    const mutate = fromReview(answering(({ metadata }) => (seen.push(metadata.labels), patching(labels))))
    const made = await mutate(spec)
    expect(made).toEqual(spec)
    expect(made).not.toBe(spec)
    expect(metadataOf(made)).toEqual({ name: 'pod', namespace: 'default', labels: { a: 'b' } })
    expect(await mutate(made)).toBe(made)
    expect(seen).toEqual([undefined, { a: 'b' }])
  })

  test('throws what its answer comes to', async () => {
    expect(await failing(answering(() => ({ allowed: false, status: { message: 'no' } })))).toEqual([
      Denied,
      'Denied: admission webhook "webhook" denied the request: no',
    ])
    expect(await failing(answering(() => patching({ op: 'remove', path: '/x' })))).toEqual([
      InvalidResponse,
      expect.stringContaining('InvalidResponse: Internal error occurred: error in remove for path'),
    ])
    expect(await failing(answering(() => patching({ ...hostname, value: 1 })))).toEqual([
      InvalidResponse,
      'InvalidResponse: Internal error occurred: json: cannot unmarshal number into Go struct field PodSpec.spec.hostname of type string',
    ])
    expect(await failing(() => Promise.reject(new Error('no route')))).toEqual([
      InvalidResponse,
      'InvalidResponse: failed calling the webhook: no route',
    ])
    expect(await failing(() => 'x')).toEqual([
      InvalidResponse,
      'InvalidResponse: webhook returned "x": it has no response',
    ])
  })

  test('is not asked about what the API server cannot read', async () => {
    const asked: unknown[] = []
    const mutate = fromReview((review) => asked.push(review))
    await expect(Promise.resolve(mutate({ containers: 1 as never }))).rejects.toThrow(
      new Denied(
        'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field PodSpec.spec.containers of type []v1.Container',
      ),
    )
    expect(asked).toEqual([])
  })
})
