import { isList, isObject } from '../json.js'
import type { Tokens } from './pointer.js'

/** What an object is: its `kind` and `apiVersion`. */
export interface TypeMeta {
  readonly kind?: unknown
  readonly apiVersion?: unknown
}

/** Where a kind has its pod spec, and the API groups that the kind is in. */
interface Kind {
  readonly groups: readonly string[]
  readonly tokens: Tokens
}

const template: Tokens = ['spec', 'template', 'spec']
const core: readonly string[] = ['']
const apps: readonly string[] = ['apps', 'extensions']

/** The kinds of Kubernetes itself that have a pod spec. */
const kinds: ReadonlyMap<unknown, Kind> = new Map<unknown, Kind>([
  ['Pod', { groups: core, tokens: ['spec'] }],
  ['PodTemplate', { groups: core, tokens: ['template', 'spec'] }],
  ['ReplicationController', { groups: core, tokens: template }],
  ['Deployment', { groups: apps, tokens: template }],
  ['StatefulSet', { groups: apps, tokens: template }],
  ['DaemonSet', { groups: apps, tokens: template }],
  ['ReplicaSet', { groups: apps, tokens: template }],
  ['Job', { groups: ['batch'], tokens: template }],
  ['CronJob', { groups: ['batch'], tokens: ['spec', 'jobTemplate', ...template] }],
])

/**
 * Where an object has its pod spec; undefined for a kind that is not of Kubernetes itself. Other groups have kinds of the same
 * names (a `Job` of Volcano), so an `apiVersion` that is there has to fit.
 */
export function podSpecOf({ kind, apiVersion }: TypeMeta): Tokens | undefined {
  const known = kinds.get(kind)
  return known !== undefined && (apiVersion == null || known.groups.includes(groupOf(apiVersion) ?? '?'))
    ? known.tokens
    : undefined
}

/** The group of `apps/v1` is `apps`; that of `v1` is empty. */
function groupOf(apiVersion: unknown): string | undefined {
  return typeof apiVersion === 'string' ? apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0)) : undefined
}

/** What an object is; where it does not say so itself, what it is taken for. */
export function typeOf(object: unknown, otherwise: TypeMeta): TypeMeta {
  if (!isObject(object)) return {}
  const { kind, apiVersion } = object
  if (kind != null) return { kind, apiVersion }
  return { kind: otherwise.kind, apiVersion: apiVersion ?? otherwise.apiVersion }
}

/** The entries of a list, and what they are that do not say so themselves: those of a `DeploymentList` are Deployments. */
interface ObjectList {
  readonly items: readonly unknown[]
  readonly type: TypeMeta
}

/** Reads a `List`, a list of one kind, or `items` without any kind where a kind was given for what has none. */
export function readList(object: unknown, { kind, apiVersion }: TypeMeta, otherwise: TypeMeta): ObjectList | undefined {
  if (!isObject(object) || typeof kind !== 'string' || !isList(object.items)) return undefined
  const { items } = object
  if (kind === 'List') return { items, type: otherwise }
  if (kind.endsWith('List')) return { items, type: { kind: kind.slice(0, -'List'.length), apiVersion } }
  return object.kind == null ? { items, type: { kind, apiVersion } } : undefined
}
