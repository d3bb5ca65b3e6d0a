import { isList, type JsonObject } from '../json.js'
import type { Tokens } from './pointer.js'

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
export function podSpecOf({ kind, apiVersion }: JsonObject): Tokens | undefined {
  const known = kinds.get(kind)
  return known !== undefined && (apiVersion == null || known.groups.includes(groupOf(apiVersion) ?? '?'))
    ? known.tokens
    : undefined
}

/** The group of `apps/v1` is `apps`; that of `v1` is empty. */
function groupOf(apiVersion: unknown): string | undefined {
  return typeof apiVersion === 'string' ? apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0)) : undefined
}

/** A `List`, or a list of one kind such as a `DeploymentList`. */
export interface ObjectList {
  readonly items: readonly unknown[]
  /** What the entries need not say themselves: those of a `DeploymentList` are Deployments. */
  readonly defaults: JsonObject
}

export function readList({ kind, apiVersion, items }: JsonObject): ObjectList | undefined {
  if (typeof kind !== 'string' || !kind.endsWith('List') || !isList(items)) return undefined
  return { items, defaults: kind === 'List' ? {} : { kind: kind.slice(0, -'List'.length), apiVersion } }
}
