import { describe, expect, test } from 'vitest'
import { marksOf } from '../../../examples/playground/src/pod/marks.js'
import { rangeOf } from '../../../examples/playground/src/pod/range.js'
import { read } from '../../../examples/playground/src/pod/read.js'

const yaml = `# a pod
kind: Pod
spec:
  nodeSelector:
    kubernetes.io/os: windows
  containers:
    - name: server
      resources: { limits: { nvidia.com/gpu: '1' } }
    # between
    - image: "other"
      name: sidecar
      command: [sh, -c]
`

const json = '{\n\t"spec": {\n\t\t"hostPID": true,\n\t\t"containers": [{"name": "a"}, {"name": "b"}]\n\t}\n}'

const marked = (text: string, field: string): string => {
  const document = read(text).documents[0]?.document
  return document === undefined ? 'nothing' : text.slice(...rangeOf(document, text, field))
}

describe('the place of a field', () => {
  test.each([
    ['kind', 'Pod'],
    ['spec', 'spec'],
    ['spec.containers', 'containers'],
    ['spec.containers[0]', 'name: server'],
    ['spec.containers[0].name', 'server'],
    ['spec.containers[1].image', '"other"'],
    ['spec.nodeSelector[kubernetes.io/os]', 'windows'],
    ['spec.containers[0].resources.limits[nvidia.com/gpu]', "'1'"],
    ['spec.containers[0].resources.limits["nvidia.com/gpu"]', "'1'"],
    ['spec.containers[1].command[0]', 'sh'],
    // What is not there is told at what is around it.
    ['spec.containers[1].volumeMounts[0].mountPath', 'image: "other"'],
    ['spec.containers[7].name', 'containers'],
    ['spec.initContainers', 'spec'],
    ['metadata.name', 'kind: Pod'],
    ['', 'kind: Pod'],
  ])('%s of YAML', (field, text) => {
    expect(marked(yaml, field)).toBe(text)
  })

  test.each([
    ['spec.hostPID', 'true'],
    ['spec.containers[1].name', '"b"'],
    ['spec.containers', '"containers"'],
    ['spec.volumes', '"spec"'],
  ])('%s of JSON', (field, text) => {
    expect(marked(json, field)).toBe(text)
  })

  test('of the second of two documents', () => {
    const text = 'kind: Service\n---\nkind: Pod\n'
    const said = { index: 1, code: 'Any', field: 'kind', message: 'not this' }
    const [mark] = marksOf([said], 'warning', read(text).documents, text)
    expect(text.slice(mark?.from, mark?.to)).toBe('Pod')
    expect(mark).toMatchObject({ severity: 'warning', field: 'kind', message: 'not this' })
  })
})

describe('what does not read', () => {
  test.each([
    ['', 'expected a pod as YAML or JSON, found nothing'],
    ['# nothing', 'expected a pod as YAML or JSON, found nothing'],
    ['text', 'expected an object, found a text or number'],
    ['a: [1', 'Flow sequence'],
    ['a: 1\na: 2', 'Map keys must be unique'],
    ['a: *nowhere', 'Unresolved alias'],
    [`a: &a [x]\nb: &b [${'*a,'.repeat(60)}]\nc: [${'*b,'.repeat(60)}]`, 'Excessive alias count'],
  ])('%j', (text, message) => {
    const { documents, faults } = read(text)
    expect(documents).toEqual([])
    expect(faults[0]?.message).toContain(message)
  })
})
