import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import type { ModelcarConfig, ModeName } from '../../src/index.js'

// What an editor shows of a config under the pointer: the docstring of the key, or of the mode's.

const root = join(import.meta.dirname, '../..')
const file = join(root, 'test/types/written-by-a-user.ts')

/** The compiler checks that each has every key. */
const values: Readonly<Record<Exclude<keyof ModelcarConfig, 'models'>, string>> = {
  image: "'registry.example/team/llama:1'",
  mountPath: "'/mnt/models'",
  sourcePath: "'/models'",
  mode: "'sidecar'",
  targets: "['server']",
  resources: '{ limits: {} }',
  runAsUser: '1000',
  runAsGroup: '1000',
  imagePullPolicy: "'Always'",
  imagePullSecrets: "['pull']",
  securityContext: "'restricted'",
  names: '{}',
  volumeSource: '{ emptyDir: {} }',
  fetch: '{}',
  enabled: 'true',
}
const modes: Readonly<Record<ModeName, RegExp>> = {
  sidecar: /keeps running/,
  'native-sidecar': /restartPolicy: Always/,
  'image-volume': /read-only volume/,
  fetch: /storage initializer/,
}

// A comment marks the word behind it.
const source = `import { createInjector, type ModelcarConfig } from 'modelcar'
createInjector({
${Object.entries(values)
  .map(([key, value]) => `  /*${key}*/${key}: ${value},`)
  .join('\n')}
})
createInjector({ /*image alone*/image: 'registry.example/a:1' })
const several: ModelcarConfig = {
  /*models*/models: [{
    /*models.image*/image: 'registry.example/a:1',
    /*models.mountPath*/mountPath: '/mnt/a',
    /*models.sourcePath*/sourcePath: '/models',
  }],
  names: { /*names.sidecar*/sidecar: 'a', /*names.initContainer*/initContainer: 'b', /*names.volume*/volume: 'c' },
  resources: { /*limits*/limits: { /*limits.cpu*/cpu: 1, /*limits.memory*/memory: '1Gi' }, /*requests*/requests: {} },
  volumeSource: { /*volumeSource.emptyDir*/emptyDir: {} },
  fetch: {
    /*fetch.image*/image: 'a:1',
    /*fetch.resources*/resources: {},
    /*fetch.pullSecret*/pullSecret: 'a',
    /*fetch.caBundle*/caBundle: { configMap: 'a', mountPath: '/etc/ca' },
    /*fetch.insecureRegistry*/insecureRegistry: false,
  },
}
`
const marks = [...source.matchAll(/\/\*([\w. ]+)\*\//g)].map(([, mark = '']) => mark)

const service = ts.createLanguageService({
  getCompilationSettings: () => ({
    strict: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
    paths: { modelcar: [join(root, 'src/index.ts')] },
  }),
  getScriptFileNames: () => [file],
  getScriptVersion: () => '1',
  getScriptSnapshot: (name) => {
    const text = name === file ? source : ts.sys.readFile(name)
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
  },
  getCurrentDirectory: () => root,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (path) => ts.sys.fileExists(path),
  readFile: (path) => ts.sys.readFile(path),
})

/** The text that an editor shows under the type of the word behind a mark. */
function shownAt(mark: string): string {
  const comment = `/*${mark}*/`
  const info = service.getQuickInfoAtPosition(file, source.indexOf(comment) + comment.length)
  return ts.displayPartsToString(info?.documentation)
}

test('what the user wrote is a config', () => {
  expect(service.getSemanticDiagnostics(file)).toEqual([])
})

describe('an editor explains', () => {
  test.each(marks)('%s', (mark) => {
    expect(shownAt(mark)).toMatch(/\w.{12}/)
  })

  test.each(Object.entries(modes))('the mode %s', (mode, words) => {
    const lines = shownAt('mode').split(/\n(?=- )/)
    expect(lines.find((line) => line.startsWith(`- \`${mode}\``))).toMatch(words)
  })
})

/** Every property that a type of the package's main entry has by its own source, but for those of Kubernetes' types. */
function* propertiesOf(type: ts.Node, name: string): Iterable<readonly [name: string, property: ts.Node]> {
  for (const child of type.getChildren()) {
    const isNamed =
      (ts.isPropertySignature(child) || ts.isPropertyDeclaration(child)) &&
      (ts.isIdentifier(child.name) || ts.isStringLiteral(child.name))
    const isPrivate = ts.isPropertyDeclaration(child) && ts.getCombinedModifierFlags(child) & ts.ModifierFlags.Private
    const inner = isNamed ? `${name}.${child.name.text}` : name
    if (isNamed && !isPrivate) yield [inner, child]
    if (!ts.isBlock(child)) yield* propertiesOf(child, inner)
  }
}

const program = service.getProgram()
const entry = program?.getSourceFile(join(root, 'src/index.ts'))
const checker = program?.getTypeChecker()
const exported = entry && checker?.getSymbolAtLocation(entry)
const declared = (exported && checker?.getExportsOfModule(exported))?.flatMap((symbol) => {
  const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return (real.declarations ?? [])
    .filter((node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node))
    .filter((node) => !node.getSourceFile().fileName.includes('/src/kubernetes/'))
    .flatMap((node) => [...propertiesOf(node, symbol.name)])
})

describe('every property that is exported has a docstring', () => {
  test('of many', () => {
    expect(declared?.length).toBeGreaterThan(90)
    const names = declared?.map(([name]) => name)
    expect(names).toContain('SecurityContextConfig.runAsNonRoot')
    expect(names).toContain('FetchConfig.caBundle.mountPath')
  })

  test.each(declared ?? [])('%s', (_name, property) => {
    const texts = ts.getJSDocCommentsAndTags(property).map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    expect(texts.join(' ')).toMatch(/\w.{8}/)
  })
})
