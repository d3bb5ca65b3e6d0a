// Script texts are our own, and stand in `command`; they are compared where they are run.

interface Container {
  readonly name: string
  readonly command?: unknown
  readonly args?: unknown
}

interface Spec {
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[] | null
}

const hasScript = ({ name }: Container): boolean => /^modelcar(-init)?(-[0-9]+)?$/.test(name)

/** A pod spec without the scripts of the containers that carry one. */
export function withoutScripts(spec: unknown): unknown {
  const { containers, initContainers, ...rest } = spec as Spec
  const strip = (container: Container): unknown => {
    if (!hasScript(container)) return container
    const { command: _command, args: _args, ...others } = container
    return others
  }
  return {
    ...rest,
    containers: containers.map(strip),
    ...(initContainers && { initContainers: initContainers.map(strip) }),
  }
}
