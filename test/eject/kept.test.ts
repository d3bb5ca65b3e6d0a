import { describe, expect, test } from 'vitest'
import { ejectModelcar, planEject, type PodSpecLike } from '../../src/index.js'
import { image, injected, server, type Spec } from '../kit/injected.js'

// What an ejection leaves to the user, and says so.

const toldOf = (spec: object): string[] =>
  planEject(spec as PodSpecLike).warnings.map(({ field, message }) => `${field} ${message}`)
const ejected = (spec: object): Spec => ejectModelcar(spec as PodSpecLike) as unknown as Spec

const shared = 'spec.shareProcessNamespace stays true; remove it, unless something else needs it'
const isAsync = { name: 'MODEL_INIT_MODE', value: 'async' }
const ofAnother = (index: number): string =>
  `spec.containers[${String(index)}].env[0] stays, as no sidecar goes that set it there; remove it, unless the server needs it`

test('whatever may have come with the model is told in a sentence', () => {
  const podSpec: Spec = {
    containers: [
      ...server().containers,
      { name: 'mesh', env: [isAsync], volumeMounts: [{ name: 'data', mountPath: '/data' }] },
      {
        name: 'other',
        env: [
          { name: 'A', value: 'async' },
          { name: 'MODEL_INIT_MODE', value: 'sync' },
        ],
      },
    ],
    volumes: [{ name: 'data', emptyDir: {} }],
  }
  const made = injected(podSpec, { runAsUser: 7, runAsGroup: 8, imagePullSecrets: ['p'] })
  const stays = (key: string, id: string): string =>
    `spec.containers[0].securityContext.${key} stays ${id} that an earlier config has set; remove it, unless the server needs it`
  expect(toldOf(made).sort()).toEqual(
    [
      stays('runAsUser', '7, a UID'),
      stays('runAsGroup', '8, a GID'),
      "spec.imagePullSecrets stay; remove those that were for the model's image alone",
      ofAnother(1),
      shared,
    ].sort(),
  )
  expect(ejected(made).containers.slice(1)).toEqual(podSpec.containers.slice(1))
})

test.each(['native-sidecar', 'image-volume', 'fetch'])(
  'the variable is told beside a model of mode %s, which does not set it',
  (mode) => {
    const made = injected(server({ env: [{ name: 'A' }, isAsync] }), { mode })
    expect(toldOf(made)).toContain(ofAnother(0).replace('env[0]', 'env[1]'))
    expect(ejected(made).containers[0]).toMatchObject({ env: [{ name: 'A' }, isAsync] })
  },
)

describe('nothing is told', () => {
  test.each<[string, Spec]>([
    [
      'where nothing is removed',
      server({ env: [isAsync] }, { shareProcessNamespace: true, imagePullSecrets: [{ name: 'p' }] }),
    ],
    [
      'of an image volume that has a name of its own',
      server(
        { volumeMounts: [{ name: 'weights', mountPath: '/mnt/models' }] },
        { volumes: [{ name: 'weights', image: { reference: image } }] },
      ),
    ],
  ])('%s', (_, podSpec) => {
    expect(toldOf(podSpec)).toEqual([])
    expect(ejectModelcar(podSpec as unknown as PodSpecLike)).toBe(podSpec)
  })

  test('of a shared process namespace that no sidecar of ours needed, or that is not shared', () => {
    const made = injected(server({}, { shareProcessNamespace: true }), { mode: 'image-volume' })
    expect(toldOf(made).join()).not.toContain('shareProcessNamespace')
    expect(toldOf({ ...injected(server()), shareProcessNamespace: false })).toEqual([])
  })
})

test('an image volume that may be ours is told with its name', () => {
  const made = injected(server(), { mode: 'image-volume', sourcePath: '/weights' })
  const stays =
    "spec.containers[0].volumeMounts[0] stays: the image volume mnt-models may be a model of ours with another sourcePath, or somebody's own"
  expect(toldOf(made)).toEqual([stays])
  expect(toldOf({ ...made, imagePullSecrets: [{ name: 'p' }] }).sort()).toEqual([
    stays,
    "spec.imagePullSecrets stay; remove those that were for the model's image alone",
  ])
})

test('a script of ours under another name is told with what to do, but of a container that nobody can remove', () => {
  const made = injected(server(), { mode: 'native-sidecar', names: { sidecar: 'car' } })
  const script = made.initContainers![0]!
  expect(script).toMatchObject({ name: 'car' })
  const ephemeralContainers = [{ ...script, name: 'debugger' }]
  const stays = 'stays under this name, though its script is ours; eject with the names that its config had'
  expect(toldOf({ ...made, ephemeralContainers })).toContain(`spec.initContainers[0] ${stays}`)
  expect(toldOf({ ...made, ephemeralContainers }).filter((told) => told.endsWith(stays))).toHaveLength(1)
})

describe('a mount of ours', () => {
  const withMount = (name: string, fields: object) => {
    const made = injected(server())
    const { volumeMounts } = made.containers[0]!
    const container = { name, image: 's:1', env: [isAsync], volumeMounts, ...fields }
    return { made: { ...made, initContainers: [...(made.initContainers ?? []), container] }, container }
  }

  test('goes from a native sidecar, with all that tells it of the model', () => {
    const { made } = withMount('proxy', { restartPolicy: 'Always' })
    expect(ejected(made)).toEqual({
      ...server(),
      initContainers: [{ name: 'proxy', image: 's:1', restartPolicy: 'Always' }],
      shareProcessNamespace: true,
    })
  })

  test('goes from a native sidecar though somebody else mounts the volume, and from no other init container', () => {
    const { made } = withMount('proxy', { restartPolicy: 'Always' })
    const debug = {
      name: 'debug',
      image: 'd:1',
      volumeMounts: [{ name: 'kserve-provision-location', mountPath: '/debug' }],
    }
    const setup = { name: 'setup', image: 's:1', env: [isAsync], volumeMounts: made.containers[0]!['volumeMounts'] }
    const left = ejected({
      ...made,
      containers: [...made.containers, debug],
      initContainers: [...made.initContainers, setup],
    })
    expect(left.containers).toEqual([...server().containers, debug])
    expect(left.initContainers).toEqual([{ name: 'proxy', image: 's:1', restartPolicy: 'Always' }, setup])
    expect(left.volumes).toEqual(made.volumes)
  })

  test.each([[{}], [{ restartPolicy: 'Never' }]])('stays in an init container that ends: %j', (fields) => {
    const { made, container } = withMount('setup', fields)
    const left = ejected(made)
    expect(left.initContainers).toEqual([container])
    expect(left.volumes).toEqual(made.volumes)
  })
})

test('a list of containers is never removed, though it be empty', () => {
  const made = injected(server())
  const alone = { ...made, containers: made.containers.slice(1) }
  expect(ejected(alone)).toEqual({ containers: [], shareProcessNamespace: true })
})
