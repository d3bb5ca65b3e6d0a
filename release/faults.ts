/** What of `package.json` a release is checked by. */
export interface Manifest {
  readonly version: string
  readonly author: string
  readonly homepage: string
  readonly bugs: { readonly url: string }
  readonly repository: { readonly url: string }
}

/** Tells what keeps a version from being released, each with what to do; nothing where it is ready. */
export function releaseFaults(manifest: Manifest, changelog: string, readme: string): readonly string[] {
  return [...fieldFaults(manifest), ...changelogFaults(manifest.version, changelog), ...readmeFaults(readme)]
}

/** The line that is true until the first release. */
const unpublished = 'It is not on npm yet.'

const readmeFaults = (readme: string): readonly string[] =>
  readme.includes(unpublished)
    ? [`README.md: expected a package that can be installed, found "${unpublished}"; remove that line`]
    : []

function fieldFaults({ author, homepage, bugs, repository }: Manifest): readonly string[] {
  const faults =
    author.trim() === ''
      ? ['package.json: author: expected a name, such as "Ada <ada@example.com>", found nothing']
      : []
  const urls = { homepage, 'bugs.url': bugs.url, 'repository.url': repository.url }
  for (const [field, url] of Object.entries(urls)) {
    if (/^(git\+)?https:\/\/[^\s/]+\/\S+$/.test(url)) continue
    faults.push(`package.json: ${field}: expected the address of it (https://…), found ${url === '' ? 'nothing' : url}`)
  }
  return faults
}

function changelogFaults(version: string, changelog: string): readonly string[] {
  const [, ...sections] = changelog.split(/^## /m)
  const unreleased = sections.find((section) => section.startsWith('[Unreleased]'))
  const released = sections.find((section) => section.startsWith(`[${version}]`))
  const faults: string[] = []
  if (released === undefined) faults.push(`CHANGELOG.md: expected a section "## [${version}] - YYYY-MM-DD", found none`)
  else if (!/^\[\S+\] - \d{4}-\d\d-\d\d\n/.test(released)) {
    const [heading = ''] = released.split('\n')
    faults.push(
      `CHANGELOG.md: expected the day of the release, as "## [${version}] - YYYY-MM-DD", found "## ${heading}"`,
    )
  }
  if (unreleased !== undefined && /^- /m.test(unreleased)) {
    faults.push(`CHANGELOG.md: expected nothing under [Unreleased], found entries; move them to [${version}]`)
  }
  return faults
}
