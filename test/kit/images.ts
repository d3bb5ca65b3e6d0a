import { partsOf } from '../../src/testing/images.js'

/** Tells whether an image may be another webhook's rewriting of one: the same path and tag, another host, a digest added. */
export function isRewriting(found: unknown, image: string): boolean {
  const [made, wanted] = [partsOf(String(found)), partsOf(image)]
  return made.path === wanted.path && (wanted.digest === '' || made.digest === wanted.digest)
}
