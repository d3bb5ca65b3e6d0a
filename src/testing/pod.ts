import { asContainers } from './cast.js'
import { entriesOf, type Fields, stringsOf } from './json.js'

/** A container or an init container. */
export interface Container extends Fields {
  name: string
}

/** A pod spec: only what every one has is typed, since most of what is generated is odd on purpose. */
export interface PodSpec extends Fields {
  containers: Container[]
}

/** A pod: its labels and annotations matter to webhooks too. */
export interface Pod {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata: {
    readonly name?: string
    readonly generateName?: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec: PodSpec
}

/** A mutation of a pod spec that is over when it returns: it gives back the pod spec that it makes, or the one that it was handed. */
export type Inject = (podSpec: PodSpec) => PodSpec

/** A mutation of a pod spec, sync or async. */
export type Mutate = (podSpec: PodSpec) => PodSpec | PromiseLike<PodSpec>

const named = (value: unknown): Container[] => asContainers(entriesOf(value))

/** Lists the containers. */
export const containersOf = (podSpec: Fields): Container[] => named(podSpec['containers'])

/** Lists the init containers, native sidecars among them. */
export const initContainersOf = (podSpec: Fields): Container[] => named(podSpec['initContainers'])

/** Lists containers and init containers. */
export const allContainersOf = (podSpec: Fields): Container[] => [
  ...initContainersOf(podSpec),
  ...containersOf(podSpec),
]

/** Lists the volumes. */
export const volumesOf = (podSpec: Fields): Fields[] => entriesOf(podSpec['volumes'])

/** Lists a container's mounts. */
export const mountsOf = (container: Fields): Fields[] => entriesOf(container['volumeMounts'])

/** Lists a container's environment. */
export const envOf = (container: Fields): Fields[] => entriesOf(container['env'])

/** Lists the names of an entry list. */
export const namesOf = (entries: readonly Fields[]): string[] => stringsOf(entries.map((entry) => entry['name']))

/** Writes a path as the kubelet reads it: absolute, without empty and `.` parts, `..` resolved, no slash at the end. */
export function cleanPath(path: unknown): string {
  const parts: string[] = []
  for (const part of String(path).split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** Gives a path's parent directory. */
export const parentOf = (path: unknown): string => cleanPath(`${cleanPath(path)}/..`)

/** Tells whether a path is another one, or below it. */
export const isWithin = (path: unknown, directory: unknown): boolean =>
  cleanPath(directory) === '/' || `${cleanPath(path)}/`.startsWith(`${cleanPath(directory)}/`)
