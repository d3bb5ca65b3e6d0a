import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import type { ModelcarConfig } from '../../src/index.js'
import { asConfig } from './cast.js'
import { DemoError } from './demo-error.js'

const defaultFile = 'examples/kserve-predictor.yaml'
const defaultImage = 'registry.example/models/llama-3.1-8b-instruct:1'

export const usage = `Usage: npm run demo -- [FILE] [--mode MODE] [--config CONFIG]

Puts a model into every pod spec of a Kubernetes manifest, and shows what changes and why.

  FILE      YAML or JSON (default: ${defaultFile})
  MODE      sidecar (the default), native-sidecar, image-volume or fetch
  CONFIG    fields of the config, as YAML or JSON: '{ targets: [vllm], runAsUser: 1000 }'`

export interface Arguments {
  readonly file: string
  readonly config: ModelcarConfig
}

/** Reads the command line; undefined where it asks for help. */
export function readArguments(args: readonly string[]): Arguments | undefined {
  const { values, positionals } = parsed(args)
  if (values.help === true) return undefined
  const [file = defaultFile, ...others] = positionals
  if (others.length > 0) throw new DemoError(`expected one file, found ${positionals.join(', ')}\n\n${usage}`)
  const mode = values.mode === undefined ? {} : { mode: values.mode }
  const given = values.config === undefined ? {} : readConfig(values.config)
  const model = 'image' in given || 'models' in given ? {} : { image: defaultImage }
  return { file, config: asConfig({ ...model, ...given, ...mode }) }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { mode: { type: 'string' }, config: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (error) {
    throw new DemoError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}

/** The library checks the fields itself; here it only has to be an object. */
function readConfig(text: string): object {
  try {
    const config: unknown = parse(text)
    // A key without a value says nothing.
    if (typeof config === 'object' && config !== null && !Array.isArray(config))
      return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null))
  } catch {
    // Told below, as for any other text that is no object.
  }
  throw new DemoError(`--config: expected fields such as '{ targets: [vllm] }', found ${JSON.stringify(text)}`)
}
