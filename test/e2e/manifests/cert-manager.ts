import type { MutatingWebhookConfigurationList } from 'kubernetes-types/admissionregistration/v1.js'
import { generate } from 'selfsigned'
import { create, kubectl, until, type Cluster } from '../harness.js'
import { read } from './read.js'

const path = '/apis/cert-manager.io/v1'

/** The kinds of cert-manager that the component has; anything may be in them, since its schemas are its own. */
export async function createStandIns(cluster: Cluster): Promise<void> {
  for (const [kind, plural] of [
    ['Certificate', 'certificates'],
    ['Issuer', 'issuers'],
  ]) {
    await create(cluster, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      metadata: { name: `${plural!}.cert-manager.io` },
      spec: {
        group: 'cert-manager.io',
        scope: 'Namespaced',
        names: { kind, plural, singular: kind!.toLowerCase(), listKind: `${kind!}List` },
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    })
    await until(`${plural!} are served`, () => read(cluster, `${path}/${plural!}`).catch(() => undefined))
  }
}

const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }

interface CertificateObject {
  readonly spec: {
    readonly secretName: string
    readonly dnsNames?: readonly string[]
    readonly isCA?: boolean
    readonly issuerRef: { readonly name: string }
  }
}

interface IssuerObject {
  readonly spec: { readonly selfSigned?: object; readonly ca?: { readonly secretName: string } }
}

/**
 * Does what cert-manager and its cainjector would: makes the Secret of the Certificate that a webhook's annotation names, and
 * writes its CA into `caBundle`. The certificate is one that signs itself; that its issuers are there, up to one that signs
 * itself, is looked at.
 */
export async function issueCertificates(cluster: Cluster): Promise<void> {
  const configurations = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations'
  const { items } = await read<MutatingWebhookConfigurationList>(cluster, configurations)
  for (const { metadata } of items) {
    const source = metadata?.annotations?.['cert-manager.io/inject-ca-from']
    if (source === undefined) continue
    const [namespace = '', name = ''] = source.split('/')
    const certificate = await read<CertificateObject>(cluster, `${path}/namespaces/${namespace}/certificates/${name}`)
    await checkIssuers(cluster, namespace, certificate)
    const cert = await issue(cluster, namespace, certificate)
    const patch = [
      { op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: Buffer.from(cert).toString('base64') },
    ]
    const args = ['mutatingwebhookconfiguration', metadata!.name!, '--type=json', `--patch=${JSON.stringify(patch)}`]
    const { code, stderr } = await kubectl(cluster, ['patch', ...args])
    if (code !== 0) throw new Error(stderr)
  }
}

async function checkIssuers(cluster: Cluster, namespace: string, { spec }: CertificateObject): Promise<void> {
  const inside = `${path}/namespaces/${namespace}`
  const issuer = await read<IssuerObject>(cluster, `${inside}/issuers/${spec.issuerRef.name}`)
  if (issuer.spec.selfSigned !== undefined) return
  const { items } = await read<{ items: CertificateObject[] }>(cluster, `${inside}/certificates`)
  const ca = items.find((each) => each.spec.isCA === true && each.spec.secretName === issuer.spec.ca?.secretName)
  if (ca === undefined)
    throw new Error(`expected a Certificate for the CA of issuer ${spec.issuerRef.name}, found none`)
  await checkIssuers(cluster, namespace, ca)
}

async function issue(cluster: Cluster, namespace: string, { spec }: CertificateObject): Promise<string> {
  const altNames = (spec.dnsNames ?? []).map((value) => ({ type: 2 as const, value }))
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'stand-in' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames },
    ],
  })
  await create(cluster, `/api/v1/namespaces/${namespace}/secrets`, {
    metadata: { name: spec.secretName },
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': cert, 'tls.key': key, 'ca.crt': cert },
  })
  return cert
}
