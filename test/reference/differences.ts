import { compareQuantities } from '../../src/testing/api-server/quantity.js'

// Where our pod differs from KServe's on purpose: each row rewrites KServe's pod into the one that the row stands for.

interface Container {
  readonly name: string
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly resources?: Resources
  readonly [field: string]: unknown
}

type Resources = Readonly<Record<'limits' | 'requests', Readonly<Record<string, string>>>>

export interface Spec {
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[]
  readonly [field: string]: unknown
}

export interface Difference {
  readonly name: string
  readonly reason: string
  readonly rewrite: (theirs: Spec, ours: Spec) => Spec
}

const OURS = /^(modelcar(-init)?(-[0-9]+)?|storage-initializer)$/

const rewriteContainers = (
  theirs: Spec,
  ours: Spec,
  rewrite: (their: Container, our: Container) => Container,
): Spec => {
  const rewriteList = (list: 'containers' | 'initContainers'): readonly Container[] =>
    (theirs[list] ?? []).map((their) => {
      const our = (ours[list] ?? []).find(({ name }) => name === their.name)
      return our !== undefined && OURS.test(their.name) ? rewrite(their, our) : their
    })
  return {
    ...theirs,
    containers: rewriteList('containers'),
    ...(theirs.initContainers === undefined ? {} : { initContainers: rewriteList('initContainers') }),
  }
}

/** Holds in every injected pod, so it is no difference between cases: the texts are compared where they are run. */
export const OWN_SCRIPT: Difference = {
  name: 'own script in command',
  reason: "the texts are our own, and an image's ENTRYPOINT cannot swallow a command",
  rewrite: (theirs, ours) =>
    rewriteContainers(theirs, ours, (their, our) => {
      const { args: _args, ...rest } = their
      const text = our.command?.[2]
      if (typeof text !== 'string') return their
      return { ...rest, command: ['sh', '-c', text] }
    }),
}

const IDS = ['runAsUser', 'runAsGroup'] as const

const contextOf = (holder: Spec | Container | undefined): Readonly<Record<string, unknown>> =>
  (holder?.['securityContext'] ?? {}) as Readonly<Record<string, unknown>>

/** Containers that KServe's pod shares the model with: those that mount its volume and are not its own. */
const readersIn = ({ containers }: Spec): readonly Container[] =>
  containers.filter(({ name, volumeMounts }) => {
    const mounts = (volumeMounts ?? []) as readonly { readonly name?: string }[]
    return !OURS.test(name) && mounts.some((mount) => /^kserve-provision-location/.test(mount.name ?? ''))
  })

/** Where all readers have one number, and one of them states it itself. */
function followedIn(spec: Spec, id: (typeof IDS)[number]): number | undefined {
  const readers = readersIn(spec)
  const numbers = new Set(readers.map((reader) => contextOf(reader)[id] ?? contextOf(spec)[id]))
  const [number] = numbers
  const isStated = readers.some((reader) => typeof contextOf(reader)[id] === 'number')
  return numbers.size === 1 && isStated && typeof number === 'number' ? number : undefined
}

const withContext = (container: Container, fields: Readonly<Record<string, unknown>>): Container =>
  Object.keys(fields).length === 0
    ? container
    : { ...container, securityContext: { ...contextOf(container), ...fields } }

const isPrefetch = ({ name }: Container): boolean => /^modelcar-init/.test(name)

/** What KServe's own config sets on its sidecar, and with it on the readers. */
const configuredIn = (spec: Spec): Readonly<Record<string, unknown>> =>
  contextOf(spec.containers.find(({ name }) => name === 'modelcar'))

export const USERS_FOLLOW: Difference = {
  name: 'user and group follow the target',
  reason: 'the kernel lets a server read the model only where both are those of the sidecar; KServe sets neither',
  rewrite: (theirs, ours) => {
    const followed = IDS.flatMap((id) => {
      const number = configuredIn(theirs)[id] === undefined ? followedIn(theirs, id) : undefined
      return number === undefined ? [] : [[id, number] as const]
    })
    return rewriteContainers(theirs, ours, (their) => {
      if (!/^modelcar/.test(their.name)) return their
      const own = followed.filter(([id, number]) => !(isPrefetch(their) && id === 'runAsUser' && number === 0))
      return withContext(their, Object.fromEntries(own))
    })
  },
}

export const ROOT_FORBIDDEN: Difference = {
  name: 'the prefetching container has the UID where the pod forbids root',
  reason: 'the kubelet starts no image whose user is root under runAsNonRoot; KServe sets the UID on its sidecar alone',
  rewrite: (theirs, ours) => {
    if (contextOf(theirs)['runAsNonRoot'] !== true) return theirs
    return rewriteContainers(theirs, ours, (their) =>
      isPrefetch(their) ? withContext(their, configuredIn(theirs)) : their,
    )
  },
}

export const DIFFERENCES: readonly Difference[] = [
  USERS_FOLLOW,
  ROOT_FORBIDDEN,
  {
    name: 'quantities as configured',
    reason: 'the core writes a quantity as the config does; the API server reads the same amount',
    rewrite: (theirs, ours) =>
      rewriteContainers(theirs, ours, (their, our) => {
        const { resources } = our
        if (their.resources === undefined || resources === undefined) return their
        return sameAmounts(their.resources, resources) ? { ...their, resources } : their
      }),
  },
]

function sameAmounts(theirs: Resources, ours: Resources): boolean {
  return (['limits', 'requests'] as const).every((side) => {
    const [one, other] = [theirs[side], ours[side]]
    const names = new Set([...Object.keys(one), ...Object.keys(other)])
    return [...names].every((name) => compareQuantities(one[name], other[name]) === 0)
  })
}
