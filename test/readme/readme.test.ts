import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../../package.json' with { type: 'json' }
import {
  injectModelcar,
  type ConfigCauseCode,
  type ConflictCode,
  type ErrorCode,
  type ModelcarConfig,
  type ModeName,
  type PodSpecCauseCode,
  type PodSpecLike,
  type WarningCode,
} from '../../src/index.js'
import { blocksOf, firstCells, outputOf, type Block } from './blocks.js'
import { runBlock } from './run-block.js'
import { typeErrors } from './type-errors.js'

// Everything in the README that can be run is run here.

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = blocksOf(readme)
const written = (language: string): readonly Block[] => blocks.filter((block) => block.language === language)

test('there is no kind of block that nothing looks at', () => {
  expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['diff', 'ts', 'sh']))
})

describe('the TypeScript blocks', () => {
  const examples = written('ts')

  test.each(examples)('the one at line $line prints what it says', async (block) => {
    expect(outputOf(block)).not.toBe('')
    expect(await runBlock(block.text)).toBe(outputOf(block))
  })

  test('they compile in strict mode', () => {
    expect(typeErrors(examples.map(({ text }) => text))).toEqual([])
  })
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

test('the commands are scripts of the package', () => {
  const commands = written('sh').flatMap(({ text }) => text.trimEnd().split(/\n| && /))
  expect(commands).toContain('npm ci')
  const scripts = Object.keys(packageJson.scripts)
  for (const command of commands) {
    const [, script] = /^npm run (\S+)/.exec(command) ?? []
    if (script !== undefined) expect(scripts).toContain(script)
    else expect(['npm ci', 'npm test', `npm install ${packageJson.name}`]).toContain(command)
  }
})

test('the scripts that the text names exist', () => {
  const named = [...readme.matchAll(/npm run (\w[\w:]*)/g)].map(([, name]) => name)
  expect(named.filter((name) => !Object.hasOwn(packageJson.scripts, String(name)))).toEqual([])
})

/** The compiler checks that each of these has every member of its type. */
const configKeys: Readonly<Record<keyof ModelcarConfig, true>> = {
  image: true,
  models: true,
  mountPath: true,
  sourcePath: true,
  volumeSource: true,
  mode: true,
  targets: true,
  resources: true,
  runAsUser: true,
  runAsGroup: true,
  imagePullPolicy: true,
  imagePullSecrets: true,
  securityContext: true,
  names: true,
  fetch: true,
  enabled: true,
}
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
    ['README.md', 'Config', configKeys],
    ['README.md', 'Modes', modes],
    ['docs/errors.md', 'Conflicts', conflicts],
    ['docs/errors.md', 'Warnings', warnings],
  ])('%s: %s', (page, heading, members) => {
    expect(words(firstCells(readFileSync(join(root, page), 'utf8'), heading)).toSorted()).toEqual(
      Object.keys(members).toSorted(),
    )
  })

  test('every code of an error and of its causes is named', () => {
    const [, section = ''] = /^## Errors\n([^]*?)^## /m.exec(readme) ?? []
    expect(Object.keys(causes).filter((code) => !section.includes(`\`${code}\``))).toEqual([])
  })
})
