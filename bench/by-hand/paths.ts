import type { V1VolumeMount } from '@kubernetes/client-node'
import { modelPath, mountPath, sourcePath } from './wanted.js'

/** The path that a mount or device is at, as the kubelet mounts it; undefined for what is no path. */
export const pathOf = (path: unknown): string | undefined =>
  typeof path === 'string' && path !== '' ? clean(path) : undefined

const isAtOrUnder = (path: string, directory: string): boolean =>
  path.startsWith(directory) && (path.length === directory.length || path.charCodeAt(directory.length) === slash)

/** Hides the model from whoever reads it. */
export const hidesModel = (path: string): boolean => path === '/' || isAtOrUnder(path, modelPath)

/** Hides what a container of ours has in its image. */
export const hidesSource = (path: string): boolean => path === '/' || isAtOrUnder(path, sourcePath)

const isMountPath = (path: unknown): boolean => path === mountPath || pathOf(path) === mountPath

/** The mount that ours has to be, however it is spelt. */
export const isOurMount = ({ mountPath: path }: V1VolumeMount): boolean => isMountPath(path)

const slash = 47
const mayBeUnclean = /\/[/.]/

function clean(path: string): string {
  const isClean =
    path.charCodeAt(0) === slash &&
    (path.charCodeAt(path.length - 1) !== slash || path.length === 1) &&
    !mayBeUnclean.test(path)
  if (isClean) return path
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}
