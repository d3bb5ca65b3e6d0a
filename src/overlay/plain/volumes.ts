import { echo, nameOf, objectsIn, type JsonObject } from '../../json.js'
import { containersIn, type Overlay } from '../overlay.js'
import { conflict, type Findings } from '../plan/findings.js'
import { volumeNamed, type Placed, type Pod } from '../plan/pod.js'
import { changedContainers } from './changed.js'
import { everyPod, type Look } from './looks.js'

/** What an overlay mounts has to be a volume of its own, or of the pod. */
export function volumeChecker({
  spec,
  target,
}: Overlay): (pod: Pod, targets: readonly Placed[], findings: Findings) => void {
  const own = new Set((spec?.volumes ?? []).map(({ name }): unknown => name))
  const foreign = (containers: readonly JsonObject[]): ReadonlySet<unknown> =>
    new Set(containers.flatMap(volumesOf).filter((name) => !own.has(name)))
  const alone = foreign(containersIn(spec))
  const withTargets = new Set([...alone, ...foreign([target ?? {}])])
  return (pod, targets, findings) => {
    const needed = targets.length > 0 ? withTargets : alone
    const missing = [...needed].filter((name) => volumeNamed(pod, name) === undefined).map(String)
    if (missing.length === 0) return
    conflict(findings, 'VolumeNotFound', ['volumes'], () => {
      const expected = missing.length === 1 ? `a volume named ${missing.join()}` : `volumes named ${echo(missing)}`
      const there = pod.volumes.map(({ name }) => String(name))
      return `expected ${expected}, which the overlay mounts, found ${echo(there) || 'none'}; add it to spec.volumes of the overlay, or to the pod`
    })
  }
}

/** An overlay that takes all volumes away leaves no mount of one. */
export function removedVolumesLook({ spec }: Overlay): Look | undefined {
  const volumes: unknown = spec?.volumes
  if (volumes !== null) return undefined
  const look: Look['look'] = (before, after, findings) => {
    for (const { after: container, before: was, path } of changedContainers(before, after))
      for (const list of uses)
        objectsIn(container[list]).forEach(({ name }, index) => {
          const there = was?.[list] === container[list] ? [...path, list, index] : path
          conflict(
            findings,
            'VolumeNotFound',
            there,
            () =>
              `expected no container that uses a volume, since the overlay removes all volumes, found ${nameOf(name)} used by ${nameOf(container.name)}; remove ${list} too, or leave the volumes`,
          )
        })
  }
  return { concerns: everyPod, look }
}

const uses = ['volumeMounts', 'volumeDevices'] as const

const volumesOf = (container: JsonObject): readonly unknown[] =>
  uses.flatMap((list) => objectsIn(container[list]).map(({ name }) => name))
