import { createInjector, isModelcarError } from '../src/index.js'
import { readArguments, usage } from './demo/arguments.js'
import { DemoError } from './demo/demo-error.js'
import { readManifest } from './demo/manifest.js'
import { paint } from './demo/paint.js'
import { report } from './demo/report.js'

/** Shows what is put into the pods of a manifest, and that doing it again changes nothing. */
function demo(args: readonly string[]): void {
  const given = readArguments(args)
  if (given === undefined) return print([usage])
  const { file, config } = given
  const found = readManifest(file)
  const injector = createInjector(config)
  print([`${file}, with ${JSON.stringify(config)}`])
  for (const each of found) {
    try {
      print(report(each, config, injector))
    } catch (error) {
      fail(error, `${each.object}: `)
    }
  }
}

const print = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** Tells a mistake in what was given, a cause a line; anything else is a bug and keeps its stack trace. */
function fail(error: unknown, where = ''): void {
  process.exitCode = 1
  const tell = (lines: readonly string[]): void => void process.stderr.write(`${lines.join('\n')}\n`)
  if (error instanceof DemoError) return tell([paint('red', error.message)])
  if (!isModelcarError(error)) throw error
  tell([
    '',
    paint('red', `${where}${error.name}`),
    ...error.causes.map(({ code, field, message }) => `  ${paint('yellow', code)} ${field}: ${message}`),
    ...(error.causes.some(({ code }) => code === 'TargetNotFound') ? [targetHint] : []),
  ])
}

// Whoever reads may stop early, as `head` does; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const targetHint = "  (for the demo: --config '{ targets: [NAME] }')"

try {
  demo(process.argv.slice(2))
} catch (error) {
  fail(error)
}
