import { isList, isObject, nameOf, objectsIn, readPath, type JsonObject } from '../../json.js'
import type { ConflictCode } from '../../errors.js'
import type { Path } from '../../patch/edit.js'
import { statedValue, type Overlay } from '../overlay.js'
import { conflict, type Findings } from '../plan/findings.js'
import { exclusions, unmaskedProc, type Contradiction, type Exclusion, type Tell } from './contradictions.js'
import { devices } from './devices.js'
import { hostPorts } from './host-ports.js'
import { everyPod, type Look } from './looks.js'
import { restarts } from './restarts.js'
import { spreads } from './spreads.js'
import { sysctls } from './sysctls.js'
import { hostProcess, system } from './systems.js'

interface Rule extends Exclusion {
  readonly code: ConflictCode
  /** Tells of a pod in which what else the overlay says may bring it about. */
  readonly concerns: (before: JsonObject, says: ReadonlySet<string>) => boolean
}

// Stryker disable next-line BooleanLiteral: a look at a pod that nothing is brought about in finds nothing; it only takes time.
const never = (): boolean => false

/** All that the API server does not take together. A function, so that a bundler drops it where no overlay is compiled. */
// Stryker disable ConditionalExpression,LogicalOperator: a look at a pod that nothing is brought about in finds nothing; it only takes time.
export const togetherRules = (): readonly Rule[] => [
  ...[...exclusions, restarts, spreads, sysctls].map((each): Rule => ({
    ...each,
    code: 'Contradiction',
    concerns: never,
  })),
  { ...unmaskedProc, code: 'HostUsers', concerns: never },
  {
    ...hostPorts,
    code: 'HostPortTaken',
    concerns: ({ hostNetwork }, says) => hostNetwork === true && says.has('ports'),
  },
  { ...devices, code: 'VolumeIsDevice', concerns: (before, says) => says.has('volumeMounts') && hasDevices(before) },
  { ...system, code: 'Windows', concerns: ({ os }, says) => says.has('os') || os != null },
  { ...hostProcess, code: 'Windows', concerns: (_, says) => says.has('hostProcess') || says.has('hostNetwork') },
]
// Stryker restore all

const hasDevices = ({ containers, initContainers }: JsonObject): boolean =>
  [containers, initContainers].some((list) => objectsIn(list).some(({ volumeDevices }) => volumeDevices != null))

/** Looks for what an overlay brings together in a pod, and the API server does not take together. */
export function togetherLooks(overlay: Overlay): readonly Look[] {
  const says = new Set<string>()
  collect(overlay.spec, says)
  collect(overlay.target, says)
  return togetherRules().map(({ code, said, find, concerns }): Look => ({
    concerns: said.some((each) => says.has(each)) ? everyPod : (before) => concerns(before, says),
    look: (before, after, findings) => {
      let was: ReadonlySet<string> | undefined
      let placeOf: ((contradiction: Contradiction) => Path) | undefined
      findEach(find, after, (each) => {
        was ??= keysIn(find, before)
        if (!was.has(keyOf(each))) tell(code, each, (placeOf ??= placesIn(before))(each), findings)
      })
    },
  }))
}

function keysIn(find: Exclusion['find'], spec: JsonObject): ReadonlySet<string> {
  const keys = new Set<string>()
  findEach(find, spec, (each) => keys.add(keyOf(each)))
  return keys
}

/** Takes each once where it is found many times in a row. */
export function findEach(find: Exclusion['find'], spec: JsonObject, take: Tell): void {
  let last: Contradiction | undefined
  find(spec, (each) => {
    if (last?.container === each.container && last?.found === each.found && last.beside === each.beside) return
    last = each
    take(each)
  })
}

/** Collects the fields that an overlay names, and their values where these are no objects. */
function collect(value: unknown, says: Set<string>): void {
  if (isList(value)) for (const entry of value) collect(entry, says)
  if (!isObject(value)) return
  for (const name of Object.keys(value)) {
    if (value[name] === undefined) continue
    const given = value[name]
    const inner = statedValue(given)
    says.add(name)
    if (typeof inner === 'boolean' || inner === null) says.add(`${name}=${String(inner)}`)
    collect(inner, says)
  }
}

const keyOf = ({ container, found, beside }: Contradiction): string => [container?.name, found, beside].join('\0')

function tell(code: ConflictCode, contradiction: Contradiction, path: Path, findings: Findings): void {
  conflict(findings, code, path, () => `${textOf(contradiction)}, in the overlay or the pod`)
}

export function textOf({ container, found, beside }: Contradiction): string {
  const whose = container === undefined ? '' : ` of ${nameOf(container.name)}`
  return `expected nothing that excludes ${found}${whose}, found ${beside}; the API server does not take them together: change one of the two`
}

/** Gives the first place of a contradiction that a pod has; of a container that it has not, the list. */
export function placesIn(before: JsonObject): (contradiction: Contradiction) => Path {
  const byName = new Map<unknown, { readonly container: JsonObject; readonly path: Path }>()
  for (const list of ['containers', 'initContainers'])
    objectsIn(before[list]).forEach((container, index) => {
      if (!byName.has(container.name)) byName.set(container.name, { container, path: [list, index] })
    })
  const firstIn = (holder: JsonObject, places: Contradiction['places']): Path =>
    places.find((place) => readPath(holder, place) != null) ?? places[0] ?? []
  return ({ container, places }) => {
    if (container === undefined) return firstIn(before, places)
    const there = byName.get(container.name)
    return there === undefined ? ['containers'] : [...there.path, ...firstIn(there.container, places)]
  }
}
