import type { ModelcarConfig } from '../modelcar/config/config.js'
import { resolveConfig } from '../modelcar/config/resolve.js'
import { ModelcarConfigError, type Cause } from '../errors.js'

/** Checks the config as an injection will, and says at which of KServe's fields a fault is. */
export function checkConfig(config: ModelcarConfig, origins: Readonly<Record<string, string>>): void {
  try {
    resolveConfig(config)
  } catch (error) {
    if (!(error instanceof ModelcarConfigError)) throw error
    const causes = error.causes.map(({ code, field, message }) => ({
      code,
      // The config checks a name as a list of one.
      field: origins[field.replace(/\[0\]$/, '')] ?? field,
      message: message.replace(/models\[\d+\]\.mountPath/g, (other) => origins[other] ?? other),
    }))
    throw new ModelcarConfigError(causes.filter(isFirst))
  }
}

/** One setting may stand for several fields of the config: limits and requests. */
const isFirst = ({ field, message }: Cause, index: number, causes: readonly Cause[]): boolean =>
  causes.findIndex((other) => other.field === field && other.message === message) === index
