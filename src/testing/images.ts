/** Splits an image reference into host, path with tag, and digest. */
export function partsOf(image: string): { host: string; path: string; digest: string } {
  const [reference = '', digest = ''] = image.split('@')
  const [first = '', ...rest] = reference.split('/')
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  return { host: hasHost ? first : '', path: hasHost ? rest.join('/') : reference, digest }
}

/** Rewrites an image as registry mirrors do: another host before the same path. */
export function mirrored(image: unknown, mirror = 'mirror.example'): string {
  const { path, digest } = partsOf(String(image))
  return `${mirror}/${path}${digest && `@${digest}`}`
}

/** Pins an image to a digest, as policy engines do. */
export const pinned = (image: unknown): string =>
  String(image).includes('@') ? String(image) : `${String(image)}@sha256:${'ab'.repeat(32)}`
