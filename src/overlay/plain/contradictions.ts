import { isList, isObject, objectsIn, type JsonObject } from '../../json.js'
import { sourceOf } from '../merge/union.js'
import { field, readPath } from '../plan/findings.js'

/*
 * What the API server does not take together (pkg/apis/core/validation), where an overlay says one half and the pod has the other.
 */

/** Two fields of a pod that exclude each other. */
export interface Contradiction {
  /** Where it is: the container, where it is one of a container, and the first of these places that the pod has. */
  readonly container?: JsonObject
  readonly places: readonly (readonly string[])[]
  /** What was found, and beside what it may not be. */
  readonly found: string
  readonly beside: string
}

/** Fields that exclude each other, and how an overlay brings them together. */
export interface Exclusion {
  /** What an overlay has to say: a field, or a field and its value. */
  readonly said: readonly string[]
  readonly find: (spec: JsonObject) => readonly Contradiction[]
}

export const containersOf = ({ containers, initContainers }: JsonObject): readonly JsonObject[] => [
  ...objectsIn(containers),
  ...objectsIn(initContainers),
]

/** Of a container, all pairs of places that hold what may not be together. */
export const inContainers =
  (find: (container: JsonObject, spec: JsonObject) => readonly Omit<Contradiction, 'container'>[]) =>
  (spec: JsonObject): readonly Contradiction[] =>
    containersOf(spec).flatMap((container) => find(container, spec).map((each) => ({ ...each, container })))

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const

/** The API server has them on init containers that stay, and on no other. */
const endingInits: Exclusion = {
  said: [...probes, 'restartPolicy'],
  find: ({ initContainers }) =>
    objectsIn(initContainers)
      .filter(({ restartPolicy }) => restartPolicy !== 'Always')
      .flatMap((container) =>
        probes
          .filter((name) => container[name] != null)
          .map((name) => ({ container, places: [[name]], found: name, beside: 'no restartPolicy: Always' })),
      ),
}

const sleeps: Exclusion = {
  said: ['sleep', 'seconds', 'terminationGracePeriodSeconds'],
  find: /* @__PURE__ */ inContainers((container, { terminationGracePeriodSeconds: grace }) =>
    ['postStart', 'preStop'].flatMap((hook) => {
      const seconds = readPath(container, ['lifecycle', hook, 'sleep', 'seconds'])
      if (typeof seconds !== 'number' || seconds <= (typeof grace === 'number' ? grace : 30)) return []
      const places = [['lifecycle', hook, 'sleep', 'seconds'], ['lifecycle']]
      return [
        { places, found: `a sleep of ${String(seconds)} seconds`, beside: 'a shorter terminationGracePeriodSeconds' },
      ]
    }),
  ),
}

const mounts: Exclusion = {
  said: [
    'recursiveReadOnly',
    'mountPropagation',
    'readOnly=false',
    'readOnly=null',
    'privileged=false',
    'privileged=null',
  ],
  find: /* @__PURE__ */ inContainers((container) =>
    objectsIn(container.volumeMounts).flatMap(({ mountPath, readOnly, recursiveReadOnly, mountPropagation }) => {
      const at = { places: [['volumeMounts']] }
      const on = typeof mountPath === 'string' ? ` at ${mountPath}` : ''
      const isRecursive = recursiveReadOnly != null && recursiveReadOnly !== 'Disabled'
      const isPropagated = mountPropagation != null && mountPropagation !== 'None'
      const isPrivileged = field(container.securityContext, 'privileged') === true
      return [
        ...(isRecursive && readOnly !== true
          ? [{ ...at, found: `recursiveReadOnly${on}`, beside: 'no readOnly: true' }]
          : []),
        ...(isRecursive && isPropagated
          ? [{ ...at, found: `recursiveReadOnly${on}`, beside: 'mountPropagation' }]
          : []),
        ...(mountPropagation === 'Bidirectional' && !isPrivileged
          ? [{ ...at, found: `mountPropagation: Bidirectional${on}`, beside: 'no privileged: true' }]
          : []),
      ]
    }),
  ),
}

const dns: Exclusion = {
  said: ['dnsPolicy', 'dnsConfig', 'nameservers'],
  find: ({ dnsPolicy, dnsConfig }) => {
    const nameservers = field(dnsConfig, 'nameservers')
    if (dnsPolicy !== 'None' || (isList(nameservers) && nameservers.length > 0)) return []
    return [{ places: [['dnsPolicy']], found: 'dnsPolicy: None', beside: 'no nameservers in dnsConfig' }]
  },
}

const hostnames: Exclusion = {
  said: ['hostnameOverride', 'setHostnameAsFQDN', 'hostNetwork'],
  find: (spec) =>
    spec.hostnameOverride == null
      ? []
      : ['setHostnameAsFQDN', 'hostNetwork']
          .filter((name) => spec[name] === true)
          .map((name) => ({
            places: [['hostnameOverride'], [name]],
            found: 'hostnameOverride',
            beside: `${name}: true`,
          })),
}

const gates: Exclusion = {
  said: ['schedulingGates', 'nodeName'],
  find: ({ schedulingGates, nodeName }) =>
    typeof nodeName === 'string' && nodeName !== '' && objectsIn(schedulingGates).length > 0
      ? [{ places: [['nodeName'], ['schedulingGates']], found: 'nodeName', beside: 'schedulingGates' }]
      : [],
}

const claims: Exclusion = {
  said: ['claims', 'resourceClaims'],
  find: (spec) => {
    const there = new Set(objectsIn(spec.resourceClaims).map(({ name }) => name))
    return inContainers(({ resources }) =>
      objectsIn(field(resources, 'claims'))
        .filter(({ name }) => !there.has(name))
        .map(({ name }) => ({
          places: [['resources', 'claims'], ['resources']],
          found: `the claim ${String(name)}`,
          beside: 'no such one in the pod’s resourceClaims',
        })),
    )(spec)
  },
}

const keyFiles: Exclusion = {
  said: ['fileKeyRef', 'volumes'],
  find: (spec) => {
    const dirs = new Set(
      objectsIn(spec.volumes)
        .filter((volume) => volume.emptyDir != null || sourceOf(volume) === undefined)
        .map(({ name }) => name),
    )
    return inContainers(({ env }) =>
      objectsIn(env).flatMap(({ valueFrom }) => {
        const file = field(valueFrom, 'fileKeyRef')
        if (!isObject(file) || dirs.has(file.volumeName)) return []
        const beside = `no emptyDir named ${String(file.volumeName)}`
        return [{ places: [['env']], found: 'a fileKeyRef', beside }]
      }),
    )(spec)
  },
}

const hostUsers: Exclusion = {
  said: ['hostUsers', 'hostNetwork', 'hostPID', 'hostIPC', 'volumeDevices'],
  find: (spec) => {
    if (spec.hostUsers !== false) return []
    const beside = 'hostUsers: false'
    const ofPod = ['hostNetwork', 'hostPID', 'hostIPC']
      .filter((name) => spec[name] === true)
      .map((name) => ({ places: [[name], ['hostUsers']], found: `${name}: true`, beside }))
    const ofContainers = inContainers(({ volumeDevices }) =>
      objectsIn(volumeDevices).length === 0 ? [] : [{ places: [['volumeDevices']], found: 'volumeDevices', beside }],
    )
    return [...ofPod, ...ofContainers(spec)]
  },
}

/** What no pod has together. */
export const exclusions: readonly Exclusion[] = [
  endingInits,
  sleeps,
  mounts,
  dns,
  hostnames,
  gates,
  claims,
  keyFiles,
  hostUsers,
]

/** What the API server takes in a user namespace only. */
export const unmaskedProc: Exclusion = {
  said: ['procMount', 'hostUsers'],
  find: /* @__PURE__ */ inContainers(({ securityContext }, spec) =>
    spec.hostUsers !== false && field(securityContext, 'procMount') === 'Unmasked'
      ? [{ places: [['securityContext', 'procMount']], found: 'procMount: Unmasked', beside: 'no hostUsers: false' }]
      : [],
  ),
}
