import { describe, expect, test } from 'vitest'
import { applyOverlay, planOverlay, preferred, type Overlay, type PodSpecLike } from '../../src/index.js'
import { expectCauses, refusalOf, type ExpectedCause } from '../kit/causes.js'
import { overlaid } from './overlaid.js'

const app = (securityContext?: object, more: object = {}): PodSpecLike => ({
  containers: [{ name: 'app', image: 'app:1', ...(securityContext && { securityContext }) }],
  ...more,
})
const forAll = (securityContext: object): Overlay => ({ targets: '*', initTargets: 'all', target: { securityContext } })
const amend = (securityContext: object): Overlay => ({ spec: { containers: [{ name: 'app', securityContext }] } })
const context = 'spec.containers[0].securityContext'

/** Each of these the API server refuses, or the kubelet does not start, though it takes the pod as it was. */
const refused: readonly [what: string, podSpec: PodSpecLike, overlay: Overlay, ...expected: ExpectedCause][] = [
  [
    'no escalation for a privileged container',
    app({ privileged: true }),
    forAll({ allowPrivilegeEscalation: false }),
    'PrivilegeEscalation',
    `${context}.privileged`,
    'found privileged: true',
    'drop allowPrivilegeEscalation: false from the overlay',
  ],
  [
    'no escalation for one with the capability',
    app({ capabilities: { add: ['CAP_SYS_ADMIN'] } }),
    amend({ allowPrivilegeEscalation: false }),
    'PrivilegeEscalation',
    `${context}.capabilities.add`,
    'found the capability CAP_SYS_ADMIN',
  ],
  [
    'privileges for a container without escalation',
    app({ allowPrivilegeEscalation: false }),
    forAll({ privileged: true }),
    'PrivilegeEscalation',
    `${context}.allowPrivilegeEscalation`,
    'drop privileged: true from the overlay',
  ],
  [
    'UID 0 in a pod that forbids it',
    app(undefined, { securityContext: { runAsNonRoot: true } }),
    forAll({ runAsUser: 0 }),
    'RootUser',
    'spec.securityContext.runAsNonRoot',
    'found both for app',
    'set another runAsUser in the overlay, or drop runAsNonRoot',
  ],
  [
    'no root for a container that is',
    app({ runAsUser: 0 }),
    forAll({ runAsNonRoot: preferred(true) }),
    'RootUser',
    `${context}.runAsUser`,
    'found both for app',
  ],
  [
    'a container more, in a pod whose own user is forbidden to all but those that say another',
    app({ runAsUser: 1 }, { securityContext: { runAsUser: 0, runAsNonRoot: true } }),
    { spec: { containers: [{ name: 'own', image: 'own:1' }, { name: 'app' }] } },
    'RootUser',
    'spec.containers',
    'found both for own',
  ],
  [
    'no root for a pod with a container that is',
    app({ runAsUser: 0 }),
    { spec: { securityContext: { runAsNonRoot: true } } },
    'RootUser',
    `${context}.runAsUser`,
    'found both for app',
  ],
]

describe('what no container can have at once', () => {
  test.each<[string, PodSpecLike, Overlay, ...ExpectedCause]>(refused)('%s', (_what, podSpec, overlay, ...expected) => {
    for (const call of [() => applyOverlay(podSpec, overlay), () => planOverlay(podSpec, overlay)])
      expectCauses(refusalOf(call).causes, [expected])
  })

  const added = (securityContext: object, more: object = {}): Overlay => ({
    spec: { containers: [{ name: 'own', image: 'own:1', securityContext }], ...more },
  })

  test.each<[string, Overlay, string]>([
    [
      'privileges and no escalation',
      added({ privileged: true, allowPrivilegeEscalation: preferred(false) }),
      'PrivilegeEscalation',
    ],
    ['root and not', added({ runAsUser: preferred(0), runAsNonRoot: true }), 'RootUser'],
    [
      'root in a pod that it forbids it in',
      added({ runAsUser: 0 }, { securityContext: { runAsNonRoot: true } }),
      'RootUser',
    ],
  ])('is refused at once in a container that the overlay adds: %s', (_what, overlay, code) => {
    expectCauses(refusalOf(() => applyOverlay(app(), overlay)).causes, [[code, 'spec.containers', 'own']])
  })

  test.each([[false], [preferred(false)]])(
    'is not somebody’s where the overlay says it: %j',
    (allowPrivilegeEscalation) => {
      // The API server takes this one beside it.
      const overlay = added({ allowPrivilegeEscalation, capabilities: { add: ['SYS_ADMIN'] } })
      expect(overlaid(app(), overlay)).toMatchObject({
        containers: [{}, { securityContext: { allowPrivilegeEscalation: false } }],
      })
    },
  )

  test('is told where it stands in the pod that came in', () => {
    const podSpec = {
      ...app(),
      initContainers: [{ name: 'proxy', image: 'p:1', restartPolicy: 'Always', securityContext: { privileged: true } }],
    }
    const overlay: Overlay = {
      spec: { initContainers: [{ name: 'first', image: 'first:1' }] },
      targets: ['proxy'],
      target: { securityContext: { allowPrivilegeEscalation: false } },
    }
    expectCauses(refusalOf(() => applyOverlay(podSpec, overlay)).causes, [
      ['PrivilegeEscalation', 'spec.initContainers[0].securityContext.privileged'],
    ])
  })

  test('is not the overlay’s where it was so before', () => {
    const both = { privileged: true, allowPrivilegeEscalation: false, runAsUser: 0, runAsNonRoot: true }
    expect(planOverlay(app(both), forAll({ readOnlyRootFilesystem: true })).patch).toHaveLength(1)
  })

  test('is nothing where the overlay takes one half away', () => {
    expect(overlaid(app({ privileged: true }), forAll({ allowPrivilegeEscalation: false, privileged: false }))).toEqual(
      app({ privileged: false, allowPrivilegeEscalation: false }),
    )
    expect(overlaid(app({ runAsUser: 0 }), forAll({ runAsNonRoot: true, runAsUser: 7 }))).toEqual(
      app({ runAsNonRoot: true, runAsUser: 7 }),
    )
  })
})

describe('a preferred allowPrivilegeEscalation: false', () => {
  const preference = { allowPrivilegeEscalation: preferred(false) }

  test.each([[{ privileged: true }], [{ capabilities: { add: ['CAP_SYS_ADMIN'] } }]])('keeps away from %j', (there) => {
    const podSpec = app(there)
    expect(overlaid(podSpec, forAll(preference))).toBe(podSpec)
  })

  test.each<[object, object]>([
    [{ privileged: true }, { privileged: null }],
    [{ privileged: true }, { privileged: false }],
    [{ capabilities: { add: ['CAP_SYS_ADMIN'] } }, { capabilities: null }],
    [{ capabilities: { add: ['CAP_SYS_ADMIN'] } }, { capabilities: { add: null } }],
  ])('is filled in where %j goes: %j', (there, wanted) => {
    expect(overlaid(app(there), forAll({ ...preference, ...wanted }))).toMatchObject(
      app({ allowPrivilegeEscalation: false }),
    )
  })
})
