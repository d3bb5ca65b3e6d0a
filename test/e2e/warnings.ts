import type { Chain } from './chains.js'
import type { Mode } from './modes.js'

// What users are told of the pods of these tests, word for word.

/** KServe's `uidModelcar` is a UID without a GID, of which the modes with a sidecar warn. */
export const unknownGroup = (server: number): string =>
  `spec.containers[${server}].securityContext.runAsGroup is not set beside UID 1010 of the config: each image may give that user another group, and the kernel lets a server read the model only where they are equal; set runAsGroup in the config`

const kept = (field: string, image: string): string =>
  `spec.${field} stays mirror.example/${image}: taken for a rewriting of the configured registry.example/${image}`

/** A pod as a call of ours gets to see it. */
interface Seen {
  /** Where the server stands among the containers. */
  readonly server: number
  /** Whether the mirror has rewritten the images that an earlier call of ours brought. */
  readonly isMirrored: boolean
}

/** What one call warns of, in the order of the pod. */
const warningsOfCall: Readonly<Record<Mode, (seen: Seen) => readonly string[]>> = {
  sidecar: ({ server, isMirrored }) => [
    ...(isMirrored ? [kept('initContainers[0].image', 'team/model:1')] : []),
    unknownGroup(server),
    ...(isMirrored ? [kept('containers[1].image', 'team/model:1')] : []),
  ],
  'native-sidecar': ({ server, isMirrored }) => [
    ...(isMirrored ? [kept('initContainers[0].image', 'team/model:1')] : []),
    unknownGroup(server),
  ],
  // The volume in front holds the token.
  'image-volume': ({ isMirrored }) => (isMirrored ? [kept('volumes[1].image.reference', 'team/model:1')] : []),
  fetch: ({ isMirrored }) =>
    isMirrored ? [kept('initContainers[0].image', 'kserve/storage-initializer:v0.20.0')] : [],
}

/** What another call says of the stored pod. */
export const warningsOfStored = ({ server: [, last], registry }: Chain, mode: Mode): readonly string[] =>
  warningsOfCall[mode]({ server: last, isMirrored: registry === 'mirror.example' })

/** What whoever creates the pod is told: the API server passes the same text on once, whichever call it comes from. */
export function warningsIn(chain: Chain, mode: Mode): readonly string[] {
  const first = warningsOfCall[mode]({ server: chain.server[0], isMirrored: false })
  return [...new Set([...first, ...warningsOfStored(chain, mode)])]
}
