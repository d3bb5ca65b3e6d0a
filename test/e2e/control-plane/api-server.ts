import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { send } from '../cluster/send.js'
import { loopbackCertificate } from './certificate.js'
import { onFreePorts } from './free-ports.js'
import { makeFolder, startProgram } from './running-program.js'

/** How to reach a kube-apiserver as a cluster's administrator. All of it is data, so that it can be handed on to test files. */
export interface Cluster {
  readonly url: string
  /** The PEM that the server's certificate is verified by. */
  readonly ca: string
  readonly token: string
  /** The file that kubectl and client libraries read. */
  readonly kubeconfig: string
  /** The file in which the API server writes an event a line for every pod that is created; see `auditPolicy`. */
  readonly auditLog: string
  /** The folder with etcd, kube-apiserver and kubectl. */
  readonly programs: string
  /** The etcd that it stores everything in, below a prefix of its own. */
  readonly etcd: string
}

/** Who called whom when a pod was created, and what the webhooks had to say of it. */
const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata', verbs: ['create'], resources: [{ group: '', resources: ['pods'] }] }, { level: 'None' }],
}

/**
 * Starts a kube-apiserver on a free port of the loopback interface, and waits until it is ready.
 *
 * @param flags - more flags, such as `--enable-admission-plugins=AlwaysPullImages`.
 */
export function startApiServer(
  programs: string,
  etcd: string,
  flags: readonly string[] = [],
): Promise<{ readonly cluster: Cluster; readonly stop: () => Promise<void> }> {
  return onFreePorts(1, async ([port]) => {
    const folder = makeFolder('kube-apiserver')
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text, { mode: 0o600 })
      return name
    }
    const { cert, key } = await loopbackCertificate()
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const token = randomBytes(24).toString('hex')
    const url = `https://127.0.0.1:${port!}`
    const accountKey = write('accounts.key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    write('kubeconfig', stringify(kubeconfig(url, cert, token)))
    const server = startProgram(folder, [
      join(programs, 'kube-apiserver'),
      `--etcd-servers=${etcd}`,
      `--etcd-prefix=/${token.slice(0, 8)}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      '--endpoint-reconciler-type=none',
      `--secure-port=${port!}`,
      `--tls-cert-file=${write('tls.crt', cert)}`,
      `--tls-private-key-file=${write('tls.key', key)}`,
      `--token-auth-file=${write('tokens.csv', `${token},admin,admin,system:masters\n`)}`,
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${accountKey}`,
      `--service-account-signing-key-file=${accountKey}`,
      '--service-cluster-ip-range=10.0.0.0/24',
      '--allow-privileged',
      `--audit-policy-file=${write('audit-policy.yaml', stringify(auditPolicy))}`,
      '--audit-log-path=audit.log',
      ...flags,
    ])
    const cluster = {
      url,
      ca: cert,
      token,
      kubeconfig: join(folder, 'kubeconfig'),
      auditLog: join(folder, 'audit.log'),
      programs,
      etcd,
    }
    await server.until('kube-apiserver is ready', async () => {
      const isReady = (path: string) => send(cluster, { path }).then(({ code }) => code === 200)
      const ready = await Promise.all(['/readyz', '/api/v1/namespaces/default'].map(isReady)).catch(() => [false])
      return ready.every(Boolean) ? true : undefined
    })
    return { cluster, stop: server.stop }
  })
}

const kubeconfig = (url: string, ca: string, token: string): object => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [
    { name: 'e2e', cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') } },
  ],
  users: [{ name: 'admin', user: { token } }],
  contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'admin' } }],
  'current-context': 'e2e',
})
