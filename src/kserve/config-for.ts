import type { Causes } from '../input/check.js'
import type { ModelcarConfig } from '../modelcar/config/config.js'
import { ModelcarConfigError } from '../errors.js'
import { settingsPart, type Part } from './config.js'
import type { ModelcarMode, ReadPodOptions } from './options.js'
import { readPullSecret } from './pod.js'
import { readRequest } from './request.js'
import type { Settings } from './settings.js'
import type { SkipReason } from './skip.js'
import { arePlain, checkNumber, modelPart, modelsPart, ofAnnotation, readMode } from './sources.js'
import { kserveModes } from './uri.js'

/** The config for a pod, not yet checked, or the reason why there is none. */
type Resolved =
  | { readonly part: Part<ModelcarConfig>; readonly skip?: undefined }
  | { readonly part?: undefined; readonly skip: SkipReason }

/** KServe's configuration: its settings, which only a pod that is not skipped has a need for, and what is chosen beside them. */
interface Configuration {
  readonly settings: (causes: Causes) => Settings | undefined
  readonly modelcarMode: ModelcarMode
}

/**
 * Makes the config that a pod gets out of the pod, the options and the settings.
 *
 * @param causes - the faults of the options, if there are any; those of the settings and URIs join them.
 * @throws `ModelcarConfigError` with all causes, `ModelcarPodSpecError` for malformed metadata.
 */
export function configFor(
  causes: Causes,
  pod: unknown,
  options: ReadPodOptions,
  { settings: read, modelcarMode }: Configuration,
): Resolved {
  const { sources, isPlural, namespace, skip } = readRequest(pod, options)
  if (skip !== undefined && causes.length === 0) return { skip }

  const settings = read(causes)
  if (settings?.mode === undefined && causes.length === 0) {
    if (!isPlural || arePlain(sources)) return { skip: 'Disabled' }
  }
  checkNumber(causes, sources)
  const mode = readMode(causes, sources, settings?.mode)
  // Stryker disable next-line ConditionalExpression,LogicalOperator: without either there are causes; the compiler does not see that.
  const isUnknown = settings === undefined || mode === undefined
  if (isUnknown || causes.length > 0) throw new ModelcarConfigError(causes.map(ofAnnotation), 0, 'kserve')

  const name = mode === 'modelcar' ? modelcarMode : kserveModes[mode]
  const pullSecret = mode === 'fetch' ? readPullSecret(pod) : undefined
  const models = isPlural ? modelsPart(sources) : modelPart(sources)
  const rest = settingsPart(settings, name, namespace, pullSecret)
  return {
    part: {
      // Node 20 takes ten times as long for a literal with spreads.
      config: Object.assign({ mode: name }, models.config, rest.config),
      origin: (field) => models.origin(field) ?? rest.origin(field),
    },
  }
}
