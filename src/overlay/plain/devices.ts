import { objectsIn, type JsonObject } from '../../json.js'
import { inContainers, type Exclusion } from './contradictions.js'

/** What the API server does not take of a block device: a volume that can be none, or a volume or path that has another use in the container. */
export const devices: Exclusion = {
  said: ['volumeDevices'],
  find: (spec, tell) => {
    const others = new Set(
      objectsIn(spec.volumes)
        .filter((volume) => !canBeBlock(volume))
        .map(({ name }) => name),
    )
    inContainers(({ volumeDevices, volumeMounts }, tell) => {
      const all = objectsIn(volumeDevices)
      if (all.length === 0) return
      const mounts = objectsIn(volumeMounts)
      const names = new Set(mounts.map(({ name }) => name))
      const paths = new Set(mounts.map(({ mountPath }) => mountPath))
      for (const { name, devicePath } of all) {
        const beside = names.has(name)
          ? 'another use of that volume'
          : paths.has(devicePath)
            ? `another use of ${String(devicePath)}`
            : others.has(name)
              ? 'a source that is no block device'
              : undefined
        names.add(name)
        paths.add(devicePath)
        if (beside !== undefined) tell({ places, found: `the device ${String(name)}`, beside })
      }
    })(spec, tell)
  },
}

const places = [['volumeDevices'], ['volumeMounts']]

const canBeBlock = ({ persistentVolumeClaim, ephemeral }: JsonObject): boolean =>
  persistentVolumeClaim != null || ephemeral != null
