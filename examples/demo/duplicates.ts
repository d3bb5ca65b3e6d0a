interface Container {
  readonly name: string
  readonly volumeMounts?: readonly { readonly mountPath: string }[] | null | undefined
}

interface PodSpec {
  readonly volumes?: readonly { readonly name: string }[] | null | undefined
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[] | null | undefined
}

/**
 * What the API server says of a pod spec in which something comes twice: volume names, container names, and the mount paths of
 * one container. The words are those of kube-apiserver 1.37.2. (Its validation looks at much more; this is what doubling breaks.)
 */
export function duplicates({ volumes, containers, initContainers }: PodSpec): readonly string[] {
  const added = initContainers ?? []
  return [
    ...namedTwice(volumes ?? [], 'spec.volumes'),
    ...containers.flatMap((container, index) => mountedTwice(container, `spec.containers[${index}]`)),
    ...namedTwice(containers, 'spec.containers'),
    ...added.flatMap((container, index) => mountedTwice(container, `spec.initContainers[${index}]`)),
    ...namedTwice(added, 'spec.initContainers', containers),
  ]
}

/** Names that an earlier entry has, of the same list or of another that shares its names. */
function namedTwice(
  entries: readonly { readonly name: string }[],
  field: string,
  others: readonly { readonly name: string }[] = [],
): readonly string[] {
  const taken = others.map(({ name }) => name)
  return repeated([...taken, ...entries.map(({ name }) => name)])
    .filter(([index]) => index >= taken.length)
    .map(([index, name]) => `${field}[${index - taken.length}].name: Duplicate value: ${JSON.stringify(name)}`)
}

const mountedTwice = ({ volumeMounts }: Container, field: string): readonly string[] =>
  repeated((volumeMounts ?? []).map(({ mountPath }) => mountPath)).map(
    ([index, path]) =>
      `${field}.volumeMounts[${index}].mountPath: Invalid value: ${JSON.stringify(path)}: must be unique`,
  )

const repeated = (values: readonly string[]): readonly (readonly [number, string])[] =>
  values.flatMap((value, index) => (values.indexOf(value) < index ? [[index, value] as const] : []))
