import { readFileSync } from 'node:fs'
import { createInjector, type PodSpecLike } from 'modelcar'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { parse } from 'yaml'
import { pod } from '../admission/reviews.js'
import { type Fields, fieldsOf } from '../../src/testing/json.js'
import { applyPatch, type Operation } from '../../src/testing/json-patch.js'
import { mutate, validate, type Response } from './pepr-framework.js'

// Pepr reads it when it is loaded.
vi.hoisted(() => (process.env['LOG_LEVEL'] = 'silent'))

const injector = createInjector({ image: 'registry.example/team/llama:1' })
const spec = { containers: [{ name: 'kserve-container' }] }
const labelled = (podSpec: unknown = spec, model = 'llama') =>
  pod(podSpec, { labels: { 'models.example/name': model } })
const refusal = /^the model cannot be injected: spec\.hostPID: /

const textOf = ({ patch = '' }: Response): string => Buffer.from(patch, 'base64').toString('utf8')
const operationsOf = (response: Response): Operation[] => JSON.parse(textOf(response)) as Operation[]
const admitted = async (object: unknown): Promise<Fields> =>
  fieldsOf(applyPatch(object, operationsOf(await mutate(object))))

describe('Mutate', () => {
  test('a labelled pod gets its model, and nothing else but the annotation of Pepr', async () => {
    const response = await mutate(labelled())
    expect(response).toMatchObject({ allowed: true, patchType: 'JSONPatch' })
    expect(await admitted(labelled())).toEqual({
      ...labelled(injector.inject(spec)),
      metadata: { ...labelled().metadata, annotations: { 'modelcar.pepr.dev/modelcar': 'succeeded' } },
    })
  })

  test('a second pass over the patched pod makes no patch', async () => {
    const response = await mutate(await admitted(labelled()))
    expect(response.allowed).toBe(true)
    expect(response).not.toHaveProperty('patch')
    expect(response).not.toHaveProperty('patchType')
    expect(response).not.toHaveProperty('warnings')
  })

  test('the label says which model', async () => {
    const { volumes } = fieldsOf((await admitted(labelled(spec, 'mistral')))['spec'])
    expect(volumes).toMatchObject([{ image: { reference: 'registry.example/team/mistral:2' } }])
  })

  test.each([pod(spec), labelled(spec, 'unknown')])(
    'a pod that asks for no model of these is left alone',
    async (other) => {
      expect(await mutate(other)).toMatchObject({ allowed: true })
      expect(await mutate(other)).not.toHaveProperty('patch')
      expect(await validate(other)).toEqual([])
    },
  )

  test('a conflict is a denial, with the message in a warning', async () => {
    const response = await mutate(labelled({ ...spec, hostPID: true }))
    expect(response.allowed).toBe(false)
    expect(response).not.toHaveProperty('patch')
    expect(response).not.toHaveProperty('status')
    expect(response.warnings?.map((warning) => warning.replace('Action failed: ', ''))).toEqual([
      expect.stringMatching(refusal),
    ])
  })

  test.each(['audit', 'ignore'])(
    'with `onError: %s` such a pod is let through as it is, with the same warning',
    async (onError) => {
      const object = labelled({ ...spec, hostPID: true })
      const response = await mutate(object, onError)
      expect(response).toMatchObject({ allowed: true, warnings: [expect.stringContaining('spec.hostPID')] })
      expect(fieldsOf(applyPatch(object, operationsOf(response)))['spec']).toEqual(object.spec)
    },
  )
})

describe('Validate', () => {
  test('a pod that has its model is approved', async () => {
    expect(await validate(await admitted(labelled()))).toMatchObject([{ allowed: true }])
  })

  test('one that lost its model is denied', async () => {
    expect(await validate(labelled())).toMatchObject([
      { allowed: false, status: { code: 422, message: 'the model llama is missing, or not as it was injected' } },
    ])
  })

  test('one that cannot have its model is denied with all causes', async () => {
    expect(await validate(labelled({ ...spec, hostPID: true }))).toMatchObject([
      { allowed: false, status: { code: 422, message: expect.stringMatching(refusal) as string } },
    ])
  })
})

test('the module hands its capability to `pepr build`', async () => {
  // Of the process that `pepr build` starts it in.
  vi.stubEnv('PEPR_MODE', 'build')
  const send = vi.fn<(capabilities: unknown) => boolean>(() => true)
  vi.stubGlobal('process', Object.create(process, { send: { value: send } }))
  onTestFinished(() => void vi.unstubAllEnvs().unstubAllGlobals())
  await import('../../examples/pepr-capability/pepr.js')
  expect(send.mock.calls).toMatchObject([
    [
      [
        {
          name: 'modelcar',
          bindings: ['isMutate', 'isValidate', 'isMutate', 'isValidate'].map((action) => ({
            kind: { kind: 'Pod' },
            event: 'CREATE',
            [action]: true,
          })),
        },
      ],
    ],
  ])
})

test('the sizes of both patches are those that the comment of the example tells', async () => {
  const predictor = fieldsOf(parse(readFileSync('examples/kserve-predictor.yaml', 'utf8')))
  const response = await mutate({ ...predictor, metadata: labelled().metadata })
  const { patch } = injector.plan(predictor['spec'] as PodSpecLike)
  const plan = JSON.stringify(patch.map((operation) => ({ ...operation, path: `/spec${operation.path}` })))
  const comment = readFileSync('examples/pepr-capability/capabilities/modelcar.ts', 'utf8').replaceAll(/\s+\* /g, ' ')
  const size = (length: number, json: string): string =>
    `${length} operations (${Buffer.byteLength(json).toLocaleString('en')} bytes)`
  expect.soft(comment).toContain(size(operationsOf(response).length, textOf(response)))
  expect(comment).toContain(size(patch.length, plan))
})
