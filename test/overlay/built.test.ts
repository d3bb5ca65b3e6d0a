import { describe, expect, test } from 'vitest'
import { compileOverlay, preferred } from '../../src/index.js'
import { inPod, overlaid } from './overlaid.js'

// What an overlay adds where the pod has none: what it says, and nothing for what it says nothing of.

const added = (fields: object) =>
  overlaid({ containers: [] }, { spec: { containers: [{ name: 'own', image: 'own:1', ...fields }] } })
const own = <T extends object>(fields: T) => ({ containers: [{ name: 'own', image: 'own:1', ...fields }] })

describe('of an object', () => {
  test.each<[string, object, object]>([
    ['that is empty', { securityContext: {} }, { securityContext: {} }],
    [
      'that has only undefined fields, which are none',
      { securityContext: { runAsUser: undefined } },
      { securityContext: {} },
    ],
    ['that has only fields to be absent', { securityContext: { runAsUser: null } }, {}],
    ['that has only preferences of nothing', { securityContext: { seLinuxOptions: { level: preferred('') } } }, {}],
    [
      'that has some fields',
      { securityContext: { runAsUser: null, privileged: false } },
      { securityContext: { privileged: false } },
    ],
  ])('%s', (_what, fields, expected) => {
    expect(added(fields)).toEqual(own(expected))
  })

  test('a volume has its source even where that says nothing', () => {
    const volumes = [{ name: 'v', emptyDir: { sizeLimit: null } }]
    expect(inPod({}, { volumes })).toEqual({ volumes: [{ name: 'v', emptyDir: {} }] })
  })

  test('what is added to one pod is shared with no other', () => {
    const fields = { securityContext: { capabilities: { drop: ['ALL'] } } }
    const { inject } = compileOverlay({ spec: own(fields) })
    for (let pod = 0; pod < 3; pod++) {
      const made = inject<ReturnType<typeof own<typeof fields>>>({ containers: [] })
      expect(made).toEqual(own(fields))
      made.containers[0]?.securityContext.capabilities.drop.push('KILL')
    }
  })
})
