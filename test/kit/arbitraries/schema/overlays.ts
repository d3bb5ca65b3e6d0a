import fc from 'fast-check'
import { ordinaryPod } from '../../../../src/testing/arbitraries/pods.js'
import { clone, entriesOf, type Fields } from '../../../../src/testing/json.js'
import { containersOf, namesOf, type PodSpec, volumesOf } from '../../../../src/testing/pod.js'
import { attempt } from '../../refusal.js'
import { damage, type OverlayCase } from '../overlays.js'
import { drawObject, type Place } from './draw.js'
import { typeNamed } from './fields.js'
import { contested, never, shared } from './left-out.js'
import { choices, type Choose, happens, oneOf } from './tape.js'

/*
 * Overlays that may say anything for which Kubernetes has a field, in each of the four ways. The fields are those of the recorded OpenAPI.
 */

interface Choices {
  readonly isContested: boolean
}

/** An overlay for a pod: it names containers that are there, and its own. */
function overlayFor(podSpec: PodSpec, choose: Choose, { isContested }: Choices): Fields {
  const base: Place = {
    choose,
    isMarked: true,
    isWhole: false,
    values: {},
    without: new Set([...Object.keys(never), ...listed.map((list) => `PodSpec.${list}`)]),
    contested: new Set(isContested ? [] : Object.keys(contested)),
    shared: new Set(isContested ? [] : Object.keys(shared)),
  }
  const volumes = volumesFor(podSpec, base)
  const spec = drawObject(base, 'PodSpec', [], 4)
  const place = beside(base, spec, volumes)
  const [containers, initContainers] = containersFor(podSpec, place)
  const own = namesOf(containers)
  const others = namesOf(containersOf(podSpec)).filter((name) => !own.includes(name))
  const targets = happens(choose, 30) ? '*' : others.filter(() => !happens(choose, 30))
  const initTargets = targets === '*' ? oneOf(choose, ['none', 'sidecars', 'all']) : undefined
  return {
    spec: { ...spec, volumes, containers, initContainers },
    targets,
    target: drawObject(amending(place, initTargets === 'all'), 'Container', [], 4),
    ...(initTargets !== undefined && { initTargets }),
  }
}

/** Lists whose entries are drawn by name. */
const listed = ['volumes', 'containers', 'initContainers'] as const

const leaving = (place: Place, ...fields: readonly string[]): Place => ({
  ...place,
  without: new Set([...place.without, ...fields]),
})

const restarts = ['Container.restartPolicy', 'Container.restartPolicyRules']
const ofSidecars = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'].map((name) => `Container.${name}`)

/** What is said of a container that is there already. */
const amending = (place: Place, isEnding = false): Place =>
  leaving(place, 'Container.name', 'Container.image', ...restarts, ...(isEnding ? ofSidecars : []))

function volumesFor(podSpec: PodSpec, place: Place): Fields[] {
  const whole = leaving({ ...place, isWhole: true }, 'Volume.name')
  const names = ['overlay-a', 'overlay-b'].filter(() => happens(place.choose, 60))
  return [
    ...names.map((name): Fields => {
      const isScratch = happens(place.choose, 25)
      const there =
        volumesOf(podSpec).find((volume) => volume['name'] === name) ?? (isScratch ? { emptyDir: {} } : undefined)
      return { name, ...(there === undefined ? drawObject(whole, 'Volume', [], 2) : sourceFor(place, there)) }
    }),
    ...(happens(place.choose, 15) ? [{ name: raw, persistentVolumeClaim: { claimName: 'raw' } }] : []),
  ]
}

/** Says something of the source that a volume has, or is to have: another one would be a conflict. */
function sourceFor(place: Place, { name: _, ...sources }: Fields): Fields {
  const [source = 'emptyDir'] = Object.keys(sources)
  return { [source]: drawObject(place, typeNamed('Volume').fields.get(source)?.type ?? '') }
}

/** What is a block device, so that nothing mounts it. */
const raw = 'overlay-raw'

/** Lets containers refer to what the overlay brings, and to nothing else. */
function beside(place: Place, spec: Fields, volumes: readonly Fields[]): Place {
  const names = namesOf(volumes)
  const directories = volumes.filter(({ emptyDir }) => emptyDir != null)
  const given: readonly (readonly [string, readonly string[], string])[] = [
    ['Container.volumeMounts', names.filter((name) => name !== raw), 'VolumeMount.name'],
    ['Container.volumeDevices', names.filter((name) => name === raw), 'VolumeDevice.name'],
    ['EnvVarSource.fileKeyRef', namesOf(directories), 'FileKeySelector.volumeName'],
    ['ResourceRequirements.claims', namesOf(entriesOf(spec['resourceClaims'])), 'ResourceClaim.name'],
  ]
  const missing = given.filter(([, names]) => names.length === 0).map(([field]) => field)
  return {
    ...leaving(place, ...missing),
    values: Object.fromEntries(given.map(([, names, field]) => [field, names])),
  }
}

/** Containers and init containers: some of the overlay's own, and some that are there. */
function containersFor(podSpec: PodSpec, place: Place): readonly [Fields[], Fields[]] {
  const { choose } = place
  const some = (percent: number, make: () => Fields): Fields[] => (happens(choose, percent) ? [make()] : [])
  const own = (name: string, ...without: readonly string[]): Fields => ({
    name,
    ...drawObject(leaving({ ...place, isWhole: true }, 'Container.name', ...without), 'Container', [], 4),
  })
  const [first, ...others] = namesOf(containersOf(podSpec))
  const amended = (name: string): Fields => ({ name, ...drawObject(amending(place), 'Container', [], 4) })
  return [
    [
      ...some(50, () => own('own')),
      ...(first === undefined ? [] : some(25, () => amended(oneOf(choose, [first, ...others])))),
    ],
    [
      ...some(25, () => own('own-init', ...restarts, ...ofSidecars)),
      ...some(25, () => ({ ...own('own-sidecar', ...restarts), restartPolicy: 'Always' })),
    ],
  ]
}

/** Overlays over the whole schema, for pods that have none of them yet. */
export const freshSchemaCases = (pods = ordinaryPod): fc.Arbitrary<OverlayCase> =>
  fc
    .tuple(
      pods,
      choices((choose) => (podSpec: PodSpec) => overlayFor(podSpec, choose, { isContested: true })),
    )
    .map(([podSpec, overlayOf]) => ({ podSpec, overlay: overlayOf(podSpec) }))

type OverlayEngine = (podSpec: PodSpec, overlay: Fields) => PodSpec

/** Draws overlays for ordinary pods. Many of these have been through that overlay before, or through another one. */
function cases(inject: OverlayEngine, what: Choices): fc.Arbitrary<OverlayCase> {
  const overlays = choices((choose) => (podSpec: PodSpec) => overlayFor(podSpec, choose, what))
  const before = fc.constantFrom('nothing', 'another', 'the same')
  return fc
    .tuple(ordinaryPod, before, overlays, overlays)
    .map(([podSpec, earlier, overlayOf, otherOf]): OverlayCase => {
      if (earlier === 'nothing') return { podSpec, overlay: overlayOf(podSpec) }
      const first = otherOf(podSpec)
      const outcome = attempt(() => inject(podSpec, first))
      const made = 'result' in outcome ? clone(outcome.result) : podSpec
      return { podSpec: made, overlay: earlier === 'another' ? overlayOf(made) : first }
    })
}

/** Overlays over the whole schema; of the pods some are damaged. */
export const schemaCases = (inject: OverlayEngine): fc.Arbitrary<OverlayCase> =>
  fc
    .tuple(cases(inject, { isContested: true }), fc.array(fc.nat(40), { maxLength: 2 }))
    .map(([{ podSpec, overlay }, damages]) => {
      const made = clone(podSpec)
      for (const at of damages) damage(made, at)
      return { podSpec: made, overlay }
    })

/** Overlays over the whole schema that leave alone what others write too, or only prefer it. */
export const peacefulSchemaCases = (inject: OverlayEngine): fc.Arbitrary<OverlayCase> =>
  cases(inject, { isContested: false })
