import { nameOf, type JsonObject } from '../../json.js'
import { isAtOrUnder } from '../../kubernetes/clean-path.js'
import type { Walk } from '../merge/walk.js'
import { isLinkMode } from '../../modelcar/modes/names.js'
import { isWritable } from './check-volumes.js'
import { conflict, pathOf, type Findings } from './findings.js'
import { isOurMount, type Owned } from '../../modelcar/ownership.js'
import { readIn, type Placed, type Pod } from './pod.js'
import type { Wanted, WantedMount } from './wanted.js'

/**
 * What is mounted in a target must leave our mount paths free, and the model visible: nothing at or under its path, and above it
 * only what the container runtime can create our mount point in. Paths are compared as the kubelet mounts them.
 */
export function checkMounts(
  pod: Pod,
  target: Placed,
  { mounts: wanted, modelPaths }: Wanted,
  owned: Owned,
  walk: Walk,
  findings: Findings,
): void {
  const paths = modelPaths.length > 0 ? modelPaths : wanted.map(({ path }) => path)
  const mounts = readIn(target, 'volumeMounts', walk)
  for (let index = 0; index < mounts.length; index++) {
    const mount = mounts[index]
    const path = mount && pathOf(mount, 'mountPath')
    if (mount === undefined || path === undefined || !touches(path, wanted, modelPaths)) continue
    const there = wanted.find((each) => each.path === path)
    if (there?.name === mount.name || isOurMount(pod, owned, mount, path)) continue
    const where = [target.list, target.index, 'volumeMounts', index, 'mountPath']
    if (there !== undefined) {
      const message = `expected ${path} to be free for the volume ${nameOf(there.name)}, found volume ${nameOf(mount.name)} mounted there; mount it elsewhere, or choose another mountPath for the model`
      conflict(findings, 'MountPathTaken', where, message)
    } else if (modelPaths.some((model) => isAtOrUnder(path, model)) || path === '/' || !canHold(pod, mount)) {
      conflict(findings, 'ModelPathTaken', where, hides(path, paths, `volume ${nameOf(mount.name)}`))
    }
  }
  readIn(target, 'volumeDevices', walk).forEach((device, index) => {
    const path = pathOf(device, 'devicePath')
    if (path === undefined || !touches(path, wanted, modelPaths)) return
    conflict(
      findings,
      'ModelPathTaken',
      [target.list, target.index, 'volumeDevices', index, 'devicePath'],
      hides(path, paths, 'a block device'),
    )
  })
}

/** Whether a path lies at, under or over one that we need; most do not, and nothing more is looked at then. */
function touches(path: string, wanted: readonly WantedMount[], modelPaths: readonly string[]): boolean {
  for (const model of modelPaths) if (isAtOrUnder(path, model) || isAtOrUnder(model, path)) return true
  for (const mount of wanted) if (isAtOrUnder(mount.path, path)) return true
  return false
}

/** A mount point below a foreign mount has to be created in it, which needs a writable one. */
function canHold(pod: Pod, mount: JsonObject): boolean {
  if (mount.readOnly === true) return false
  const volume = pod.volumes.find(({ name }) => name === mount.name)
  return volume !== undefined && isWritable(volume)
}

const hides = (path: string, paths: readonly string[], what: string): string =>
  `expected nothing at, under or over ${paths.join(', ')}, found ${what} at ${path}, which would stand in the way; move it, or choose another mountPath`

/** Where a model's image has the model. */
const source = '/models'

/**
 * In our own containers a mount at our path is put right by the merge. But the link cannot be made where something is mounted at
 * or under it, nothing may hide the image's own model, and the API server takes no device at a mount's path.
 */
export function checkOwnMounts(
  pod: Pod,
  placed: Placed,
  wanted: Wanted,
  owned: Owned,
  walk: Walk,
  findings: Findings,
): void {
  const claim = wanted.claims.find(({ name }) => name === placed.container.name)
  const own = claim?.mounts.map(({ path }) => path) ?? []
  const models = wanted.modelPaths.filter((model) => own.some((path) => isAtOrUnder(model, path)))
  const paths = [...models, ...(wanted.config !== undefined && isLinkMode(wanted.config.mode) ? [source] : [])]
  const isInTheWay = (path: string): boolean => !own.includes(path) && paths.some((model) => isAtOrUnder(path, model))
  readIn(placed, 'volumeMounts', walk).forEach((mount, index) => {
    const path = pathOf(mount, 'mountPath')
    if (path === undefined || !isInTheWay(path) || isOurMount(pod, owned, mount, path)) return
    const where = [placed.list, placed.index, 'volumeMounts', index, 'mountPath']
    conflict(findings, 'ModelPathTaken', where, hides(path, paths, `volume ${nameOf(mount.name)}`))
  })
  readIn(placed, 'volumeDevices', walk).forEach((device, index) => {
    const path = pathOf(device, 'devicePath')
    if (path === undefined || !(own.includes(path) || isInTheWay(path))) return
    const where = [placed.list, placed.index, 'volumeDevices', index, 'devicePath']
    conflict(findings, 'ModelPathTaken', where, hides(path, [...own, ...paths], 'a block device'))
  })
}
