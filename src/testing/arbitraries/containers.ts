import fc from 'fast-check'
import { generating } from '../cast.js'
import type { Fields } from '../json.js'
import { cleanPath } from '../pod.js'
import { anyPath, harmlessPath } from './paths.js'
import { resources } from './quantities.js'
import { distinct, list, maybe, object, oneOf, withField } from './values.js'

/** A container whose mounts and devices still name their volumes by number, since volumes are drawn beside it. */
export interface LooseContainer extends Fields {
  name: string
  mounts: (Fields & { volume: number })[]
}

/** Names of containers that stand beside a model server. */
export const neighbourName: fc.Arbitrary<string> = fc.constantFrom(
  'queue-proxy',
  'istio-proxy',
  'agent',
  'metrics',
  'logger',
  'vault-agent',
  'linkerd-proxy',
  'app',
  'modelcars',
  'modelcar-x',
  '1',
)

/** Names of init containers. */
export const initName: fc.Arbitrary<string> = fc.constantFrom(
  'istio-init',
  'storage-initializer',
  'linkerd-proxy',
  'migrate',
  'istio-validation',
  'wait',
  'vault-agent-init',
)

const image = oneOf(
  'example/server:1',
  'registry.example:5000/team/server',
  'server:latest',
  `server@sha256:${'0'.repeat(64)}`,
  'istio/proxyv2:1.24.2',
)

const env: fc.Arbitrary<Fields> = oneOf<Fields>(
  { name: 'A', value: '1' },
  { name: 'PORT', value: '8080' },
  { name: 'URL', value: 'http://$(POD_IP):$(PORT)' },
  { name: 'EMPTY', value: '' },
  { name: 'NONE' },
  { name: 'with.dots', value: 'x' },
  { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
  { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
  { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } },
  { name: 'MAP', valueFrom: { configMapKeyRef: { name: 'm', key: 'k' } } },
  { name: 'A', value: 'again' },
)

/** What else than async may stand under the name of the variable that we set on targets. */
const ownVariable: fc.Arbitrary<Fields> = oneOf<Fields>(
  { name: 'MODEL_INIT_MODE', value: 'sync' },
  { name: 'MODEL_INIT_MODE', value: 'async' },
  { name: 'MODEL_INIT_MODE' },
  { name: 'MODEL_INIT_MODE', valueFrom: { configMapKeyRef: { name: 'm', key: 'k' } } },
)

const probe: fc.Arbitrary<Fields> = oneOf<Fields>(
  { httpGet: { path: '/healthz', port: 8080 } },
  {
    httpGet: { port: 'http', scheme: 'HTTPS', httpHeaders: [{ name: 'K-Network-Probe', value: 'queue' }] },
    periodSeconds: 5,
  },
  { tcpSocket: { port: 8080 }, periodSeconds: 0 },
  { exec: { command: ['cat', '/ready'] }, failureThreshold: 1 },
  { grpc: { port: 9000 } },
)

const ports: fc.Arbitrary<Fields[]> = oneOf<Fields[]>(
  [{ containerPort: 8080 }],
  [
    { containerPort: 8080, protocol: 'TCP', name: 'http' },
    { containerPort: 9000, name: 'grpc' },
  ],
  [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }],
)

const securityContext: fc.Arbitrary<Fields> = oneOf<Fields>(
  {},
  { runAsUser: 1000 },
  { runAsUser: 1337, runAsGroup: 1337, runAsNonRoot: true },
  { runAsUser: 0 },
  {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  { privileged: false, readOnlyRootFilesystem: true },
  { capabilities: { add: [], drop: [] } },
  { seLinuxOptions: { level: 's0:c123,c456' } },
)

const lifecycle: fc.Arbitrary<Fields> = oneOf<Fields>(
  { preStop: { httpGet: { path: '/wait-for-drain', port: 8022 } } },
  { preStop: { exec: { command: ['sleep', '5'] } } },
)

const plainEnv = fc.tuple(list(env), maybe(8, ownVariable)).map(([entries, own]) => (own ? [...entries, own] : entries))

const mount = (path: fc.Arbitrary<string>) =>
  generating<fc.Arbitrary<Fields & { volume: number }>>(
    object({
      volume: fc.nat(7),
      mountPath: path,
      readOnly: maybe(30, fc.boolean()),
      subPath: maybe(8, fc.constantFrom('models', '', 'a/b')),
      mountPropagation: maybe(3, fc.constant('HostToContainer')),
    }),
  )

/** Any field of a container that somebody else may have set, in a form that the API server takes. */
const common = (path: fc.Arbitrary<string>) => ({
  image,
  command: maybe(15, oneOf<unknown>(['server'], ['/bin/sh', '-c', 'exec server $$PORT'], null, [])),
  args: maybe(40, oneOf<unknown>(['--model_dir=/mnt/models', '--port=$(PORT)'], ['proxy', 'sidecar'], [], null)),
  env: maybe(60, fc.oneof({ weight: 9, arbitrary: plainEnv }, { weight: 1, arbitrary: oneOf<unknown>([], null) })),
  envFrom: maybe(5, oneOf<unknown>([{ configMapRef: { name: 'm' } }], null)),
  resources: maybe(
    45,
    fc.oneof({ weight: 9, arbitrary: resources }, { weight: 1, arbitrary: oneOf<unknown>({}, null) }),
  ),
  securityContext: maybe(35, securityContext),
  imagePullPolicy: maybe(30, oneOf('Always', 'IfNotPresent', '')),
  terminationMessagePath: maybe(20, oneOf('/dev/termination-log', '')),
  terminationMessagePolicy: maybe(20, oneOf('File', 'FallbackToLogsOnError')),
  stdin: maybe(3, fc.boolean()),
  workingDir: maybe(5, oneOf('/', '')),
  notAField: maybe(3, oneOf<unknown>({ a: 1 }, 1, null, [])),
  mounts: list(mount(path)),
})

const long = (path: fc.Arbitrary<string>) => ({
  ...common(path),
  ports: maybe(30, ports),
  livenessProbe: maybe(12, probe),
  readinessProbe: maybe(20, probe),
  startupProbe: maybe(5, probe),
  lifecycle: maybe(8, lifecycle),
})

const loosely = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  generating<fc.Arbitrary<LooseContainer>>(object(fields))

/** A container that runs as long as the pod. */
export const container = (name: fc.Arbitrary<string>, path = harmlessPath): fc.Arbitrary<LooseContainer> =>
  loosely({ name, ...long(path) })

/** An init container: one that ends, or a native sidecar. */
export const initContainer = (name: fc.Arbitrary<string>, path = anyPath): fc.Arbitrary<LooseContainer> =>
  fc.oneof(
    { weight: 3, arbitrary: loosely({ name, ...common(path) }) },
    { weight: 1, arbitrary: loosely({ name, ...long(path), restartPolicy: fc.constant('Always') }) },
  )

/** Gives a loose container the volumes it mounts; of mounts at one place the first stays. */
export function settle({ mounts, ...container }: LooseContainer, volumes: readonly Fields[]): Fields {
  if (volumes.length === 0 || mounts.length === 0) return container
  const settled = distinct(mounts, ({ mountPath }) => cleanPath(mountPath)).map(({ volume, ...mount }) => {
    const chosen = volumes[volume % volumes.length]
    return { name: chosen?.['name'], ...mount }
  })
  return withField(container, 'volumeMounts', settled)
}
