import { join } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '../..')

/** Compiles sources as a user's modules in strict mode, all in one program, and tells what is wrong with them by the names they have. */
export function typeErrors(sources: Readonly<Record<string, string>>): readonly string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    paths: { modelcar: [join(root, 'src/index.ts')], 'modelcar/*': [join(root, 'src/*/index.ts')] },
  }
  const files = new Map(
    Object.entries(sources).map(([name, source]) => [
      join(root, `test/readme/${name.replaceAll('/', '-')}.mts`),
      source,
    ]),
  )
  const host = ts.createCompilerHost(options)
  const onDisk = { ...host }
  host.fileExists = (name) => files.has(name) || onDisk.fileExists(name)
  host.getSourceFile = (name, target, ...rest) => {
    const source = files.get(name)
    return source === undefined
      ? onDisk.getSourceFile(name, target, ...rest)
      : ts.createSourceFile(name, source, target)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  // Only the blocks: the library's own sources are checked by `npm run types`.
  const diagnostics = program
    .getSourceFiles()
    .filter(({ fileName }) => files.has(fileName))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
  return diagnostics.map(({ file, start, messageText }) => {
    const line = file === undefined || start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1
    return `${file?.fileName ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}
