import { describe, expect, test } from 'vitest'
import { admit, type AdmissionSource } from '../../src/admission/index.js'
import { causeAbout, ModelcarConfigError, type Cause } from '../../src/errors.js'
import type { Fields } from '../../src/testing/json.js'
import { faultsOf } from './api-server.js'
import { image, pod, reviewOf, uid } from './reviews.js'

const spec = {
  containers: [{ name: 'kserve-container', volumeMounts: [{ name: 'data', mountPath: '/mnt/' }] }],
  volumes: [{ name: 'data', emptyDir: {} }],
  hostPID: true,
}
const hostPID =
  'expected no hostPID beside the shared process namespace of this mode, found true; remove it, or use mode image-volume or fetch'

const statusOf = (object: unknown, source: AdmissionSource, fields: Fields = {}) => {
  const answer = admit(reviewOf(object, fields), source)
  expect(faultsOf({ apiVersion: 'admission.k8s.io/v1', uid }, answer)).toEqual([])
  expect(answer.response.allowed).toBe(false)
  expect(answer.response.patch).toBeUndefined()
  return answer.response
}

describe('a conflict', () => {
  const { status, auditAnnotations } = statusOf(pod(spec), { image })

  test('is 422 Invalid, with one cause for each fault', () => {
    expect(status).toMatchObject({ status: 'Failure', code: 422, reason: 'Invalid' })
    expect(status?.details).toMatchObject({ kind: 'Pod', name: 'iris' })
    expect(status?.details?.causes.map(({ reason, field }) => `${reason} ${field}`)).toEqual([
      'FieldValueForbidden spec.containers[0].volumeMounts[0].mountPath',
      'FieldValueForbidden spec.hostPID',
    ])
    expect(status?.details?.causes[1]?.message).toBe(hostPID)
  })

  test('names the pod and all faults in its message', () => {
    expect(status?.message).toMatch(/^pod "team-a\/iris": the model cannot be injected:\n- spec\.containers\[0\]\./)
    expect(status?.message).toContain(`\n- spec.hostPID: ${hostPID}`)
  })

  test('is told to the audit log by its codes', () => {
    expect(auditAnnotations).toEqual({ refused: 'Conflict', causes: 'MountPathTaken,HostPID' })
  })

  test('has each code once', () => {
    const containers = ['kserve-container', 'other'].map((name) => ({
      name,
      securityContext: { windowsOptions: { hostProcess: true } },
    }))
    const { auditAnnotations, status } = statusOf(pod({ containers }), { image })
    expect(status?.details?.causes).toHaveLength(2)
    expect(auditAnnotations?.causes).toBe('Windows')
  })
})

describe('a status', () => {
  test('is whole: what kubectl prints, and a cause each', () => {
    const { status } = statusOf(pod({ containers: [{ name: 'vllm' }] }), { image })
    const [cause] = status?.details?.causes ?? []
    expect(status).toStrictEqual({
      status: 'Failure',
      message: `pod "team-a/iris": the model cannot be injected: spec.containers: ${String(cause?.message)}`,
      reason: 'Invalid',
      code: 422,
      details: {
        name: 'iris',
        kind: 'Pod',
        causes: [
          { reason: 'FieldValueNotFound', field: 'spec.containers', message: expect.stringMatching(/^expected /) },
        ],
      },
    })
  })

  test('has no name where the pod has none', () => {
    const { status } = statusOf({ spec }, { image }, { name: '', namespace: '' })
    expect(status).toMatchObject({ code: 422, message: expect.stringMatching(/^the pod: the model cannot/) })
    expect(Object.keys(status?.details ?? {})).toEqual(['kind', 'causes'])
  })

  test('has the whole message of an error, all causes of it', () => {
    const { status } = statusOf(pod(spec), { image })
    const lines = status?.details?.causes.map(({ field, message }) => `\n- ${field}: ${message}`)
    expect(status?.message).toBe(`pod "team-a/iris": the model cannot be injected:${String(lines?.join(''))}`)
  })
})

describe('the pod is named', () => {
  const hostile = { toString: 1 }
  test.each<[string, Fields, Fields, string, string | undefined]>([
    ['by its name', {}, {}, 'pod "team-a/iris"', 'iris'],
    ['by the request', { name: '' }, { name: 'requested' }, 'pod "team-a/requested"', 'requested'],
    ['by generateName', { name: '', generateName: 'iris-' }, { name: '' }, 'pod "team-a/iris-*"', 'iris-*'],
    ['by its name rather than generateName', { generateName: 'iris-' }, {}, 'pod "team-a/iris"', 'iris'],
    ['in the request’s namespace', { namespace: 'elsewhere' }, {}, 'pod "team-a/iris"', 'iris'],
    ['without a namespace', { namespace: '' }, { namespace: '' }, 'pod "iris"', 'iris'],
    ['without a name', { name: '' }, { name: '' }, 'the pod in "team-a"', undefined],
    ['by nothing', { name: null }, { name: null, namespace: null }, 'the pod', undefined],
    ['by what is no name', { name: hostile, generateName: hostile }, { name: '' }, 'the pod in "team-a"', undefined],
    ['in one line', { name: 'a\nb' }, {}, 'pod "team-a/a\\nb"', 'a\nb'],
  ])('%s', (_, metadata, fields, title, name) => {
    const { status } = statusOf(pod(spec, metadata), { image }, fields)
    expect(status?.message).toMatch(/: the model cannot be injected:\n- /)
    expect(status?.message.split(': ')[0]).toBe(title)
    expect(status?.details?.name).toBe(name)
  })
})

describe('a malformed pod', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['no spec', undefined, ['FieldValueTypeInvalid spec: expected an object, found nothing']],
    ['null as spec', null, ['FieldValueTypeInvalid spec: expected an object, found null']],
    ['a list as spec', [], ['FieldValueTypeInvalid spec: expected an object, found a list']],
    ['a text as spec', 'x', ['FieldValueTypeInvalid spec: expected an object, found "x"']],
    ['no containers', {}, ['FieldValueRequired spec.containers: expected a list of containers, found nothing']],
    [
      'a hostile name',
      { containers: [{ name: { toString: 1 } }] },
      ['FieldValueTypeInvalid spec.containers[0].name: expected a name, found an object'],
    ],
  ])('%s', (_, spec, causes) => {
    const { status, auditAnnotations } = statusOf({ ...pod(), spec }, { image })
    expect(status).toMatchObject({ code: 422, reason: 'Invalid' })
    expect(status?.details?.causes.map(({ reason, field, message }) => `${reason} ${field}: ${message}`)).toEqual(
      causes,
    )
    expect(auditAnnotations).toMatchObject({ refused: 'InvalidPodSpec' })
  })

  test('a target that is not there', () => {
    const { status } = statusOf(pod({ containers: [{ name: 'vllm' }] }), { image })
    expect(status?.details?.causes.map(({ reason }) => reason)).toEqual(['FieldValueNotFound'])
  })
})

describe('a wrong config is the webhook’s own fault', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['a config', { imag: image }, ['FieldValueForbidden config.imag', 'FieldValueRequired config.image']],
    ['a config’s entry', { models: [{ image, mountPath: 1 }] }, ['FieldValueTypeInvalid config.models[0].mountPath']],
    ['an overlay', { spec: { containers: [{}] } }, ['FieldValueRequired overlay.spec.containers[0].name']],
    ['a list', [], ['FieldValueTypeInvalid config']],
    ['null', null, ['FieldValueTypeInvalid config']],
    ['nothing', undefined, ['FieldValueTypeInvalid config']],
    ['a text', 'injector', ['FieldValueTypeInvalid config']],
    ['what a function gives', () => ({ config: { image: 5 } }), ['FieldValueTypeInvalid config.image']],
  ])('%s', (_, source, causes) => {
    const { status, auditAnnotations } = statusOf(pod(), source as AdmissionSource)
    expect(status).toMatchObject({ code: 500, reason: 'InternalError' })
    expect(status?.details?.causes.map(({ reason, field }) => `${reason} ${field}`)).toEqual(causes)
    expect(auditAnnotations).toMatchObject({ refused: 'InvalidConfig' })
  })
})

describe('what else a source throws', () => {
  test.each<[string, unknown, string]>([
    ['an error', new TypeError('no such model'), 'no such model'],
    ['an error without a message', new Error(), 'threw an object'],
    ['an error with a hostile message', Object.assign(new Error(), { message: { toString: 1 } }), 'threw an object'],
    ['a text', 'no', 'threw "no"'],
    ['null', null, 'threw null'],
    ['a hostile object', { toString: 1 }, 'threw an object'],
  ])('%s', (_, thrown, why) => {
    const { status, auditAnnotations } = statusOf(pod(), () => {
      throw thrown
    })
    expect(status).toEqual({
      status: 'Failure',
      code: 500,
      reason: 'InternalError',
      message: `pod "team-a/iris": ${why}`,
    })
    expect(auditAnnotations).toEqual({ failed: 'InternalError' })
  })

  test('an injector of the user’s whose patch is no JSON', () => {
    const plan = () => ({ changed: true, patch: [{ op: 'add' as const, path: '/x', value: 1n }], warnings: [] })
    const { status } = statusOf(pod(), { plan, inject: (podSpec) => podSpec })
    expect(status).toMatchObject({ code: 500, reason: 'InternalError' })
  })
})

describe('a webhook that fails open', () => {
  const open = { onRefusal: 'allow' } as const

  test('warns of each fault of a pod', () => {
    const { response } = admit(reviewOf(pod(spec)), { image }, open)
    expect(response).toEqual({
      uid,
      allowed: true,
      warnings: [
        'pod "team-a/iris" is left as it is',
        expect.stringMatching(/^spec\.containers\[0\]\.volumeMounts\[0\]\.mountPath: expected /),
        `spec.hostPID: ${hostPID}`,
      ],
      auditAnnotations: { refused: 'Conflict', causes: 'MountPathTaken,HostPID' },
    })
  })

  test('warns of a wrong config', () => {
    const { response } = admit(reviewOf(pod()), {}, open)
    expect(response).toMatchObject({ allowed: true, auditAnnotations: { refused: 'InvalidConfig' } })
    expect(response.warnings?.[1]).toMatch(/^config\.image: expected /)
  })

  test('warns of what a source throws', () => {
    const source: AdmissionSource = () => {
      throw new Error('no such model')
    }
    expect(admit(reviewOf(pod()), source, open).response).toMatchObject({
      allowed: true,
      warnings: ['pod "team-a/iris" is left as it is', 'no such model'],
    })
  })

  test('warns of a malformed review', () => {
    expect(admit({ ...reviewOf(pod()), request: { uid, name: 1 } }, { image }, open).response).toMatchObject({
      uid,
      allowed: true,
      warnings: ['request.name: expected a string, found 1'],
    })
  })

  test.each([{}, { onRefusal: 'deny' }, { onRefusal: undefined }])('%j denies', (options) => {
    expect(admit(reviewOf(pod(spec)), { image }, options as object).response.allowed).toBe(false)
  })
})

describe('the causes, as kubectl prints them', () => {
  const conflicts = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `c-${String(index)}`,
      securityContext: { windowsOptions: { hostProcess: true } },
    }))
  const causesOf = (pods: number) =>
    statusOf(pod({ containers: [{ name: 'kserve-container' }, ...conflicts(pods)] }), { image }).status?.details?.causes

  test('of a hundred faults are a hundred', () => {
    expect(causesOf(100)).toHaveLength(100)
    expect(causesOf(100)?.at(-1)).toMatchObject({
      reason: 'FieldValueForbidden',
      field: expect.stringMatching(/\[100\]/),
    })
  })

  test('of more end with one that says how many more', () => {
    for (const all of [101, 157, 2000]) {
      const causes = causesOf(all)
      expect(causes).toHaveLength(100)
      expect(causes?.at(-1)).toEqual({
        reason: 'FieldValueInvalid',
        field: 'spec',
        message: `and ${String(all - 99)} more`,
      })
    }
  })

  test('of a config end so too, at the config', () => {
    const targets = Array(150).fill('Not A Name')
    const causes = statusOf(pod(), { image, targets }).status?.details?.causes
    expect(causes?.at(-1)).toMatchObject({ field: 'config', message: 'and 51 more' })
  })

  test('of the pod among others make it invalid, and what is left out is of what the last one is', () => {
    const cause = { code: 'InvalidValue', field: 'a', message: 'b' } as const
    const throwing = (...causes: readonly Cause<'InvalidValue'>[]) =>
      statusOf(pod(), () => {
        throw new ModelcarConfigError(causes)
      }).status
    const ofPod = causeAbout(cause, 'pod')
    expect(throwing(cause, ofPod)).toMatchObject({ code: 422, reason: 'Invalid' })
    expect(throwing(cause, cause)).toMatchObject({ code: 500, reason: 'InternalError' })
    const causes = throwing(...Array<typeof cause>(98).fill(cause), ...Array<typeof cause>(52).fill(ofPod))?.details
      ?.causes
    expect(causes?.at(-1)).toMatchObject({ field: 'spec', message: 'and 51 more' })
  })
})
