import { cut, found } from '../../json.js'
import { isAtOrUnder } from '../../kubernetes/clean-path.js'
import { addCause, type Causes } from '../../input/check.js'
import { readPath } from './mount-path.js'

/** Where KServe's images have the model. */
const defaultSourcePath = '/models'

/** What a container has there is the kernel's and the runtime's, and none of its image's. */
const notOfImage: readonly string[] = ['/proc', '/sys', '/dev', '/run', '/var/run']

/**
 * Reads where the model is in its image: a clean path, `/` for the whole image.
 *
 * @param inherited - what holds where nothing is said.
 */
export function readSourcePath(causes: Causes, value: unknown, field: string, inherited = defaultSourcePath): string {
  if (value === undefined || value === null) return inherited
  const path = readPath(causes, value, field)
  if (path === undefined || path === '/') return path ?? inherited
  const other = notOfImage.find((each) => isAtOrUnder(path, each) || isAtOrUnder(each, path))
  if (other === undefined) return path
  addCause(
    causes,
    'InvalidValue',
    field,
    `expected a path apart from ${other}, where a container has nothing of its image, found ${found(value)}`,
  )
  return path
}

/** KServe's storage initializer takes `/models` out of an image, and nothing else. */
export function checkFetchedSource(causes: Causes, sourcePath: string, field: string): void {
  if (sourcePath === defaultSourcePath) return
  addCause(
    causes,
    'InvalidValue',
    field,
    `expected ${defaultSourcePath} in mode fetch, which takes nothing else out of an image, found ${cut(sourcePath)}; use another mode`,
  )
}

/**
 * The volume of the link is mounted in the container of the model's image too, at the parent of the model's path: it may not hide the
 * model there, nor lie in it. Of a whole image nothing is asked.
 */
export function checkApart(causes: Causes, sourcePath: string, parent: string, field: string): void {
  // A parent of `/` is refused whatever the image has.
  if (sourcePath === '/' || parent === '/' || !(isAtOrUnder(sourcePath, parent) || isAtOrUnder(parent, sourcePath)))
    return
  addCause(
    causes,
    'InvalidValue',
    field,
    `expected a path whose parent is apart from the model in its image, at ${cut(sourcePath)}, found one in ${cut(parent)}; choose another, or mode image-volume`,
  )
}
