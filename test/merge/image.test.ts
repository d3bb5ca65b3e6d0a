import { describe, expect, test } from 'vitest'
import { isRewriteOf } from '../../src/kubernetes/image.js'

const sha = `sha256:${'0'.repeat(64)}`
const other = `sha256:${'1'.repeat(64)}`

describe('another webhook may have made this of the image', () => {
  test.each([
    ['the image itself', 'registry.example/team/llama:1', 'registry.example/team/llama:1'],
    ['another host', 'mirror.local/team/llama:1', 'registry.example/team/llama:1'],
    ['a host with a port', 'mirror:5000/team/llama:1', 'registry.example/team/llama:1'],
    ['localhost', 'localhost/team/llama:1', 'registry.example/team/llama:1'],
    ['a host where there was none', 'mirror.local/team/llama:1', 'team/llama:1'],
    ['no host', 'team/llama:1', 'registry.example/team/llama:1'],
    ['an IPv6 host', '[::1]:5000/llama:1', 'registry.example/llama:1'],
    ['a digest added', `registry.example/team/llama:1@${sha}`, 'registry.example/team/llama:1'],
    ['a digest added to a plain name', `llama@${sha}`, 'llama'],
    ['another host with a digest added', `mirror.local/team/llama:1@${sha}`, 'registry.example/team/llama:1'],
    ['another host for a digest', `mirror.local/team/llama@${sha}`, `registry.example/team/llama@${sha}`],
    ['a host with a port and no tag', 'mirror:5000/llama', 'registry.example/llama'],
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
    ['a path in front', 'mirror.local/proxy/team/llama:1', 'registry.example/team/llama:1'],
    ['a first component that is no host', 'mirror/team/llama:1', 'registry.example/team/llama:1'],
    ['a first component that only begins like localhost', 'localhosts/llama:1', 'localhost/llama:1'],
    ['another digest', `registry.example/team/llama@${other}`, `registry.example/team/llama@${sha}`],
    ['a digest taken away', 'registry.example/team/llama:1', `registry.example/team/llama:1@${sha}`],
    ['a tag in place of a digest', 'registry.example/llama:1', `registry.example/llama@${sha}`],
    ['a digest with the tag taken away', `registry.example/llama@${sha}`, 'registry.example/llama:1'],
  ])('%s', (_what, actual, configured) => {
    expect(isRewriteOf(actual, configured)).toBe(false)
  })
})
