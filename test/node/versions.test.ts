import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { findNodePrograms, versions } from './programs/programs.js'
import { expectVersions } from './node/node-versions.js'

// The titles of the tests and the tables of docs/modes.md name versions: these ran.

test('the node is of the versions that are named', async () => {
  await expectVersions(inject('node'), `containerd://${versions.containerd}`)
})

test('runc is too, and knows seccomp', () => {
  const said = execFileSync(join(findNodePrograms().folder ?? '', 'runc'), ['--version'], { encoding: 'utf8' })
  expect(said).toMatch(new RegExp(`^runc version ${versions.runc}$`, 'm'))
  expect(said).toMatch(/^libseccomp: /m)
})
