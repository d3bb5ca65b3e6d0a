import { readPath } from '../../json.js'
import { isSameImage } from '../../kubernetes/image.js'
import type { Path } from '../../patch/edit.js'
import type { UnorderedEdits } from '../../patch/order.js'
import type { Owned } from './owned.js'
import type { Placed, Pod } from './pod.js'
import type { Outline } from './outline.js'
import type { Warn } from './warnings.js'

/**
 * Warns of every image other than the wanted one that stays: most likely another webhook has rewritten it to a mirror or a digest, but
 * where nothing records what it was before, that cannot be told from a reference of an earlier time.
 *
 * @param edits - what the merge has found to do, with the indexes of the pod as it came in.
 */
export function warnOfKeptImages(
  pod: Pod,
  { claimOf, volumeOf, targetImage }: Outline,
  targets: readonly Placed[],
  { claimed }: Owned,
  { writes }: UnorderedEdits,
  warn: Warn,
): void {
  let written: ReadonlySet<string> | undefined
  const isWritten = (path: Path): boolean => {
    const places = (written ??= new Set(writes.map((edit) => edit.path.join('/'))))
    return path.some((_, depth) => places.has(path.slice(0, depth + 1).join('/')))
  }
  const check = (path: Path, actual: unknown, wanted: unknown): void => {
    if (typeof actual !== 'string' || typeof wanted !== 'string') return
    if (isSameImage(actual, wanted) || isWritten(path)) return
    warn('ImageKept', path, () => `stays ${actual}: taken for a rewriting of the configured ${wanted}`)
  }
  for (const { list, index, container } of claimed) {
    check([list, index, 'image'], container.image, claimOf.get(container.name)?.image)
  }
  // Stryker disable next-line ConditionalExpression: no image is wanted then; to look takes time.
  if (targetImage !== undefined)
    for (const { list, index, container } of targets) check([list, index, 'image'], container.image, targetImage)
  // Stryker disable next-line ConditionalExpression: no volume has one then; to look takes time.
  if (!pod.some.images) return
  pod.volumes.forEach((volume, index) => {
    if (volume.image == null) return
    const path = ['image', 'reference']
    check(['volumes', index, ...path], readPath(volume, path), readPath(volumeOf.get(volume.name), path))
  })
}
