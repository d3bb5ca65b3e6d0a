import { addCause, type Causes } from '../input/check.js'
import type { ModelcarOptions } from '../modelcar/config/config.js'
import { resolveConfig } from '../modelcar/config/resolve.js'
import { ModelcarConfigError } from '../errors.js'
import { copy, found, isObject, type JsonObject } from '../json.js'
import type { Origin } from './config.js'

/** Fields of a config that count in place of what KServe's configuration makes of them. */
export type KServeOverrides = Omit<ModelcarOptions, (typeof asked)[number]>

/** What a pod asks for, or KServe's configuration has to say. */
const asked = ['image', 'models', 'mountPath', 'mode', 'enabled'] as const

/** Reads the overrides, and checks them as far as they can be without a pod. What comes out shares nothing with what was given. */
export function readOverrides(causes: Causes, value: unknown): JsonObject {
  if (value === undefined || value === null) return {}
  if (!isObject(value)) {
    addCause(causes, 'InvalidType', 'overrides', `expected an object, found ${found(value)}`)
    return {}
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  for (const key of asked.filter((name) => fields.some(([field]) => field === name))) {
    const message = `expected no ${key}, found ${found(value[key])}; the pod and KServe's configuration say it`
    addCause(causes, 'Exclusive', overridden(key), message)
  }
  const overrides = Object.fromEntries(fields.filter(([field]) => !asked.some((key) => key === field)))
  causes.push(...faultsOf(overrides))
  return copy(overrides)
}

function faultsOf(overrides: JsonObject): ModelcarConfigError['causes'] {
  try {
    // The mode that refuses least: what only another refuses is told for the pods of that mode.
    resolveConfig({ image: 'registry.example/any:1', mode: 'image-volume', ...overrides })
    return []
  } catch (error) {
    if (!(error instanceof ModelcarConfigError)) throw error
    return error.causes.map((cause) => ({ ...cause, field: overridden(cause.field) }))
  }
}

/** A field that is no word is one of `config[…]`. */
const overridden = (field: string): string =>
  field.startsWith('config[') ? `overrides${field.slice('config'.length)}` : `overrides.${field}`

/** Where a field comes from that may be overridden. */
export const overriddenOrigin =
  (overrides: JsonObject, origin: Origin): Origin =>
  (field) => {
    const top = field.replace(/[.[].*/s, '')
    return Object.hasOwn(overrides, top) ? overridden(field) : origin(field)
  }
