import { parentPath } from '../../kubernetes/clean-path.js'
import type { Causes } from '../../input/check.js'
import type { Source } from './models.js'
import { checkParent } from './mount-path.js'
import { numbered } from './names.js'
import { checkApart } from './source-path.js'

/** A volume that models are linked in, and where it is mounted: the parent of their paths. */
export interface LinkVolume {
  readonly name: string
  readonly path: string
}

/**
 * One volume for each parent directory. It has the number of the first model in it, so that where all parents differ, the
 * names are KServe's.
 */
export function linkVolumes(causes: Causes, sources: readonly Source[], name: string): readonly LinkVolume[] {
  const volumes = new Map<string, LinkVolume>()
  sources.forEach(({ path, field, sourcePath }, index) => {
    if (path === '') return
    const parent = parentPath(path)
    checkParent(causes, parent, field)
    checkApart(causes, sourcePath, parent, field)
    if (!volumes.has(parent)) volumes.set(parent, { name: numbered(name, index), path: parent })
  })
  return [...volumes.values()]
}
