import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { ModelcarConfig } from 'modelcar'
import { parse } from 'yaml'

export const usage = `Usage: modelcar-inject [OPTIONS] < deployment.yaml | kubectl apply -f -

Puts a model, an OCI image, into the pod spec of every workload in a YAML or JSON manifest. What it does not need to change
stays as it is, byte for byte. Run again, it changes nothing.

  --image IMAGE         the model's image
  --mount-path PATH     where the server finds the model (default: /mnt/models)
  --mode MODE           sidecar (default), native-sidecar, image-volume or fetch
  --target CONTAINER    a container that reads the model; may be given again (default: kserve-container, …)
  --config FILE         more of the config, as YAML or JSON; the options above go before it
  -h, --help            this text

Exit codes: 0 done, 1 the manifest cannot be injected (nothing is printed then, and every fault is told), 2 wrong usage.
`

/** A mistake in how the command was called. */
export class UsageError extends Error {}

/** Reads the command line; undefined where it asks for help. */
export function readArguments(args: readonly string[]): ModelcarConfig | undefined {
  const { help, config, ...flags } = parsed(args)
  if (help === true) return undefined
  const { image, 'mount-path': mountPath, mode, target: targets } = flags
  const given = Object.entries({ image, mountPath, mode, targets }).filter(([, value]) => value !== undefined)
  return { ...(config === undefined ? {} : readConfig(config)), ...Object.fromEntries(given) }
}

function parsed(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        image: { type: 'string' },
        'mount-path': { type: 'string' },
        mode: { type: 'string' },
        target: { type: 'string', multiple: true },
        config: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    return values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** The library checks the fields; here it only has to be an object. */
function readConfig(file: string): object {
  const config = read(file)
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config
  throw new UsageError(`--config ${file}: expected fields such as "image: registry.example/team/llama:1"`)
}

function read(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split(/:?\n/)
    throw new UsageError(`--config ${file}: ${reason ?? ''}`)
  }
}
