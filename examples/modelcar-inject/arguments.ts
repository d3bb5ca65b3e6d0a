import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isModelcarError, mapPodSpecs, type ModelcarConfig } from 'modelcar'
import { parse } from 'yaml'
import { asConfig } from './cast.js'
import type { ChangeOptions } from './map-document.js'

export const usage = `Usage: modelcar-inject [OPTIONS] < deployment.yaml | kubectl apply -f -

Puts a model, an OCI image, into the pod specs of the workloads in a YAML or JSON manifest. Documents that need no change come
out byte for byte; in the others comments, order, anchors and styles stay. Run again, it changes nothing.

  --image IMAGE         the model's image
  --mount-path PATH     where the server finds the model (default: /mnt/models)
  --mode MODE           sidecar (default), native-sidecar, image-volume or fetch
  --target CONTAINER    a container that reads the model (default: kserve-container, …); may be given again. Workloads that
                        have none are left alone
  --pointer POINTER     where other kinds than those of Kubernetes have a pod spec, such as /spec/template/spec, with * for
                        every element of a list; may be given again
  --remove              take the model out again, of any mode; of the config only names count
  --config FILE         more of the config, as YAML or JSON; the options above go before it
  -v, --verbose         tell every object that is left alone, and why
  -h, --help            this text

Exit codes: 0 done, 1 nothing could be injected, or not all (nothing is printed then, and every fault is told), 2 wrong usage.
`

/** A mistake in how the command was called. */
export class UsageError extends Error {}

export interface Arguments extends ChangeOptions {
  readonly config: ModelcarConfig
}

/**
 * Reads the command line.
 *
 * @returns undefined where it asks for help.
 * @throws {@link UsageError}
 */
export function readArguments(args: readonly string[]): Arguments | undefined {
  const { help, config, pointer: pointers, verbose: isVerbose, remove: isRemoval = false, ...flags } = parsed(args)
  if (help === true) return undefined
  checkPointers(pointers)
  const { image, 'mount-path': mountPath, mode, target: targets } = flags
  const given = Object.entries({ image, mountPath, mode, targets }).filter(([, value]) => value !== undefined)
  return {
    config: asConfig({ ...(config === undefined ? {} : readConfig(config)), ...Object.fromEntries(given) }),
    pointers,
    isVerbose,
    isRemoval,
  }
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
        pointer: { type: 'string', multiple: true },
        remove: { type: 'boolean' },
        verbose: { type: 'boolean', short: 'v' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    return values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function checkPointers(pointers: readonly string[] | undefined): void {
  try {
    mapPodSpecs({}, (podSpec) => podSpec, { pointers })
  } catch (error) {
    if (!isModelcarError(error)) throw error
    throw new UsageError(error.causes.map(({ message }) => `--pointer: ${message}`).join('; '))
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
