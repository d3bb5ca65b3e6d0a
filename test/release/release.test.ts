import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../../package.json' with { type: 'json' }
import { releaseFaults, type Manifest } from '../../release/faults.js'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const manifest: Manifest = {
  version: '1.2.3',
  author: 'Ada <ada@example.com>',
  homepage: 'https://example.com/modelcar#readme',
  bugs: { url: 'https://example.com/modelcar/issues' },
  repository: { url: 'git+https://example.com/modelcar.git' },
}
const changelog = '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2027-01-31\n\n### Added\n\n- This.\n'
const readme = '# modelcar\n\nnpm install modelcar\n'

test('a version with everything filled in may be released', () => {
  expect(releaseFaults(manifest, changelog, readme)).toEqual([])
})

describe('what keeps a version from being released', () => {
  test.each<[string, Manifest, string]>([
    ['package.json: author: ', { ...manifest, author: ' ' }, changelog],
    ['package.json: homepage: ', { ...manifest, homepage: '' }, changelog],
    ['package.json: bugs.url: ', { ...manifest, bugs: { url: '' } }, changelog],
    ['package.json: repository.url: ', { ...manifest, repository: { url: 'somewhere' } }, changelog],
    ['found none', { ...manifest, version: '1.2.4' }, changelog],
    ['found "## [1.2.3] - unreleased"', manifest, changelog.replace('2027-01-31', 'unreleased')],
    ['move them to [1.2.3]', manifest, changelog.replace('[Unreleased]\n', '[Unreleased]\n\n- That.\n')],
  ])('%s', (words, given, text) => {
    expect(releaseFaults(given, text, readme)).toEqual([expect.stringContaining(words)])
  })
})

test('a README that says it is not on npm yet keeps a version from being released', () => {
  const unpublished = 'It is not on npm yet.'
  expect(releaseFaults(manifest, changelog, `${readme}\n${unpublished} In a clone:\n`)).toEqual([
    expect.stringMatching(/^README\.md: .*remove that line$/),
  ])
  // As long as the README has such a line, the check knows it.
  const faults = releaseFaults(manifest, changelog, read('README.md'))
  expect(faults).toHaveLength(/not on npm/i.test(read('README.md')) ? 1 : 0)
})

test('npm asks before it publishes', () => {
  expect(packageJson.scripts.prepublishOnly).toMatch(/^npm run release:check && /)
  expect(packageJson.scripts['release:check']).toBe('tsx release/check.ts')
})

test('the changelog is one that the check can read', () => {
  const today = read('CHANGELOG.md').replace(/^(## \[[\d.]+\] - )unreleased$/m, '$12027-01-31')
  const faults = releaseFaults({ ...manifest, version: packageJson.version }, today, readme)
  expect(faults.filter((fault) => !fault.includes('move them to'))).toEqual([])
})

describe('the workflows', () => {
  const commandsOf = (name: string): readonly string[] => {
    const { jobs } = parse(read(`.github/workflows/${name}.yml`)) as {
      jobs: Record<string, { steps: { run?: string }[] }>
    }
    return Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => (run === undefined ? [] : [run])))
  }

  test('ci runs what everybody can run', () => {
    expect(commandsOf('ci')).toEqual(['.ci/run'])
  })

  test('release publishes with provenance', () => {
    expect(commandsOf('release').at(-1)).toBe('npm publish --provenance --access public')
    expect(parse(read('.github/workflows/release.yml'))).toMatchObject({ permissions: { 'id-token': 'write' } })
  })
})
