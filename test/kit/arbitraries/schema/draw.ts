import { includes, preferred } from '../../../../src/index.js'
import { type Fields, sameJson } from '../../../../src/testing/json.js'
import { type Field, type Type, typeNamed } from './fields.js'
import { type Choose, happens, oneOf } from './tape.js'
import { mapsOf, valuesOf } from './values.js'

/** Where something is drawn, and what may be said there. */
export interface Place {
  readonly choose: Choose
  /** Whether a value may be preferred, included or absent here. */
  readonly isMarked: boolean
  /** Whether it has to have all that the API server wants: nothing of the pod is below it. */
  readonly isWhole: boolean
  /** Values that depend on what else is drawn, by type and field. */
  readonly values: Readonly<Record<string, readonly unknown[]>>
  /** Fields that are not drawn, by type and field. */
  readonly without: ReadonlySet<string>
  /** Fields that others write too: of these nothing is enforced, and none has to be absent. */
  readonly contested: ReadonlySet<string>
  /** Fields to which others add: none of these has to be absent. */
  readonly shared: ReadonlySet<string>
}

/**
 * Draws an object of a type: what it needs, and some of its other fields.
 *
 * @param keys - fields that tell it from others of its list.
 */
export function drawObject(place: Place, type: string, keys: readonly string[] = [], most = 3): Fields {
  const known = typeNamed(type)
  const needed = new Set([...keys, ...neededFields(place, known)])
  const names = new Set(needed)
  const all = [...known.fields.keys()].filter((name) => !place.without.has(`${type}.${name}`))
  for (let left = all.length === 0 ? 0 : place.choose(most + 1); left > 0; left--)
    names.add(all[place.choose(all.length)] ?? '')
  for (const name of [...names])
    for (const other of alongside[`${type}.${name}`] ?? []) {
      needed.add(other)
      names.add(other)
    }
  const made: Fields = {}
  let isTaken = false
  for (const name of names) {
    const field = known.fields.get(name)
    if (field === undefined || place.without.has(`${type}.${name}`)) continue
    const isOneOf = known.union.includes(name)
    if (isOneOf && isTaken) continue
    const isPlain = keys.includes(name) || plain.has(`${type}.${name}`)
    const value = isPlain ? draw(wholly(place), type, field) : said(place, type, field, needed.has(name))
    isTaken ||= isOneOf && value !== null
    made[name] = value
  }
  return made
}

/** What tells an entry from others beside its keys is as plain as they are. */
const plain: ReadonlySet<string> = new Set([
  'ContainerPort.name',
  'ContainerPort.protocol',
  'VolumeDevice.name',
  'VolumeMount.name',
])

/** What the API server wants beside a field. */
const alongside: Readonly<Record<string, readonly string[]>> = {
  'Container.restartPolicyRules': ['restartPolicy'],
  'FCVolumeSource.targetWWNs': ['lun'],
  'ISCSIVolumeSource.chapAuthDiscovery': ['secretRef'],
  'ISCSIVolumeSource.chapAuthSession': ['secretRef'],
  'PodAffinityTerm.matchLabelKeys': ['labelSelector'],
  'PodAffinityTerm.mismatchLabelKeys': ['labelSelector'],
  'TopologySpreadConstraint.matchLabelKeys': ['labelSelector'],
}

const wholly = (place: Place): Place => ({ ...place, isMarked: false, isWhole: true })

/** Of what is not whole a part may be missing: the pod may have it. */
function neededFields({ choose, isWhole }: Place, { needs }: Type): readonly string[] {
  return needs.flatMap(([first = '', ...others]) =>
    isWhole || !happens(choose, 15) ? [oneOf(choose, [first, ...others])] : [],
  )
}

/** Says something of a field in one of the four ways. */
function said(place: Place, type: string, field: Field, isNeeded: boolean): unknown {
  const { choose, contested, shared, isMarked } = place
  if (!isMarked) return draw(place, type, field)
  const name = `${type}.${field.name}`
  const isContested = contested.has(name)
  const isAbsent = happens(choose, 8) && !isContested && !shared.has(name) && !isNeeded
  if (isAbsent) return null
  if (field.keys !== undefined) return draw(place, type, field)
  const isEnforced = !isContested && !happens(choose, 40)
  if (isEnforced) return draw(place, type, field)
  const value = draw(wholly(place), type, field)
  return field.shape === 'list' && happens(choose, 60) ? includes(value as unknown[]) : preferred(value)
}

function draw(place: Place, type: string, field: Field): unknown {
  const { choose } = place
  if (field.shape === 'map') return drawMap(place, type, field)
  if (field.shape === 'one') return drawOne(place, type, field)
  const { keys } = field
  const entry: Place = keys === undefined ? wholly(place) : place
  const entries = Array.from({ length: 1 + choose(2) }, () => drawOne(entry, type, field))
  return entries.filter((each, at) => entries.findIndex((other) => isSame(other, each, keys)) === at)
}

/** Two entries are one if they have the same keys; of a list without keys, if they are the same. */
function isSame(one: unknown, other: unknown, keys: readonly string[] | undefined): boolean {
  if (keys === undefined) return sameJson(one, other)
  return keys.every((key) => sameJson(Reflect.get(one as object, key), Reflect.get(other as object, key)))
}

function drawOne(place: Place, type: string, field: Field): unknown {
  const [first, ...others] = place.values[`${type}.${field.name}`] ?? valuesOf(type, field)
  if (first !== undefined) return structuredClone(oneOf(place.choose, [first, ...others]))
  if (field.keys === undefined) return drawObject(place, field.type)
  // The protocol of a port has a default.
  const keys = field.keys.filter((key) => key !== 'protocol')
  return drawObject(place, field.type, ['VolumeMount', 'VolumeDevice'].includes(field.type) ? [...keys, 'name'] : keys)
}

function drawMap(place: Place, type: string, { name }: Field): Fields {
  const { choose } = place
  const made: Fields = {}
  const entries = Object.entries(mapsOf(type, name))
  const first = choose(entries.length)
  for (const [at, [key, [value, ...others]]] of entries.entries()) {
    if (at !== first && !happens(choose, 30)) continue
    const given = oneOf(choose, [value, ...others])
    made[key] = place.isMarked && happens(choose, 25) ? preferred(given) : given
    if (place.isMarked && entries.length > 1 && happens(choose, 5)) made[key] = null
  }
  return made
}
