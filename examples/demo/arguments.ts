import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import type { ModelcarConfig } from '../../src/index.js'
import { DemoError } from './demo-error.js'

const defaultFile = 'examples/kserve-predictor.yaml'

export const usage = `Usage: npm run demo -- [FILE] [--config CONFIG]

Puts a model into every pod spec of a Kubernetes manifest, and shows what changes.

  FILE      YAML or JSON (default: ${defaultFile})
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
  const config = values.config === undefined ? {} : readConfig(values.config)
  const image = 'registry.example/models/llama-3.1-8b-instruct:1'
  return { file, config: config.image === undefined && config.models === undefined ? { image, ...config } : config }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { config: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (error) {
    throw new DemoError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}

/** The library checks the fields itself; here it only has to be an object. */
function readConfig(text: string): ModelcarConfig {
  try {
    const config: unknown = parse(text)
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config
  } catch {
    // Told below, as for any other text that is no object.
  }
  throw new DemoError(`--config: expected fields such as '{ targets: [vllm] }', found ${JSON.stringify(text)}`)
}
