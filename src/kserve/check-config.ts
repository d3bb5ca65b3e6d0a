import { resolveConfig } from '../modelcar/config/resolve.js'
import { ModelcarConfigError } from '../errors.js'
import type { Origin, Part } from './config.js'
import { ofAnnotation } from './sources.js'

type Causes = ModelcarConfigError['causes']

/** Checks the config as an injection will, and says at which of KServe's fields a fault is. */
export function checkConfig({ config, origin }: Part): void {
  namingOrigins(origin, () => resolveConfig(config))
}

/** Makes something of a config; a fault of the config is then told at the field that it comes from. */
export function namingOrigins<T>(origin: Origin, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof ModelcarConfigError)) throw error
    throw new ModelcarConfigError(atOrigins(error.causes, origin), error.omitted, 'kserve')
  }
}

/** One setting may stand for several fields of the config, limits and requests: what is wrong with it is told once. */
function atOrigins(causes: Causes, origin: Origin): Causes {
  const told = new Map<string, Causes[number]>()
  for (const { code, field, message } of causes) {
    const cause = ofAnnotation({
      code,
      field: origin(field) ?? field,
      message: message.replace(/models\[\d+\]\.mountPath/g, (other) => origin(other) ?? other),
    })
    told.set(JSON.stringify([cause.field, cause.message]), cause)
  }
  return [...told.values()]
}
