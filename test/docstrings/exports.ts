import { join } from 'node:path'
import ts from 'typescript'
import packageJson from '../../package.json' with { type: 'json' }

/** Something that an entry of the package exports, as its docstring tells of it. */
export interface Exported {
  readonly name: string
  /** As users import it: `modelcar/testing`. */
  readonly entry: string
  readonly isFunction: boolean
  readonly isType: boolean
  readonly examples: readonly string[]
}

const root = join(import.meta.dirname, '../..')

/** Everything that the entries of the package export. */
export function exportsOf(): readonly Exported[] {
  const entries = Object.keys(packageJson.exports)
    .filter((path) => path !== './package.json')
    .map((path) => ({
      entry: path.replace('.', packageJson.name),
      file: join(root, 'src', path.slice(1), 'index.ts'),
    }))
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    {
      strict: true,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: [],
    },
  )
  const checker = program.getTypeChecker()
  return entries.flatMap(({ entry, file }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)
    return checker.getExportsOfModule(module!).map((symbol): Exported => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      const isType = (target.flags & ts.SymbolFlags.Value) === 0
      const tags = target.getJsDocTags(checker).filter(({ name }) => name === 'example')
      return {
        name: symbol.name,
        entry,
        isType,
        isFunction: !isType && checker.getTypeOfSymbol(target).getCallSignatures().length > 0,
        examples: tags.map(({ text }) => ts.displayPartsToString(text)),
      }
    })
  })
}
