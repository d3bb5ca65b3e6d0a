import type { ResolvedConfig } from '../config/resolve.js'
import type { JsonObject } from '../json.js'
import { sourceOf } from '../merge/union.js'
import type { Walk } from '../merge/walk.js'
import { isLinkMode } from '../modes/modes.js'
import { conflict, field, type Findings } from './findings.js'
import { containerLists, readIn, type Pod } from './pod.js'

const readOnlySources: readonly string[] = ['configMap', 'downwardAPI', 'image', 'projected', 'secret']

/** Tells whether containers may write to a volume, as far as its source says. Without a source it is an empty directory. */
export function isWritable(volume: JsonObject): boolean {
  const source = sourceOf(volume)
  return source === undefined || (!readOnlySources.includes(source) && field(volume[source], 'readOnly') !== true)
}

const remedy = 'rename it, or choose another name in names.volume of the config'

/** A volume of our name that is there already serves if the link can be written into it, and if it is no block device. */
export function checkVolumes(pod: Pod, config: ResolvedConfig, walk: Walk, findings: Findings): void {
  if (!isLinkMode(config.mode)) return
  for (const { name } of config.volumes) {
    for (let index = 0; index < pod.volumes.length; index++) {
      const volume = pod.volumes[index]
      if (volume?.name !== name || isWritable(volume)) continue
      const message = `expected ${name} to be a volume that can be written to, found ${sourceOf(volume) ?? 'nothing'}, which cannot; ${remedy}`
      conflict(findings, 'VolumeSource', ['volumes', index], message)
    }
  }
  for (const list of containerLists) {
    const containers = pod[list]
    for (let index = 0; index < containers.length; index++) {
      const container = containers[index]
      if (container?.volumeDevices == null) continue
      readIn({ list, index, container }, 'volumeDevices', walk).forEach(({ name }, position) => {
        if (!config.volumes.some((volume) => volume.name === name)) return
        const message = `expected ${String(name)} to be mounted as a file system, found it used as a block device; ${remedy}`
        conflict(findings, 'VolumeIsDevice', [list, index, 'volumeDevices', position, 'name'], message)
      })
    }
  }
}
