/** A container runtime that runs. */
export interface Runtime {
  /** Where it answers the kubelet. */
  readonly socket: string
  readonly stop: () => Promise<void>
}

/** Where a runtime is, and what it needs. */
export interface RuntimeSetup {
  /** The folder in which everything that it stores stands. */
  readonly folder: string
  /** The folder with the runtime's own programs. */
  readonly programs: string
  readonly runc: string
  /** The host and port of a registry that has all images, and artifacts. */
  readonly registry: string
}
