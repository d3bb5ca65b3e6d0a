/*
 * When two image references name the same image. Registry mirrors and digest pinning rewrite `image` on its way into the
 * cluster; writing the configured reference back would undo them, in every call.
 */

interface Reference {
  /** The registry, as written: empty where there is none. */
  readonly host: string
  /** The repository without its registry, as written. */
  readonly path: string
  readonly tag: string
  readonly digest: string
}

function parse(reference: string): Reference {
  const at = reference.indexOf('@')
  const digest = at === -1 ? '' : reference.slice(at + 1)
  const name = at === -1 ? reference : reference.slice(0, at)
  const colon = name.indexOf(':', name.lastIndexOf('/'))
  const tag = colon === -1 ? '' : name.slice(colon + 1)
  const repository = colon === -1 ? name : name.slice(0, colon)
  const slash = repository.indexOf('/')
  const host = slash !== -1 && isHost(repository.slice(0, slash)) ? repository.slice(0, slash) : ''
  return { host, path: host === '' ? repository : repository.slice(slash + 1), tag, digest }
}

/** The rule of distribution/reference (splitDockerDomain): a path has neither dots in its first component, nor capitals. */
const isHost = (first: string): boolean =>
  first.includes('.') || first.includes(':') || first === 'localhost' || first !== first.toLowerCase()

const dockerHub = 'docker.io'

/** The reference as a container runtime reads it: everything that may be left out is there. */
function normalised({ host, path, tag, digest }: Reference): Reference {
  const registry = host === '' || host === 'index.docker.io' ? dockerHub : host
  return {
    host: registry,
    path: registry === dockerHub && !path.includes('/') ? `library/${path}` : path,
    tag: tag === '' && digest === '' ? 'latest' : tag,
    digest,
  }
}

/**
 * Tells whether two references are one, once everything that may be left out is there.
 *
 * @example
 * isSameImage('docker.io/library/nginx:latest', 'nginx') // true
 */
export function isSameImage(left: string, right: string): boolean {
  if (left === right) return true
  const [one, other] = [normalised(parse(left)), normalised(parse(right))]
  return one.host === other.host && one.path === other.path && one.tag === other.tag && one.digest === other.digest
}

/**
 * Tells whether an image is the configured one, or what a mirroring or pinning webhook makes of it: the same repository, or one
 * that another registry may keep a copy of it in, at the same version.
 *
 * @example
 * isRewriteOf('mirror.local/team/llama:1@sha256:…', 'registry.example/team/llama:1') // true
 * isRewriteOf('mirror.local/cache/registry.example/team/llama:1', 'registry.example/team/llama:1') // true
 */
export function isRewriteOf(actual: string, configured: string): boolean {
  if (actual === configured) return true
  const [found, ours] = [parse(actual), parse(configured)]
  return isVersionOf(found, ours) && isCopyOf(found, ours)
}

/** The same, whatever the tags and digests of the two are. */
export const isRewriteOfRepository = (actual: string, configured: string): boolean =>
  isCopyOf(parse(actual), parse(configured))

function isCopyOf(found: Reference, ours: Reference): boolean {
  const [full, oursInFull] = [normalised(found), normalised(ours)]
  if (full.host === oursInFull.host) return full.path === oursInFull.path
  const paths = [ours.path, oursInFull.path]
  if (paths.includes(found.path) || paths.includes(full.path)) return true
  const hosts = [ours.host || oursInFull.host, oursInFull.host].map(withoutPort)
  return [...paths, ...hosts.flatMap((host) => paths.map((path) => `${host}/${path}`))].some((path) =>
    isCached(found.path, path),
  )
}

/**
 * An equal digest says more than any tag. Else the tags have to be equal, and a digest may come beside it, but not in its place: nobody could
 * tell which tag it was.
 */
function isVersionOf(found: Reference, ours: Reference): boolean {
  if (ours.digest !== '') return found.digest === ours.digest
  if (ours.tag === '' && found.tag === '') return true
  return normalised(found).tag === normalised(ours).tag
}

/** How many components a pull-through cache puts in front of a repository: a project and a name for the upstream registry. */
const mostInFront = 2

/** Tells whether a path is another one with little in front. A single word in the end may be anybody's. */
function isCached(found: string, path: string): boolean {
  if (!path.includes('/')) return false
  if (found === path) return true
  if (!found.endsWith(`/${path}`)) return false
  return found.slice(0, -path.length - 1).split('/').length <= mostInFront
}

const withoutPort = (host: string): string => host.replace(/:\d+$/, '')

/** The repository that an image is in, without its registry host. */
export const repositoryPath = (image: string): string => parse(image).path
