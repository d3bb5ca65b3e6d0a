interface Reference {
  readonly host: string
  readonly path: string
  readonly tag: string
  readonly digest: string
}

function read(text: string): Reference {
  const [named = '', digest = ''] = text.split('@')
  const [, name = '', tag = ''] = /^(.*?)(?::([^/:]*))?$/.exec(named) ?? []
  const [first = ''] = name.split('/')
  const hasHost = name.includes('/') && (first === 'localhost' || /[.:]/.test(first))
  return { host: hasHost ? first : '', path: hasHost ? name.slice(first.length + 1) : name, tag, digest }
}

/** As runtimes read it: Docker Hub and its `library` where nothing else is said. */
function normal({ host, path, ...version }: Reference): Reference {
  const isHub = ['', 'docker.io', 'index.docker.io'].includes(host)
  return { host: isHub ? 'docker.io' : host, path: isHub && !path.includes('/') ? `library/${path}` : path, ...version }
}

/**
 * Whether an image that is found may be another webhook's rewriting of the wanted one, by the rule for images without a record: the
 * same version, and the same path in another registry, or behind up to two components and the registry's name.
 */
export function isRewriting(found: string, wanted: string): boolean {
  const [made, asked] = [read(found), read(wanted)]
  return isSameVersion(made, asked) && isSamePlace(made, asked)
}

function isSameVersion(made: Reference, asked: Reference): boolean {
  if (asked.digest !== '') return made.digest === asked.digest
  const isBare = asked.tag === '' && made.tag === ''
  return isBare || (made.tag || (made.digest === '' ? 'latest' : '')) === (asked.tag || 'latest')
}

function isSamePlace(made: Reference, asked: Reference): boolean {
  const [there, here] = [normal(made), normal(asked)]
  if (there.host === here.host) return there.path === here.path
  const paths = [asked.path, here.path]
  const copies = [asked, here].flatMap(({ host, path }) => [path, `${host.replace(/:\d+$/, '')}/${path}`])
  const isCopy = (path: string): boolean => {
    const prefix = made.path.slice(0, -path.length - 1)
    return made.path.endsWith(`/${path}`) && path.includes('/') && prefix.split('/').length <= 2
  }
  return paths.includes(made.path) || copies.some((path) => made.path === path || isCopy(path))
}
