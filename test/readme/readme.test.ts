import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DockerfileParser } from 'dockerfile-ast'
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
  expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['diff', 'ts', 'sh', 'dockerfile']))
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

test('the Dockerfile of a model image puts the model where every mode looks for it', () => {
  const [dockerfile, ...others] = written('dockerfile')
  expect(others).toEqual([])
  const instructions = DockerfileParser.parse(dockerfile?.text ?? '').getInstructions()
  expect(instructions.map((each) => each.getKeyword())).toEqual(['FROM', 'COPY', 'COPY'])
  const copied = instructions.slice(1).map((each) => each.getArguments().map(String))
  expect(copied.map(([, to]) => to)).toEqual(['/models/', '/models/'])
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

test('links lead to files and headings that are there', () => {
  const links = [...readme.matchAll(/\]\((?!https:)([^) ]+)[^)]*\)/g)].map(([, target = '']) => target)
  for (const link of links) {
    const [path = '', anchor] = link.split('#')
    expect(existsSync(join(root, path)), link).toBe(true)
    if (anchor !== undefined) expect(headings(path === '' ? 'README.md' : path), link).toContain(anchor)
  }
  expect(links.length).toBeGreaterThan(5)
})

/** The anchors that a page of Markdown has. */
const headings = (path: string): string[] =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  )

/** The compiler checks that each of these has every member of its type. */
const configKeys: Readonly<Record<keyof ModelcarConfig, true>> = {
  image: true,
  models: true,
  mountPath: true,
  sourcePath: true,
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
    ['Config', configKeys],
    ['Modes', modes],
    ['Conflicts', conflicts],
    ['Warnings', warnings],
  ])('%s', (heading, members) => {
    expect(words(firstCells(readme, heading)).toSorted()).toEqual(Object.keys(members).toSorted())
  })

  test('every code of an error and of its causes is named', () => {
    const [, section = ''] = /^## Errors\n([^]*?)^### /m.exec(readme) ?? []
    expect(Object.keys(causes).filter((code) => !section.includes(`\`${code}\``))).toEqual([])
  })
})

describe('the table of differences', () => {
  const rows = [...readme.matchAll(/^\| .* \| \[[\w-]+\]\((test\/[\w./-]+) "(.*)"\) \|$/gm)]

  test('has rows', () => {
    expect(rows.length).toBeGreaterThan(25)
  })

  test.each(rows.map(([, file = '', title = '']) => [title, file]))('%s', (title, file) => {
    expect(readFileSync(file, 'utf8')).toContain(title)
  })
})
