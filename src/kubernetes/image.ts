/*
 * When two image references name the same image. Registry mirrors and digest pinning rewrite `image` on its way into the
 * cluster; writing the configured reference back would undo them, in every call.
 */

interface Reference {
  /** The repository without its registry host. */
  readonly path: string
  readonly tag: string
  readonly digest: string
}

function parse(reference: string): Reference {
  const at = reference.indexOf('@')
  const digest = at < 0 ? '' : reference.slice(at + 1)
  const name = at < 0 ? reference : reference.slice(0, at)
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1)
  const tag = colon < 0 ? '' : name.slice(colon + 1)
  const repository = colon < 0 ? name : name.slice(0, colon)
  const slash = repository.indexOf('/')
  const first = slash < 0 ? '' : repository.slice(0, slash)
  // The rule of distribution/reference: a first component is a host if it has a dot or a colon, or is localhost.
  const isHost = first.includes('.') || first.includes(':') || first === 'localhost'
  return { path: isHost ? repository.slice(slash + 1) : repository, tag, digest }
}

/**
 * Tells whether an image is the configured one, or what a mirroring or pinning webhook makes of it: the same path and tag
 * under another registry host, or with a digest added.
 *
 * @example
 * isRewriteOf('mirror.local/team/llama:1@sha256:…', 'registry.example/team/llama:1') // true
 */
export function isRewriteOf(actual: string, configured: string): boolean {
  if (actual === configured) return true
  const [found, wanted] = [parse(actual), parse(configured)]
  if (found.path !== wanted.path || found.tag !== wanted.tag) return false
  return wanted.digest === '' || wanted.digest === found.digest
}

/** The repository that an image is in, without its registry host. */
export const repositoryPath = (image: string): string => parse(image).path
