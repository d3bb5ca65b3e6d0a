export type Mode = 'sidecar' | 'native-sidecar' | 'image-volume' | 'fetch'

/** What a test asked the injector for, with the defaults written out: what the oracles judge a pod by. */
export interface Injection {
  readonly mode: Mode
  readonly targets: readonly string[]
  /** One for each model, in their order. */
  readonly images: readonly string[]
  readonly mountPaths: readonly string[]
  /** Where each model is in its image; `/models` where nothing is said. */
  readonly sources?: readonly string[]
  readonly names: { readonly sidecar: string; readonly initContainer: string; readonly volume: string }
  readonly runAsUser?: number
  /** What the config's securityContext says of it. */
  readonly procMount?: string
  /** What the config's securityContext says of it, for the containers that are added. */
  readonly runAsNonRoot?: boolean
  /** Requests and limits of the config, by resource name; none where the config leaves them to the default. */
  readonly requests?: Readonly<Record<string, string | number>>
  readonly limits?: Readonly<Record<string, string | number>>
}

export const KSERVE_NAMES = {
  sidecar: 'modelcar',
  initContainer: 'modelcar-init',
  volume: 'kserve-provision-location',
} as const

export const isLinkMode = ({ mode }: Injection): boolean => mode === 'sidecar' || mode === 'native-sidecar'

export const numbered = (name: string, index: number): string => (index === 0 ? name : `${name}-${index}`)

export const isNumbered = (name: string, base: string): boolean =>
  name === base || (name.startsWith(`${base}-`) && /^[1-9][0-9]*$/.test(name.slice(base.length + 1)))
