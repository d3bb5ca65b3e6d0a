import { resolveConfig } from '../config/resolve.js'
import { ModelcarConfigError } from '../errors.js'
import type { Origins, Part } from './config.js'

type Causes = ModelcarConfigError['causes']

/** Checks the config as an injection will, and says at which of KServe's fields a fault is. */
export function checkConfig({ config, origins }: Part): void {
  namingOrigins(origins, () => resolveConfig(config))
}

/** Makes something of a config; a fault of the config is then told at the field that it comes from. */
export function namingOrigins<T>(origins: () => Origins, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof ModelcarConfigError)) throw error
    throw new ModelcarConfigError(atOrigins(error.causes, origins()))
  }
}

/** One setting may stand for several fields of the config, limits and requests: what is wrong with it is told once. */
function atOrigins(causes: Causes, origins: Origins): Causes {
  const settings = new Map(origins)
  const told = new Map<string, Causes[number]>()
  for (const { code, field, message } of causes) {
    const cause = {
      code,
      // The config checks a name as a list of one.
      field: settings.get(field.replace(/\[0\]$/, '')) ?? field,
      message: message.replace(/models\[\d+\]\.mountPath/g, (other) => settings.get(other) ?? other),
    }
    const key = JSON.stringify([cause.field, cause.message])
    if (!told.has(key)) told.set(key, cause)
  }
  return [...told.values()]
}
