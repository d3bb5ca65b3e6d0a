import { describe, expect, test } from 'vitest'
import { preferred } from '../../src/index.js'
import { inContainer, inPod, overlaid } from './overlaid.js'

// A label or selector may be called what a method of every object is called. Only own keys are read, and all of them are.

const labels = ['toString', 'valueOf', 'constructor', 'hasOwnProperty', 'isPrototypeOf']

describe.each(labels)('the label %s', (key) => {
  test('enforced', () => {
    expect(inPod({}, { nodeSelector: { [key]: 'x' } })).toEqual({ nodeSelector: { [key]: 'x' } })
    expect(inPod({ nodeSelector: {} }, { nodeSelector: { [key]: 'x' } })).toEqual({ nodeSelector: { [key]: 'x' } })
    expect(inPod({ nodeSelector: { [key]: 'y' } }, { nodeSelector: { [key]: 'x' } })).toEqual({
      nodeSelector: { [key]: 'x' },
    })
  })

  test('preferred', () => {
    expect(inPod({ nodeSelector: {} }, { nodeSelector: { [key]: preferred('x') } })).toEqual({
      nodeSelector: { [key]: 'x' },
    })
    expect(inPod({ nodeSelector: { [key]: 'y' } }, { nodeSelector: { [key]: preferred('x') } })).toEqual({
      nodeSelector: { [key]: 'y' },
    })
  })

  test('absent', () => {
    expect(inPod({ nodeSelector: {} }, { nodeSelector: { [key]: null } })).toEqual({ nodeSelector: {} })
    expect(inPod({ nodeSelector: { [key]: 'y', a: 'b' } }, { nodeSelector: { [key]: null } })).toEqual({
      nodeSelector: { a: 'b' },
    })
  })

  test('the name of a resource', () => {
    const resources = { resources: { limits: { [key]: '1' } } }
    expect(inContainer({}, resources)).toEqual(resources)
    expect(inContainer({ resources: { limits: {} } }, resources)).toEqual(resources)
    expect(inContainer({ resources: { requests: { cpu: '1' } } }, resources)).toEqual({
      resources: { requests: { cpu: '1' }, limits: { [key]: '1' } },
    })
  })
})

// No label may begin with `_`.
describe.each([...labels, '__defineGetter__'])('%s', (key) => {
  test('a field of the pod spec itself', () => {
    expect(inPod({ [key]: { b: 2 } }, { [key]: { a: 1 } })).toEqual({ [key]: { b: 2, a: 1 } })
    expect(inPod({ [key]: { b: 2 } }, { [key]: { a: 1, c: 3 } })).toEqual({ [key]: { b: 2, a: 1, c: 3 } })
  })

  test('an object, a list', () => {
    for (const value of [{ a: 1 }, ['a'], [{ a: 1 }]]) {
      expect(inContainer({ future: {} }, { future: { [key]: value } })).toEqual({ future: { [key]: value } })
      expect(inContainer({ future: { [key]: structuredClone(value) } }, { future: { [key]: value } })).toEqual({
        future: { [key]: value },
      })
    }
  })

  test('what stands beside it stays', () => {
    const podSpec = {
      containers: [{ name: 'a', image: 'b:2', [key]: { [key]: 1 } }],
      volumes: [{ name: 'v', emptyDir: {}, csi: null }],
      [key]: 'x',
    }
    expect(overlaid(podSpec, { spec: { containers: [{ name: 'a', image: 'b' }] } })).toEqual({
      ...podSpec,
      containers: [{ ...podSpec.containers[0], image: 'b' }],
    })
  })
})

test('`__proto__` of a parsed overlay sets no prototype', () => {
  const overlay: unknown = JSON.parse('{"spec": {"nodeSelector": {"__proto__": {"polluted": "x"}, "a": "b"}}}')
  const made = overlaid({ containers: [] }, overlay) as { nodeSelector: object }
  expect(Object.getPrototypeOf(made.nodeSelector)).toBe(Object.prototype)
  expect(Object.entries(made.nodeSelector)).toEqual([['a', 'b']])
  expect('polluted' in {}).toBe(false)
})

test('what is only inherited is absent', () => {
  const container = Object.assign(Object.create({ workingDir: 'inherited' }) as object, { tty: true })
  expect(inContainer(container, { tty: true })).toEqual({ tty: true })
})
