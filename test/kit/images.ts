import { partsOf } from '../../src/testing/images.js'

/**
 * Tells whether an image may be another webhook's rewriting of one: the same path and tag, another host, a digest added. Beside an equal
 * digest no tag counts.
 */
export function isRewriting(found: unknown, image: string): boolean {
  const [made, wanted] = [partsOf(String(found)), partsOf(image)]
  if (wanted.digest !== '' && made.digest !== wanted.digest) return false
  // Neither tag nor digest is the tag `latest`; any digest is one of that.
  const isBare = ({ path, digest }: { path: string; digest: string }): boolean =>
    digest === '' && !/:[^/:]*$/.test(path)
  const tagged = (path: string): string =>
    isBare(made) || (isBare(wanted) && made.digest === '') ? withLatest(path) : path
  const plain = (path: string): string => (wanted.digest === '' ? tagged(path) : path.replace(/:[^/:]*$/, ''))
  // A pull-through cache keeps what it copies under the name of the registry that it is from.
  const paths = [wanted.path, `${wanted.host.replace(/:\d+$/, '')}/${wanted.path}`]
  return paths.map(plain).includes(plain(made.path))
}

const withLatest = (path: string): string => (/:[^/:]*$/.test(path) ? path : `${path}:latest`)
