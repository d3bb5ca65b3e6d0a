import type { Injector, ModelcarConfig, Plan } from '../../src/index.js'
import { appliesTo012, compareWithKServe012 } from './compare.js'
import { diffLines } from './diff.js'
import { explain, type Explanation } from './explain.js'
import type { Found } from './manifest.js'
import { lineWidth, paint, verdict } from './paint.js'

/** What the demo tells of one pod spec, line by line. */
export function report(
  { object, path, podSpec }: Found,
  config: ModelcarConfig,
  injector: Injector,
): readonly string[] {
  const plan = injector.plan(podSpec)
  const injected = injector.inject(podSpec)
  return [
    ...section(`${object}: what changes`),
    ...reportDiff(podSpec, injected, config),
    ...section('What each change is for'),
    ...reportReasons(explain(podSpec, injected, config)),
    ...section(`The same change as a JSON patch (RFC 6902), relative to ${path === '' ? 'the pod spec' : path}`),
    ...reportPatch(plan),
    ...section('Warnings'),
    ...reportWarnings(plan),
    ...section('Injected again, into the result'),
    ...reportAgain(injected, injector),
    ...(appliesTo012(podSpec, config)
      ? [
          ...section('For comparison: KServe 0.12.0, which appended in every call (kserve#3506)'),
          ...compareWithKServe012(podSpec, config, injector),
        ]
      : []),
  ]
}

const section = (title: string): readonly string[] => ['', paint('bold', title), '']

const isNothing = (text: string): readonly string[] => [paint('dim', text)]

function reportDiff(before: unknown, after: unknown, { enabled }: ModelcarConfig): readonly string[] {
  if (enabled === false) return isNothing('nothing: the config is switched off (enabled: false)')
  const lines = diffLines(before, after)
  if (lines.length === 0) return isNothing('nothing: this pod already has the model')
  return lines.map((line) => {
    if (line.startsWith('+')) return paint('green', line)
    if (line.startsWith('-')) return paint('red', line)
    return line.startsWith('@@') ? paint('cyan', line) : line
  })
}

function reportReasons(lines: readonly Explanation[]): readonly string[] {
  if (lines.length === 0) return isNothing('none')
  const width = Math.max(...lines.map(({ what }) => what.length))
  return lines.map(({ op, what, why }) => `${signs[op]} ${what.padEnd(width)}  ${paint('dim', why)}`)
}

const signs = { add: paint('green', '+'), remove: paint('red', '-'), replace: paint('yellow', '~') }

function reportPatch({ patch }: Plan): readonly string[] {
  if (patch.length === 0) return isNothing('[]')
  return patch.map((operation) => {
    const { op, path } = operation
    const value = operation.op === 'remove' ? '' : JSON.stringify(operation.value)
    const room = lineWidth() - op.length - path.length - 2
    const shown = value.length > room ? `${value.slice(0, Math.max(room - 1, 0))}…` : value
    return `${paint(op === 'remove' ? 'red' : 'green', op)} ${path} ${paint('dim', shown)}`.trimEnd()
  })
}

function reportWarnings({ warnings }: Plan): readonly string[] {
  if (warnings.length === 0) return isNothing('none')
  return warnings.map(({ code, field, message }) => `${paint('yellow', code)} ${field}: ${message}`)
}

function reportAgain(injected: Found['podSpec'], injector: Injector): readonly string[] {
  const isSame = injector.inject(injected) === injected
  const { patch } = injector.plan(injected)
  return [
    `inject(spec) === spec   ${verdict(isSame, String(isSame))}`,
    `plan(spec).patch        ${verdict(patch.length === 0, JSON.stringify(patch))}`,
  ]
}
