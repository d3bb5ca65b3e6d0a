import { describe, expect, test } from 'vitest'
import { inContainer, inPod, planFor } from './overlaid.js'

describe('what must be absent', () => {
  test.each([
    ['a string', { workingDir: '/x' }],
    ['a number', { workingDir: 1 }],
    ['an object', { workingDir: {} }],
    ['a list', { workingDir: ['x'] }],
  ])('goes where it is %s', (_what, container) => {
    expect(inContainer({ tty: true, ...container }, { workingDir: null })).toEqual({ tty: true })
    expect(planFor(container, { workingDir: null }).patch).toEqual([{ op: 'remove', path: '/containers/0/workingDir' }])
  })

  test.each([
    [{}],
    [{ workingDir: null }],
    [{ workingDir: undefined }],
    [{ workingDir: '' }],
    [{ workingDir: false }],
    [{ workingDir: 0 }],
    [{ workingDir: [] }],
  ])('is absent in %j', (container) => {
    expect(inContainer(container, { workingDir: null })).toEqual(container)
  })

  test.each([
    ['runAsUser', 0],
    ['runAsNonRoot', false],
    ['allowPrivilegeEscalation', false],
    ['procMount', ''],
  ])('goes where it is the zero value of a pointer: %s: %j', (field, zero) => {
    expect(inContainer({ securityContext: { [field]: zero, a: 1 } }, { securityContext: { [field]: null } })).toEqual({
      securityContext: { a: 1 },
    })
    expect(inContainer({ securityContext: { [field]: null } }, { securityContext: { [field]: null } })).toEqual({
      securityContext: { [field]: null },
    })
  })

  test.each([
    ['mountPropagation', 'None', 'HostToContainer'],
    ['privileged', false, true],
    ['procMount', 'Default', 'Unmasked'],
    ['recursiveReadOnly', 'Disabled', 'IfPossible'],
    ['terminationMessagePath', '/dev/termination-log', '/dev/log'],
    ['terminationMessagePolicy', 'File', 'FallbackToLogsOnError'],
    ['timeoutSeconds', 1, 2],
  ])('what the API server takes for absent stays: %s', (field, initial, other) => {
    expect(planFor({ [field]: initial }, { [field]: null }).patch).toEqual([])
    expect(inContainer({ tty: true, [field]: other }, { [field]: null })).toEqual({ tty: true })
  })

  test('of a pod', () => {
    expect(
      inPod(
        { automountServiceAccountToken: false, hostNetwork: false },
        { automountServiceAccountToken: null, hostNetwork: null },
      ),
    ).toEqual({
      hostNetwork: false,
    })
  })

  test.each(['privileged', 'hostProcess'])('%s: false says what none says', (field) => {
    const context = (value: unknown) => ({ securityContext: { windowsOptions: { [field]: value }, [field]: value } })
    expect(inContainer(context(false), context(null))).toEqual(context(false))
    expect(inContainer(context(true), context(null))).toEqual({ securityContext: { windowsOptions: {} } })
  })

  test('is not added where an entry is new', () => {
    expect(inContainer({}, { volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: null, subPath: null }] })).toEqual({
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
    })
  })

  test('may be a whole list of entries', () => {
    expect(inContainer({ ports: [{ containerPort: 80 }] }, { ports: null })).toEqual({})
  })

  test('several of one object go at once', () => {
    expect(inContainer({ a: 1, b: 2, c: 3, d: 4 }, { d: null, a: null, c: null })).toEqual({ b: 2 })
  })
})
