const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const reference = new RegExp(
  `^(?:${label}(?:\\.${label})*(?::\\d+)?/)?${component}(?:/${component})*(?::([\\w][\\w.-]{0,127}))?(@[a-zA-Z][\\w+.-]*:[0-9a-fA-F]{32,})?$`,
)

/** Tells whether an image's tag is `latest`, written out or meant; what is no image reference has no tag. */
export function isLatest(image: unknown): boolean {
  const match = typeof image === 'string' ? reference.exec(image) : null
  if (match === null) return false
  const [, tag, digest] = match
  return tag === undefined ? digest === undefined : tag === 'latest'
}
