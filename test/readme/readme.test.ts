import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  injectModelcar,
  type ConfigCauseCode,
  type ConflictCode,
  type ErrorCode,
  type ModeName,
  type PodSpecCauseCode,
  type PodSpecLike,
  type WarningCode,
} from '../../src/index.js'
import { skipReasons } from '../../src/kserve/index.js'
import { validatePodSpec, type PodSpec } from '../../src/testing/index.js'
import { configKeys } from '../kit/config-keys.js'
import { kserve012 } from '../kit/kserve.js'
import { blocksOf, firstCells, type Block } from './blocks.js'
import { readPage } from './page-list.js'
import packageJson from '../../package.json' with { type: 'json' }

// What only the README has, and the tables that have a row for every member of a type.

const readme = readPage('README.md')
const blocks = blocksOf(readme)
const written = (language: string): readonly Block[] => blocks.filter((block) => block.language === language)

test('it is read in one sitting', () => {
  expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(15_000)
})

test('the badges say what the package says', () => {
  const badges = [...readme.matchAll(/^\[!\[(\w+): ([^\]]+)\]\(https:\/\/img\.shields\.io\/badge\/([^)]+)\)\]/gm)]
  const { license, engines, types } = packageJson
  expect(Object.fromEntries(badges.map(([, name, says]) => [name, says]))).toEqual({
    licence: license,
    node: `${engines.node.replace('>=', '')} or newer`,
    types: types === '' ? 'none' : 'included',
  })
  // A picture says the same as its text.
  for (const [, name = '', says = '', picture] of badges) {
    expect(picture).toBe(`${name}-${says.replaceAll('-', '--').replaceAll(' ', '_')}-blue`)
  }
})

test('the diff leads from a pod spec to the injected one', () => {
  const [diff, ...others] = written('diff')
  expect(others).toEqual([])
  const lines = diff?.text.trimEnd().split('\n') ?? []
  expect(lines.filter((line) => !/^[ +]/.test(line))).toEqual([])
  const yaml = (signs: string): PodSpecLike =>
    parse(lines.flatMap((line) => (signs.includes(line.charAt(0)) ? [line.slice(1)] : [])).join('\n')) as PodSpecLike
  const [before, after] = [yaml(' '), yaml(' +')]
  expect(before.containers.map(({ name }) => name)).toEqual(['kserve-container'])
  expect(injectModelcar(before, { image: 'registry.example/team/llama:1' })).toEqual(after)
})

test('what the API server said of 0.12.0 is what it says', () => {
  const quoted = readme.match(/^ {4}spec\..*$/gm)?.map((line) => line.trim())
  const server: PodSpec = { containers: [{ name: 'kserve-container', image: 'server:1' }] }
  const input = { image: 'registry.example/team/llama:1' }
  const twice = kserve012(kserve012(server, input), input)
  const errors = validatePodSpec(twice).map(({ field, message }) => `${field}: ${message}`)
  expect(quoted).toHaveLength(2)
  expect(quoted?.filter((line) => !errors.includes(line))).toEqual([])
})

test('the conflict of server-side apply is one that an API server gave', () => {
  const [quoted = ''] = /^ {4}Apply failed .*$/m.exec(readPage('docs/server-side-apply.md')) ?? []
  expect(quoted).not.toBe('')
  expect(readPage('test/e2e/deployment-controller.test.ts')).toContain(`'${quoted.trim()}'`)
})

/** The compiler checks that each of these has every member of its type. */
const modes: Readonly<Record<ModeName, true>> = {
  sidecar: true,
  'native-sidecar': true,
  'image-volume': true,
  fetch: true,
}
const conflicts: Readonly<Record<ConflictCode, true>> = {
  TargetNotFound: true,
  TargetReserved: true,
  Windows: true,
  HostPID: true,
  HostUsers: true,
  RootUser: true,
  PrivilegeEscalation: true,
  MountPathTaken: true,
  ModelPathTaken: true,
  FetchPathTaken: true,
  VolumeIsDevice: true,
  VolumeSource: true,
  ContainerNameTaken: true,
  NeverCompletes: true,
  PodResources: true,
  RequestExceedsLimit: true,
  VolumeNotFound: true,
  NothingToAmend: true,
  PortNameTaken: true,
  HostPortTaken: true,
  Contradiction: true,
}
const warnings: Readonly<Record<WarningCode, true>> = {
  UserMismatch: true,
  GroupMismatch: true,
  UserReplaced: true,
  GroupUnknown: true,
  CapabilitiesDropped: true,
  ProcessNamespaceOverwritten: true,
  LeftoverKept: true,
  LeftoverRemoved: true,
  ImageKept: true,
  Weakened: true,
  ModelAfterTarget: true,
  WorksInModel: true,
  UnresolvedVariable: true,
  EntriesDropped: true,
  SharedVolume: true,
  VolumeKept: true,
}
const causes: Readonly<Record<ConfigCauseCode | PodSpecCauseCode | ErrorCode, true>> = {
  Required: true,
  Unknown: true,
  InvalidType: true,
  InvalidValue: true,
  Exclusive: true,
  Duplicate: true,
  InvalidConfig: true,
  InvalidPodSpec: true,
  Conflict: true,
}

describe('the tables are complete', () => {
  const words = (cells: readonly string[]): readonly string[] =>
    cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word))

  test.each([
    ['docs/config.md', 'Keys', configKeys],
    ['README.md', 'Modes', modes],
    ['docs/errors.md', 'Conflicts', conflicts],
    ['docs/errors.md', 'Warnings', warnings],
  ])('%s: %s', (page, heading, members) => {
    expect(words(firstCells(readPage(page), heading)).toSorted()).toEqual(Object.keys(members).toSorted())
  })

  test('every reason to skip a pod that KServe would skip', () => {
    const [, table = ''] = readPage('docs/kserve.md').split('| reason (`skip`)')
    const reasons = [...table.split('\n\n')[0]!.matchAll(/^\| `(\w+)` \|/gm)].map(([, reason]) => reason)
    expect(reasons).toEqual(Object.keys(skipReasons))
  })

  test('every code of an error and of its causes is named', () => {
    const section = readPage('docs/errors.md').split('\n## ')[0] ?? ''
    expect(Object.keys(causes).filter((code) => !section.includes(`\`${code}\``))).toEqual([])
  })
})
