import { echo, nameOf, type JsonObject } from '../../json.js'
import type { Walk } from '../merge/walk.js'
import type { Rules } from '../rules.js'
import { isWritable } from './check-volumes.js'
import { pathOf } from '../../kubernetes/clean-path.js'
import { conflict, type Findings } from './findings.js'
import type { Owned } from './owned.js'
import type { PathIndex } from './path-index.js'
import { readIn, type Placed } from './pod.js'
import type { Claim, Outline } from './outline.js'
import type { VolumesAfter } from './volumes-after.js'

/**
 * What is mounted in a target, or in another container of somebody's, must leave our mount paths free, and what it is to see unhidden: nothing at or under it, and above
 * it only what the container runtime can create our mount point in. Paths are compared as the kubelet mounts them.
 */
export function checkMounts<Own extends Owned>(
  target: Placed,
  { mounts: wanted }: Pick<Outline, 'mounts'>,
  volumeAfter: VolumesAfter,
  owned: Own,
  rules: Rules<Own>,
  walk: Walk,
  findings: Findings,
): void {
  const { unhidden } = rules
  const paths = unhidden.paths.length > 0 ? unhidden.paths : wanted.paths.paths
  if (paths.length === 0) return
  const mounts = readIn(target, 'volumeMounts', walk)
  for (let index = 0; index < mounts.length; index++) {
    const mount = mounts[index]
    const path = mount && pathOf(mount, 'mountPath')
    if (mount === undefined || path === undefined) continue
    const isHiding = unhidden.covering(path) !== undefined
    if (!isHiding && !unhidden.isAtOrOver(path) && !wanted.paths.isAtOrOver(path)) continue
    const there = wanted.at.get(path)
    if (there?.name === mount.name || rules.isOwnMount(owned, target, mount, path)) continue
    const where = [target.list, target.index, 'volumeMounts', index, 'mountPath']
    if (there !== undefined) {
      const message = () =>
        `expected ${path} to be free for the volume ${nameOf(there.name)}, found volume ${nameOf(mount.name)} mounted there; mount it elsewhere, or choose another mountPath in ${rules.remedy}`
      conflict(findings, 'MountPathTaken', where, message)
    } else if (isHiding || path === '/' || !canHold(volumeAfter, mount)) {
      conflict(findings, rules.hidden, where, () => hides(path, paths, `volume ${nameOf(mount.name)}`, rules))
    }
  }
  const devices = readIn(target, 'volumeDevices', walk)
  for (let index = 0; index < devices.length; index++) {
    const device = devices[index]
    const path = device && pathOf(device, 'devicePath')
    // What the overlay itself brings is there in the second call.
    if (device === undefined || path === undefined || wanted.devices.has(device.devicePath)) continue
    if (unhidden.covering(path) === undefined && !unhidden.isAtOrOver(path) && !wanted.paths.isAtOrOver(path)) continue
    conflict(findings, rules.hidden, [target.list, target.index, 'volumeDevices', index, 'devicePath'], () =>
      hides(path, paths, 'a block device', rules),
    )
  }
}

/** A mount point below a foreign mount has to be created in it, which needs a volume that will be writable. */
function canHold(volumeAfter: VolumesAfter, mount: JsonObject): boolean {
  if (mount.readOnly === true) return false
  const volume = volumeAfter(mount.name)
  return volume !== undefined && isWritable(volume)
}

const hides = (path: string, paths: readonly string[], what: string, { remedy }: Pick<Rules, 'remedy'>): string =>
  `expected nothing at, under or over ${echo(paths)}, found ${what} at ${path}, which would stand in the way; move it, or choose another mountPath in ${remedy}`

/**
 * In our own containers a mount at our path is put right by the merge. But what they make below their mounts must not be hidden,
 * nor what they have to see; over a mount of ours there may only be what can hold it; and the API server takes no device at a
 * mount's path.
 */
export function checkOwnMounts<Own extends Owned>(
  placed: Placed,
  claim: Claim,
  volumeAfter: VolumesAfter,
  owned: Own,
  rules: Rules<Own>,
  walk: Walk,
  findings: Findings,
): void {
  const view: View = { claim, unhidden: rules.unhidden, unhiddenInOwn: rules.unhiddenInOwn(claim.name) }
  const mounts = readIn(placed, 'volumeMounts', walk)
  for (let index = 0; index < mounts.length; index++) {
    const mount = mounts[index]
    // Stryker disable next-line ConditionalExpression: neither of the two holds of such a path; to clean it takes time.
    if (mount === undefined || claim.mounts.at.has(mount.mountPath)) continue
    const path = pathOf(mount, 'mountPath')
    if (path === undefined) continue
    const isHiding = isInTheWay(view, path)
    if (!isHiding && !isUnfitOver(volumeAfter, claim, mount, path)) continue
    if (rules.isOwnMount(owned, placed, mount, path)) continue
    const where = [placed.list, placed.index, 'volumeMounts', index, 'mountPath']
    const paths = isHiding ? seenBy(view) : claim.mounts.paths.paths
    conflict(findings, rules.hidden, where, () => hides(path, paths, `volume ${nameOf(mount.name)}`, rules))
  }
  const devices = readIn(placed, 'volumeDevices', walk)
  for (let index = 0; index < devices.length; index++) {
    const device = devices[index]
    const path = device && pathOf(device, 'devicePath')
    if (device === undefined || path === undefined || claim.mounts.devices.has(device.devicePath)) continue
    if (!claim.mounts.at.has(path) && !isInTheWay(view, path)) continue
    const where = [placed.list, placed.index, 'volumeDevices', index, 'devicePath']
    const paths = [...claim.mounts.paths.paths, ...seenBy(view)]
    conflict(findings, rules.hidden, where, () => hides(path, paths, 'a block device', rules))
  }
}

/** What a container of ours has to see. */
interface View {
  readonly claim: Claim
  /** What nothing may hide in a target; of these, what the container makes below its mounts. */
  readonly unhidden: PathIndex
  /** What it has to see of its own image. */
  readonly unhiddenInOwn: PathIndex
}

function isInTheWay({ claim, unhidden, unhiddenInOwn }: View, path: string): boolean {
  const { at, paths: own } = claim.mounts
  if (at.has(path)) return false
  if (unhiddenInOwn.covering(path) !== undefined || unhiddenInOwn.isAtOrOver(path)) return true
  const model = unhidden.covering(path)
  return model !== undefined && own.covering(model) !== undefined
}

const isUnfitOver = (
  volumeAfter: VolumesAfter,
  { mounts: { at, paths } }: Claim,
  mount: JsonObject,
  path: string,
): boolean => paths.isAtOrOver(path) && !at.has(path) && !canHold(volumeAfter, mount)

const seenBy = ({ claim, unhidden, unhiddenInOwn }: View): readonly string[] => [
  ...unhidden.paths.filter((path) => claim.mounts.paths.covering(path) !== undefined),
  ...unhiddenInOwn.paths,
]
