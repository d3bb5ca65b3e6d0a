import { configs } from './configs.js'
import { containers } from './containers.js'
import { faults } from './faults.js'
import { leftovers } from './leftovers.js'
import { mounts } from './mounts.js'
import { objects } from './objects.js'
import { overlays } from './overlays.js'
import { texts } from './texts.js'
import { volumes } from './volumes.js'
import type { Shape } from './shape.js'

export const shapes: readonly Shape[] = [
  ...containers,
  ...mounts,
  ...volumes,
  ...leftovers,
  ...faults,
  ...texts,
  ...overlays,
  ...configs,
  ...objects,
]
