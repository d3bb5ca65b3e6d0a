import { describe, expect, test } from 'vitest'
import { compileOverlay, includes, preferred, type Overlay } from '../../src/index.js'
import { refusalOf } from '../kit/causes.js'
import { overlaid } from './overlaid.js'

// What the faults of an overlay are told with, to the letter.

const toldOf = (overlay: unknown): readonly string[] =>
  refusalOf(() => compileOverlay(overlay as Overlay)).causes.map(({ field, message }) => `${field}: ${message}`)
const inTarget = (target: object) => ({ targets: ['server'], target })
const inVolume = (source: object) => ({ spec: { volumes: [{ name: 'v', ...source }] } })
const inNew = (container: object) => ({ spec: { containers: [{ name: 'c', image: 'i:1', ...container }] } })

describe('a value of the wrong type', () => {
  test.each<[string, unknown, string]>([
    ['image', 5, 'a string, found 5; put it in quotes'],
    ['image', true, 'a string, found true; put it in quotes'],
    ['image', {}, 'a string, found an object'],
    ['image', [], 'a string, found a list'],
    ['tty', 'yes', 'true or false, found "yes"'],
    ['tty', {}, 'true or false, found an object'],
  ])('%s: %j', (name, value, told) => {
    expect(toldOf(inTarget({ [name]: value }))).toEqual([`target.${name}: expected ${told}`])
  })

  test.each<[object, string, string]>([
    [{ runAsUser: '5' }, 'runAsUser', 'a whole number, found "5"; leave out the quotes'],
    [{ runAsUser: '5s' }, 'runAsUser', 'a whole number, found "5s"; write the number alone, without quotes'],
    [{ runAsUser: 'a5' }, 'runAsUser', 'a whole number, found "a5"'],
    [{ runAsUser: '0644' }, 'runAsUser', 'a whole number, found "0644"; leave out the quotes'],
    [{ runAsUser: true }, 'runAsUser', 'a whole number, found true'],
    [{ runAsUser: 1.5 }, 'runAsUser', 'a whole number, found 1.5'],
  ])('in a security context: %j', (securityContext, name, told) => {
    expect(toldOf(inTarget({ securityContext }))).toEqual([`target.securityContext.${name}: expected ${told}`])
  })

  test.each<[unknown, string]>([
    [644, 'a number from 0 to 511, found 644; octal 644 is 420'],
    [812, 'a number from 0 to 511, found 812'],
    [7777, 'a number from 0 to 511, found 7777'],
    ['0644', 'a whole number, found "0644"; octal 0644 is 420'],
    ['644', 'a whole number, found "644"; octal 644 is 420'],
    ['0888', 'a whole number, found "0888"; leave out the quotes'],
    [{ toString: 1 }, 'a whole number, found an object'],
  ])('the mode of files: %j', (defaultMode, told) => {
    expect(toldOf(inVolume({ secret: { secretName: 's', defaultMode } }))).toEqual([
      `spec.volumes[0].secret.defaultMode: expected ${told}`,
    ])
  })

  test.each([
    [true, 'true'],
    [1.5, '1.5'],
    [{}, 'an object'],
    ['http', undefined],
    [80, undefined],
  ])('a port of a probe: %j', (port, found) => {
    const overlay = inTarget({ livenessProbe: { httpGet: { path: '/', port } } })
    if (found === undefined) expect(() => compileOverlay(overlay as Overlay)).not.toThrow()
    else
      expect(toldOf(overlay)).toEqual([
        `target.livenessProbe.httpGet.port: expected a whole number or a name, found ${found}`,
      ])
  })

  test('an empty list where an entry has to be', () => {
    expect(toldOf(inTarget({ livenessProbe: { exec: { command: [] } } }))).toEqual([
      'target.livenessProbe.exec.command: expected a value, found an empty list; every ExecAction has one',
    ])
  })

  test('an amount', () => {
    expect(toldOf(inTarget({ resources: { limits: { cpu: {} } } }))).toEqual([
      'target.resources.limits.cpu: expected an amount, found an object',
    ])
    expect(toldOf(inTarget({ resources: { limits: { cpu: '-1' } } }))).toEqual([
      'target.resources.limits.cpu: expected an amount of 0 or more, found "-1"',
    ])
  })

  test.each<[string, unknown, string | undefined]>([
    ['nvidia.com/gpu', '0.5', '"0.5"'],
    ['nvidia.com/gpu', 1.5, '1.5'],
    ['nvidia.com/gpu', preferred('500m'), '"500m"'],
    ['nvidia.com/gpu', '2000m', undefined],
    // The API server rounds up to thousandths before it looks.
    ['nvidia.com/gpu', '0.9999', undefined],
    ['nvidia.com/gpu', null, undefined],
    ['cpu', '0.5', undefined],
    ['example.kubernetes.io/slices', '0.5', undefined],
  ])('the amount of %s: %j', (name, amount, found) => {
    const overlay = inTarget({ resources: { limits: { [name]: amount } } })
    if (found === undefined) expect(() => compileOverlay(overlay as Overlay)).not.toThrow()
    else
      expect(toldOf(overlay)).toEqual([
        `target.resources.limits["${name}"]: expected a whole number of ${name}, found ${found}`,
      ])
  })

  test('a mount’s name is told once', () => {
    expect(toldOf(inTarget({ volumeMounts: [{ mountPath: '/a', name: 5 }] }))).toEqual([
      'target.volumeMounts[0].name: expected the name of a volume, found 5',
    ])
    expect(toldOf(inTarget({ ports: [{ containerPort: 80, name: 5 }] }))).toEqual([
      'target.ports[0].name: expected a plain text, by which the port is found, found 5',
    ])
  })
})

describe('what is lacking', () => {
  test.each<[object, readonly string[]]>([
    [{ hostPath: { path: null } }, ['hostPath.path: expected a value, found null; every HostPathVolumeSource has one']],
    [{ secret: { items: [{ key: 'a' }] } }, ['secret.items[0].path: expected a value, found nothing']],
    [{ secret: { items: [{ key: 'a', path: '' }] } }, ['secret.items[0].path: expected a value, found ""']],
    [
      { secret: { items: [{ key: 'a', path: null }] } },
      ['secret.items[0].path: expected a value, found null; every KeyToPath has one'],
    ],
  ])('in a volume: %j', (source, told) => {
    expect(toldOf(inVolume(source))).toEqual(told.map((each) => `spec.volumes[0].${each}`))
  })

  test('of several that would do', () => {
    const handler = 'expected one of exec, httpGet, tcpSocket, grpc, found'
    expect(toldOf(inNew({ livenessProbe: { periodSeconds: 5 } }))).toEqual([
      `spec.containers[0].livenessProbe.exec: ${handler} nothing`,
    ])
    expect(toldOf(inNew({ livenessProbe: { exec: null } }))).toEqual([
      `spec.containers[0].livenessProbe.exec: ${handler} null`,
    ])
  })
})

describe('what excludes each other', () => {
  test('of a volume, and of anything else', () => {
    expect(toldOf(inVolume({ emptyDir: {}, secret: { secretName: 's' } }))).toEqual([
      'spec.volumes[0].secret: expected it alone, or emptyDir alone, found both; a volume has one source: take one away, or make it null',
    ])
    expect(toldOf(inTarget({ livenessProbe: { exec: { command: ['a'] }, grpc: { port: 1 } } }))).toEqual([
      'target.livenessProbe.grpc: expected it alone, or exec alone, found both; the API server takes one of them: take one away, or make it null',
    ])
  })
})

describe('what looks like something known', () => {
  test('a field, and a value', () => {
    expect(toldOf(inTarget({ imag: 'a' }))).toEqual([
      'target.imag: expected a field of Container, found "imag"; did you mean image?',
    ])
    expect(toldOf(inTarget({ imagePullPolicy: 'always' }))).toEqual([
      'target.imagePullPolicy: expected one of Always, IfNotPresent, Never, found "always"; did you mean Always?',
    ])
  })

  test.each(['', 'Sometimes'])('but not what looks like none: %j', (imagePullPolicy) => {
    expect(() => compileOverlay(inTarget({ imagePullPolicy }))).not.toThrow()
  })
})

describe('a mark where none may be', () => {
  test('in what is written as a whole', () => {
    expect(toldOf(inTarget({ securityContext: { seccompProfile: { type: preferred('RuntimeDefault') } } }))).toEqual([
      'target.securityContext.seccompProfile.type: expected a plain value, found a preference; a profile is written as a whole',
    ])
    expect(toldOf(inTarget({ command: preferred(includes(['a'])) })).length).toBeGreaterThan(0)
  })

  test.each([
    [preferred('a'), 'a preference'],
    [includes(['a']), 'entries to include'],
  ])('as an entry of a list that is not known yet: %j', (entry, found) => {
    expect(toldOf({ spec: { listOf2031: [entry] } })).toEqual([
      `spec.listOf2031[0]: expected an entry, found ${found}; mark the list, or fields`,
    ])
  })
})

test('an error is about the overlay, and says so', () => {
  expect(() => compileOverlay(inTarget({ image: 5 }) as Overlay)).toThrow(
    expect.objectContaining({ about: 'overlay', message: expect.stringMatching(/^invalid overlay: target\.image: /) }),
  )
})

describe('nothing is wrong with', () => {
  test.each<[string, object]>([
    ['one name of a service account in both fields', { spec: { serviceAccount: 'a', serviceAccountName: 'a' } }],
    ['an emptyDir that another source takes the place of', inVolume({ emptyDir: null, secret: { secretName: 's' } })],
  ])('%s', (_, overlay) => {
    expect(() => compileOverlay(overlay)).not.toThrow()
  })
})

test('entries with two keys are told apart by both', () => {
  const there = { topologyKey: 'ab', whenUnsatisfiable: 'c', maxSkew: 1, labelSelector: { matchLabels: { a: 'b' } } }
  const wanted = { ...there, topologyKey: 'a', whenUnsatisfiable: 'bc' }
  const made = overlaid(
    { containers: [{ name: 'server' }], topologySpreadConstraints: [there] },
    { spec: { topologySpreadConstraints: [wanted] } },
  )
  expect(made['topologySpreadConstraints']).toEqual([there, wanted])
})
