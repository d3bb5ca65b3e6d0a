import { volumeSources } from '../../src/testing/api-server/validation/decoded.js'
import type { Volume } from '../../src/testing/api-server/validation/decoded.js'

const NEVER_WRITABLE = new Set(['configMap', 'secret', 'downwardAPI', 'projected', 'image'])

/** Whether containers can write to a volume; one without a source is an emptyDir. */
export function isWritable(volume: Volume | undefined): boolean {
  if (volume === undefined) return false
  return volumeSources.every((source) => {
    const content = volume[source] as { readOnly?: boolean } | undefined
    return content === undefined || (!NEVER_WRITABLE.has(source) && content.readOnly !== true)
  })
}
