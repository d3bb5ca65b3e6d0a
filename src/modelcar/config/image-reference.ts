import { found } from '../../json.js'
import { repositoryPath } from '../../kubernetes/image.js'
import { addCause, type Causes } from '../../input/check.js'

/*
 * The grammar of distribution/reference, which containerd and CRI-O follow: [host[:port]/]path[:tag][@digest].
 * https://github.com/distribution/reference/blob/main/reference.go
 */
const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const host = `(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const tag = '[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}'
const digest = '(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})'
const reference = new RegExp(`^(?:${host}/)?${component}(?:/${component})*(?::${tag})?(?:@${digest})?$`)

const scheme = 'oci://'
/** A repository's path has at most 255 characters; with host, tag and digest nothing that can be pulled is longer than this. */
const longest = 800
const longestPath = 255

/** What looks like the ID of an image is none of its names. */
const identifier = /^[a-f0-9]{64}$/

/** Reads a model's image, without `oci://` in front of it. */
export function readImage(causes: Causes, value: unknown, field: string): string | undefined {
  if (value === undefined || value === null) {
    return addCause(causes, 'Required', field, "expected the reference of the model's image, found nothing")
  }
  if (typeof value !== 'string')
    return addCause(causes, 'InvalidType', field, `expected an image reference, found ${found(value)}`)
  const image = value.startsWith(scheme) ? value.slice(scheme.length) : value
  if (image.includes('://')) {
    const hint = 'write the plain reference, or oci:// and the reference, and choose the way by mode'
    return addCause(
      causes,
      'InvalidValue',
      field,
      `expected an image reference with no scheme but oci://, found ${found(value)}; ${hint}`,
    )
  }
  if (!isReference(image)) {
    const form = '[host[:port]/]path[:tag][@digest] with a lower case path, no blanks and a whole digest'
    return addCause(causes, 'InvalidValue', field, `expected an image reference ${form}, found ${found(value)}`)
  }
  return image
}

const isReference = (image: string): boolean =>
  image.length <= longest &&
  reference.test(image) &&
  !identifier.test(image) &&
  repositoryPath(image).length <= longestPath
