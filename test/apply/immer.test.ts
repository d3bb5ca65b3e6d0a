import { current, produce, setAutoFreeze } from 'immer'
import { expect, test } from 'vitest'
import { injectModelcar } from '../../src/index.js'

// Callers use immer themselves. The library's own is another one: nothing of theirs is frozen, or finished, by it.

const config = { image: 'registry.example/team/llama:1' }
const pod = () => ({ containers: [{ name: 'kserve-container', image: 'server:1', env: [{ name: 'A', value: '1' }] }] })

test('a draft of the caller is read, and finished by the caller', () => {
  const podSpec = pod()
  const made = produce({ spec: podSpec }, (draft) => {
    draft.spec.containers[0]!.image = 'server:2'
    const injected = injectModelcar(current(draft.spec), config)
    draft.spec = injected
  })
  expect(made.spec).toEqual(injectModelcar({ containers: [{ ...podSpec.containers[0]!, image: 'server:2' }] }, config))
  expect(podSpec).toEqual(pod())
})

test('a draft itself may be the input', () => {
  const podSpec = pod()
  const made = produce({ spec: podSpec }, (draft) => {
    draft.spec = injectModelcar(draft.spec, config)
  })
  expect(made.spec).toEqual(injectModelcar(pod(), config))
  expect(podSpec).toEqual(pod())
})

test('a draft with nothing missing changes nothing', () => {
  const podSpec = injectModelcar(pod(), config)
  const state = { spec: podSpec }
  const made = produce(state, (draft) => {
    draft.spec = injectModelcar(draft.spec, config)
  })
  expect(made.spec).toBe(podSpec)
})

test('the caller’s setting of the global immer makes no difference', () => {
  try {
    setAutoFreeze(true)
    const made = injectModelcar(pod(), config)
    expect(Object.isFrozen(made)).toBe(false)
    expect(Object.isFrozen(made.containers)).toBe(false)
    expect(produce({ a: {} }, () => undefined)).toEqual({ a: {} })
  } finally {
    setAutoFreeze(true)
  }
})
