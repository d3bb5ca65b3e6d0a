import { decoded } from './decoded.js'
import type { Container, PodSpec } from './decoded.js'

// The rules that the Pod Security Standard "restricted" adds for containers, in the words of the admission plugin.

const ESCAPES = ['RuntimeDefault', 'Localhost']

interface Rule {
  readonly title: string
  readonly must: string
  /** Whether the pod itself may meet the rule for all of its containers. */
  readonly byPod: boolean
  readonly violatedBy: (container: Container, spec: PodSpec) => boolean
}

const RULES: readonly Rule[] = [
  {
    title: 'allowPrivilegeEscalation != false',
    must: 'must set securityContext.allowPrivilegeEscalation=false',
    byPod: false,
    violatedBy: ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false,
  },
  {
    title: 'unrestricted capabilities',
    must: 'must set securityContext.capabilities.drop=["ALL"]',
    byPod: false,
    violatedBy: ({ securityContext }) => {
      const { add = [], drop = [] } = securityContext?.capabilities ?? {}
      return !drop.includes('ALL') || add.some((capability) => capability !== 'NET_BIND_SERVICE')
    },
  },
  {
    title: 'runAsNonRoot != true',
    must: 'must set securityContext.runAsNonRoot=true',
    byPod: true,
    violatedBy: ({ securityContext }, spec) =>
      (securityContext?.runAsNonRoot ?? spec.securityContext.runAsNonRoot) !== true,
  },
  {
    title: 'runAsUser=0',
    must: 'must not set runAsUser=0',
    byPod: false,
    violatedBy: ({ securityContext }) => securityContext?.runAsUser === 0,
  },
  {
    title: 'seccompProfile',
    must: 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"',
    byPod: true,
    violatedBy: ({ securityContext }, spec) => {
      const type = securityContext?.seccompProfile?.type ?? spec.securityContext.seccompProfile?.type
      return ESCAPES.every((each) => each !== type)
    },
  },
]

/**
 * The containers' violations of "restricted", each as the plugin's message lists it.
 *
 * @example
 * console.log(restrictedViolations({ containers: [{ name: 'app' }] })[0])
 * //=> allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false)
 */
export function restrictedViolations(podSpec: unknown): readonly string[] {
  const spec = decoded(podSpec)
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])]
  return RULES.flatMap(({ title, must, byPod, violatedBy }) => {
    const names = containers.filter((container) => violatedBy(container, spec)).map(({ name }) => `"${name}"`)
    if (names.length === 0) return []
    const who = `${byPod ? 'pod or ' : ''}${names.length === 1 ? 'container' : 'containers'} ${names.join(', ')}`
    return [`${title} (${who} ${must})`]
  })
}
