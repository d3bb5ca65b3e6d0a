import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRewriteOf, isSameImage, repositoryPath } from '../../src/kubernetes/image.js'
import { options } from '../kit/runs.js'

const sha = `sha256:${'0'.repeat(64)}`
const other = `sha256:${'1'.repeat(64)}`

describe('another webhook may have made this of the image', () => {
  test.each([
    ['the image itself', 'registry.example/team/llama:1', 'registry.example/team/llama:1'],
    ['another host', 'mirror.local/team/llama:1', 'registry.example/team/llama:1'],
    ['a host with a port', 'mirror:5000/team/llama:1', 'registry.example/team/llama:1'],
    ['another port', 'registry.example:5000/team/llama:1', 'registry.example/team/llama:1'],
    ['localhost', 'localhost/team/llama:1', 'registry.example/team/llama:1'],
    ['a host with capitals', 'Mirror/team/llama:1', 'registry.example/team/llama:1'],
    ['a host where there was none', 'mirror.local/team/llama:1', 'team/llama:1'],
    ['no host', 'team/llama:1', 'registry.example/team/llama:1'],
    ['an IPv6 host', '[::1]:5000/llama:1', 'registry.example/llama:1'],
    ['another host for one word', 'mirror.local/llama:1', 'llama:1'],
    ['another host for one word, in full', 'mirror.local/library/llama:1', 'llama:1'],
    ['one word of Docker Hub for the same in full elsewhere', 'llama:1', 'mirror.local/library/llama:1'],
    ['the host spelt out', 'docker.io/team/llama:1', 'team/llama:1'],
    ['the host left out', 'team/llama:1', 'docker.io/team/llama:1'],
    ['the old name of the host', 'index.docker.io/library/llama:1', 'llama:1'],
    ['everything spelt out', 'docker.io/library/llama:latest', 'llama'],
    ['everything left out', 'llama', 'index.docker.io/library/llama:latest'],
    ['latest left out', 'registry.example/team/llama', 'registry.example/team/llama:latest'],
    ['a digest added', `registry.example/team/llama:1@${sha}`, 'registry.example/team/llama:1'],
    ['a digest in the place of nothing', `llama@${sha}`, 'llama'],
    ['a digest beside latest', `llama:latest@${sha}`, 'llama'],
    ['another host with a digest added', `mirror.local/team/llama:1@${sha}`, 'registry.example/team/llama:1'],
    ['another host for a digest', `mirror.local/team/llama@${sha}`, `registry.example/team/llama@${sha}`],
    ['the tag beside a digest left out', `llama@${sha}`, `llama:1@${sha}`],
    ['a tag beside an equal digest', `llama:2@${sha}`, `llama@${sha}`],
    ['another tag beside an equal digest', `llama:2@${sha}`, `llama:1@${sha}`],
    ['a host with a port and no tag', 'mirror:5000/llama', 'registry.example/llama'],
    ['a project in front', 'mirror.local/proxy/team/llama:1', 'registry.example/team/llama:1'],
    ['two components in front', 'mirror.local/cache/hub/team/llama:1', 'team/llama:1'],
    ['a component in front, on Docker Hub', 'mirror/team/llama:1', 'registry.example/team/llama:1'],
    ['a project in front of one word in full', 'mirror.local/hub/library/llama:1', 'llama:1'],
    ['the host as the first component', 'mirror.local/registry.example/team/llama:1', 'registry.example/team/llama:1'],
    ['the host without its port', 'mirror.local/registry.example/team/llama:1', 'registry.example:5000/team/llama:1'],
    ['an IPv6 host without its port', 'mirror.local/[::1]/llama:1', '[::1]:5000/llama:1'],
    ['the host before one word', 'mirror.local/registry.example/llama:1', 'registry.example/llama:1'],
    ['Docker Hub as a component', 'mirror.local/a/docker.io/library/llama:1', 'llama:1'],
    ['Docker Hub as a component, without library', 'mirror.local/docker.io/llama:1', 'llama:1'],
    [
      'Docker Hub’s old name as a component',
      'mirror.local/index.docker.io/team/llama:1',
      'index.docker.io/team/llama:1',
    ],
    ['Docker Hub’s old name before one word', 'mirror.local/index.docker.io/llama:1', 'index.docker.io/llama:1'],
    ['two in front of the host', 'mirror.local/a/b/registry.example/team/llama:1', 'registry.example/team/llama:1'],
    ['a project in front, and a digest', `mirror.local/proxy/team/llama@${sha}`, `team/llama:1@${sha}`],
  ])('%s', (_what, actual, configured) => {
    expect(isRewriteOf(actual, configured)).toBe(true)
  })
})

describe('this is another image', () => {
  test.each([
    ['another tag', 'registry.example/team/llama:2', 'registry.example/team/llama:1'],
    ['a tag where there was none', 'registry.example/team/llama:2', 'registry.example/team/llama'],
    ['no tag where there was one', 'registry.example/team/llama', 'registry.example/team/llama:1'],
    ['another path', 'registry.example/team/mistral:1', 'registry.example/team/llama:1'],
    ['another team', 'registry.example/other/llama:1', 'registry.example/team/llama:1'],
    ['another team elsewhere', 'mirror.local/other/llama:1', 'registry.example/team/llama:1'],
    ['a component in front on the same host', 'registry.example/proxy/team/llama:1', 'registry.example/team/llama:1'],
    ['a component in front on Docker Hub itself', 'docker.io/proxy/team/llama:1', 'team/llama:1'],
    ['three components in front', 'mirror.local/a/b/c/team/llama:1', 'registry.example/team/llama:1'],
    ['a component in front of one word', 'mirror.local/proxy/llama:1', 'registry.local/llama:1'],
    ['a component in front of one word of Docker Hub', 'mirror.local/proxy/llama:1', 'llama:1'],
    ['a longer component', 'mirror.local/my-team/llama:1', 'registry.example/team/llama:1'],
    ['something behind', 'mirror.local/team/llama/lora:1', 'registry.example/team/llama:1'],
    ['the host of another', 'mirror.local/a/b/other.example/team/llama:1', 'registry.example/team/llama:1'],
    ['library on a host that has none', 'registry.example/library/llama:1', 'registry.example/llama:1'],
    ['a first component that only begins like localhost', 'localhosts/llama:1', 'localhost/llama:1'],
    ['another digest', `registry.example/team/llama@${other}`, `registry.example/team/llama@${sha}`],
    ['another digest beside the same tag', `llama:1@${other}`, `llama:1@${sha}`],
    ['a digest taken away', 'registry.example/team/llama:1', `registry.example/team/llama:1@${sha}`],
    ['a tag in place of a digest', 'registry.example/llama:1', `registry.example/llama@${sha}`],
    ['a digest with the tag taken away', `registry.example/llama@${sha}`, 'registry.example/llama:1'],
    ['a digest in the place of latest', `llama@${sha}`, 'llama:latest'],
    ['a tag and a digest where there was nothing', `llama:2@${sha}`, 'llama'],
  ])('%s', (_what, actual, configured) => {
    expect(isRewriteOf(actual, configured)).toBe(false)
    expect(isSameImage(actual, configured)).toBe(false)
  })
})

describe('the same image, spelt in another way', () => {
  test.each([
    ['docker.io/library/llama:latest', 'llama', true],
    ['index.docker.io/llama', 'docker.io/library/llama', true],
    ['team/llama', 'docker.io/team/llama:latest', true],
    ['registry.example/llama:latest', 'registry.example/llama', true],
    [`llama@${sha}`, `docker.io/library/llama@${sha}`, true],
    [`llama@${sha}`, 'llama', false],
    [`llama:latest@${sha}`, `llama@${sha}`, false],
    ['mirror.local/llama', 'llama', false],
    ['registry.example/library/llama', 'registry.example/llama', false],
    ['registry.example:443/llama', 'registry.example/llama', false],
    ['llama:1', 'llama', false],
    ['Registry/llama', 'registry/llama', false],
  ])('%s and %s: %j', (left, right, same) => {
    expect(isSameImage(left, right)).toBe(same)
    expect(isSameImage(right, left)).toBe(same)
  })
})

describe('whatever the image', () => {
  const word = fc.constantFrom('team', 'llama', 'a-b', 'x.y', 'library', 'n8')
  const path = fc.array(word, { minLength: 1, maxLength: 4 })
  const host = fc.constantFrom('registry.example', 'registry.example:5000', 'localhost', 'other.example')
  const version = fc.constantFrom('', ':1', ':latest', `@${sha}`, `:1@${sha}`)
  const image = fc
    .tuple(fc.option(host), path, version)
    .map(([host, path, version]) => `${host === null ? 'docker.io' : host}/${path.join('/')}${version}`)

  test('a mirror may put up to two components in front of two or more', () => {
    fc.assert(
      fc.property(
        host,
        path,
        version,
        fc.array(word, { maxLength: 4 }),
        fc.boolean(),
        (host, path, version, front, named) => {
          const ours = `${host}/${path.join('/')}${version}`
          const kept = [...(named ? [host.replace(/:.*/, '')] : []), ...path]
          const found = `mirror.local:80/${[...front, ...kept].join('/')}${version}`
          if (front.length <= 2 && kept.length > 1) expect(isRewriteOf(found, ours)).toBe(true)
          // The end of a longer front may be the path once more.
          if (front.length > 2 && !front.includes(path[0]!)) expect(isRewriteOf(found, ours)).toBe(false)
        },
      ),
      options,
    )
  })

  test('what is the same is a rewriting, and has the same rewritings', () => {
    fc.assert(
      fc.property(image, image, (one, two) => {
        const short = one.replace(/^docker\.io\/(?:library\/(?=[^/]*$))?/, '').replace(/:latest$/, '')
        const isPlain = !/^[^/]*[.:][^/]*\//.test(short) || !one.startsWith('docker.io')
        fc.pre(isPlain)
        expect(isSameImage(one, short)).toBe(true)
        expect(isRewriteOf(one, short)).toBe(true)
        expect(isSameImage(one, two)).toBe(isSameImage(two, one))
        if (isSameImage(one, two)) expect(isRewriteOf(one, two)).toBe(true)
      }),
      options,
    )
  })

  test('another tag, and another name, is never one', () => {
    fc.assert(
      fc.property(host, host, path, fc.array(word), (from, to, path, front) => {
        const ours = `${from}/${path.join('/')}`
        const elsewhere = `${to}/${[...front, ...path].join('/')}`
        expect(isRewriteOf(`${elsewhere}:2`, `${ours}:1`)).toBe(false)
        expect(isRewriteOf(`${elsewhere}-2:1`, `${ours}:1`)).toBe(false)
      }),
      options,
    )
  })
})

test.each([
  ['llama', 'llama'],
  ['team/llama:1', 'team/llama'],
  ['registry.example/team/llama:1', 'team/llama'],
  ['Mirror/team/llama:1', 'team/llama'],
  ['localhost/llama', 'llama'],
  ['host:5000/llama:1', 'llama'],
  ['[::1]:5000/team/llama', 'team/llama'],
  [`registry.example/llama@${sha}`, 'llama'],
  ['mirror/llama', 'mirror/llama'],
])('%s is in the repository %s', (image, path) => {
  expect(repositoryPath(image)).toBe(path)
})
