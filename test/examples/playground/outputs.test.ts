import fc from 'fast-check'
import { injectModelcar } from 'modelcar'
import { changes, podSpecs } from 'modelcar/testing'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { type Inputs, outputsOf } from '../../../examples/playground/src/playground.js'
import { whyOf } from '../../../examples/playground/src/result/why.js'

const inputs: Inputs = {
  pod: '{}',
  kind: 'model',
  values: { models: 1, texts: { image: 'registry.example/team/llama:1' } },
  overlay: 'target: { env: [{ name: A, value: b }] }\ntargets: "*"',
  happenings: [],
}
const happenings = [{}, ...Object.keys(changes).map((change) => ({ change }))]
const outputs = (pod: object, more: Partial<Inputs> = {}) => outputsOf({ ...inputs, pod: stringify(pod), ...more })

describe('a page that says what it makes of anything', () => {
  test.each(['model', 'overlay'] as const)('any pod, with a %s, and whatever happens to it', (kind) => {
    fc.assert(
      fc.property(podSpecs(), (spec) => {
        const { calls, podMarks } = outputs({ kind: 'Pod', spec }, { kind, happenings })
        const [first] = calls
        if (first?.ours === undefined) expect(podMarks).not.toEqual([])
        else expect(calls).toHaveLength(happenings.length + 1)
      }),
      { numRuns: 20 },
    )
  })

  test('anything else: no input makes it throw, and no mark is outside of the text', () => {
    const kinds = fc.constantFrom('Pod', 'Deployment', 'List', 'Other', 3)
    const objects = fc.record({ kind: kinds, spec: fc.anything(), items: fc.anything() }, { requiredKeys: [] })
    const odd = fc.oneof(
      objects,
      fc.record({ containers: fc.anything() }),
      fc.record({ kind: fc.constant('Pod'), spec: fc.record({ containers: fc.array(fc.jsonValue()) }) }),
    )
    const texts = fc.oneof(
      odd.map((value) => JSON.stringify(value) as string | undefined).filter((text) => text !== undefined),
      fc.string({ unit: fc.constantFrom(...'a:-[]{}&*!|>#"\'\n ') }),
    )
    fc.assert(
      fc.property(texts, fc.constantFrom('model', 'overlay'), texts, (pod, kind, overlay) => {
        const { podMarks, overlayMarks } = outputsOf({
          ...inputs,
          pod,
          kind,
          overlay,
          happenings: [{}, { change: 'a mesh adds its sidecar' }],
        })
        for (const { from, to } of podMarks) expect(0 <= from && from <= to && to <= pod.length).toBe(true)
        for (const { from, to } of overlayMarks) expect(0 <= from && from <= to && to <= overlay.length).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('a pod that cannot be mapped is told', () => {
    expect(outputs({ kind: 'Pod', spec: 3 }).podMarks).toMatchObject([{ severity: 'error', field: 'spec' }])
  })

  test.each([
    ['spec: { a: !prefered 1 }', '!prefered', 'expected the tag !preferred or !includes, found !prefered'],
    ['spec: {}\n---\ntargets: [a]', '', 'expected one overlay, found another document'],
  ])('an overlay such as %j is told', (overlay, text, message) => {
    const { overlayMarks, calls } = outputs({ containers: [] }, { kind: 'overlay', overlay })
    expect(calls).toEqual([])
    expect(overlayMarks).toMatchObject([{ message }])
    const [{ from, to } = { from: 0, to: 0 }] = overlayMarks
    expect(overlay.slice(from, to)).toBe(text)
  })

  test('what happens to a pod is shown only where it is another one then', () => {
    const spec = { containers: [{ name: 'kserve-container', image: 'a:1' }] }
    const idle = Object.keys(changes).filter((change) => {
      const [, call] = outputs({ kind: 'Pod', spec }, { happenings: [{ change }] }).calls
      return call?.changed === undefined
    })
    expect(idle).toEqual([
      'image volumes come from a mirror',
      'image volumes are pinned to digests',
      'init containers in another order',
    ])
  })
})

describe('a container that the pod has not', () => {
  const spec = { containers: [{ name: 'app' }] }
  const values = { models: 1, texts: { ...inputs.values.texts, targets: 'app, vlm' } }
  const message = expect.stringMatching(/^expected a container named vlm .*, found app;/) as string

  test('is told in the pod, and beside the targets', () => {
    const { podMarks, messages } = outputs({ kind: 'Pod', spec }, { values })
    expect(podMarks).toMatchObject([{ field: 'spec.containers', message }])
    expect(messages).toEqual({ byField: { targets: [message] }, others: [] })
  })

  test('is told once beside them where several pods lack it', () => {
    const items = [spec, spec].map((each) => ({ kind: 'Pod', spec: each }))
    const { podMarks, messages } = outputs({ kind: 'List', items }, { values })
    expect(podMarks).toHaveLength(2)
    expect(messages.byField['targets']).toEqual([message])
  })

  test('is told beside them where they are empty, and KServe’s rule counts', () => {
    const { messages } = outputs({ kind: 'Pod', spec })
    expect(messages.byField['targets']).toEqual([expect.stringMatching(/kserve-container/)])
  })

  test('is marked at the targets of an overlay, and not in the form', () => {
    const overlay = 'target: { env: [{ name: A, value: b }] }\ntargets: [vlm]'
    const { podMarks, overlayMarks, messages } = outputs({ kind: 'Pod', spec }, { kind: 'overlay', overlay })
    expect(podMarks).toHaveLength(1)
    expect(overlayMarks).toMatchObject([{ field: 'targets', severity: 'error' }])
    const [{ from, to } = { from: 0, to: 0 }] = overlayMarks
    expect(overlay.slice(from, to)).toBe('targets')
    expect(messages.byField).toEqual({})
  })
})

test('what comes twice in a pod is told, since the API server refuses it as it is', () => {
  const volumes = ['a', 'b', 'a'].map((name) => ({ name, emptyDir: {} }))
  const spec = { containers: [{ name: 'kserve-container' }], volumes }
  const { podMarks } = outputs({ kind: 'Deployment', spec: { template: { spec } } })
  expect(podMarks).toMatchObject([
    {
      severity: 'warning',
      field: 'spec.template.spec.volumes[2].name',
      message: 'Duplicate value: "a". The API server refuses the pod as it is.',
    },
  ])
})

test('what is no YAML in the form stops the injection, and what else is wrong is told with it', () => {
  const of = (more: Readonly<Record<string, string>>) => {
    const texts = { ...inputs.values.texts, securityContext: '[', ...more }
    return outputs({ containers: [{ name: 'kserve-container' }] }, { values: { models: 1, texts } })
  }
  expect(of({}).calls).toEqual([])
  expect(Object.keys(of({ runAsUser: 'root' }).messages.byField)).toEqual(['securityContext', 'runAsUser'])
})

describe('why nothing changes', () => {
  const spec = { containers: [{ name: 'kserve-container' }] }
  const why = (more: Partial<Inputs>, podSpec: object = spec) => {
    const all = { ...inputs, pod: stringify({ kind: 'Pod', spec: podSpec }), ...more }
    return whyOf(all, outputsOf(all))
  }

  test.each<[string, Partial<Inputs>, object?]>([
    ['Nothing yet: see what is wrong above.', { values: { models: 1, texts: {} } }],
    ['Refused: what is in the way is marked in the pod.', {}, { ...spec, hostPID: true }],
    ['Refused: what is in the way is marked in the pod, and beside its field.', {}, { containers: [{ name: 'app' }] }],
    [
      '0 changes: the config is switched off.',
      { values: { models: 1, texts: { ...inputs.values.texts, enabled: 'false' } } },
    ],
    [
      '0 changes: the model is in this pod already.',
      {},
      injectModelcar(spec, { image: 'registry.example/team/llama:1' }),
    ],
    [
      '0 changes: all that the overlay says is in this pod already.',
      { kind: 'overlay' },
      { containers: [{ name: 'app', env: [{ name: 'A', value: 'b' }] }] },
    ],
  ])('%s', (told, more, podSpec) => {
    expect(why(more, podSpec)).toBe(told)
  })
})

describe('KServe 0.12.0, beside it', () => {
  const spec = { containers: [{ name: 'kserve-container' }] }
  const theirs = (more: Partial<Inputs>, podSpec: object = spec) =>
    outputs({ kind: 'Pod', spec: podSpec }, { happenings: [{}], ...more }).calls.map((call) => call.theirs)

  test('is accepted once, and refused in the second call', () => {
    const [first, second] = theirs({})
    expect(first?.refusals).toEqual([])
    expect(second?.refusals).toEqual([
      'spec.volumes[1].name: Duplicate value: "kserve-provision-location"',
      'spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/mnt": must be unique',
      'spec.containers[2].name: Duplicate value: "modelcar"',
    ])
  })

  test('knows one name of a server, and no overlays', () => {
    const values = { ...inputs.values, texts: { ...inputs.values.texts, targets: 'app' } }
    const [first] = theirs({ values }, { containers: [{ name: 'app' }] })
    expect(first?.error).toBe('no container found with name kserve-container')
    expect(theirs({ kind: 'overlay' })).toEqual([undefined, undefined])
  })

  test('gets the image and the UID of the form', () => {
    const texts = { image: 'oci://registry.example/a:1', runAsUser: '7' }
    const [first] = theirs({ values: { models: 1, texts } })
    expect(first?.objects).toMatchObject([
      { spec: { containers: [{}, { image: 'registry.example/a:1', securityContext: { runAsUser: 7 } }] } },
    ])
  })
})
