import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lineOf, StartError } from '../../examples/webhook-server/src/fault.js'
import { load } from '../../examples/webhook-server/src/load.js'
import { issue } from './harness/certificates.js'
import { configMapWith } from './harness/settings.js'

// What keeps the server from starting: every variable, and every file that one names.

const folder = mkdtempSync(join(tmpdir(), 'modelcar-webhook-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
function file(text: string): string {
  const path = join(folder, String(files++))
  writeFileSync(path, text)
  return path
}

const { cert, key } = await issue()
const good = {
  PORT: '8443',
  HOST: '0.0.0.0',
  TLS_CERT_FILE: file(cert),
  TLS_KEY_FILE: file(key),
  CONFIG_FILE: file(configMapWith()),
}

async function faultsOf(environment: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  try {
    await load({ ...good, ...environment })
    return []
  } catch (error) {
    if (error instanceof StartError) return error.faults.map(lineOf)
    throw error
  }
}

test('the optional variables have defaults', async () => {
  const { settings } = await load(good)
  expect(settings).toMatchObject({
    port: 8443,
    host: '0.0.0.0',
    logLevel: 'info',
    modelcarMode: 'sidecar',
    securityContext: undefined,
    shutdownDelaySeconds: 5,
  })
})

test('all variables are read; an optional one that is empty is absent', async () => {
  const others = {
    PORT: '0',
    HOST: '::1',
    LOG_LEVEL: 'debug',
    MODELCAR_MODE: 'native-sidecar',
    SECURITY_CONTEXT: 'restricted',
    SHUTDOWN_DELAY_SECONDS: '0.5',
  }
  expect((await load({ ...good, ...others })).settings).toMatchObject({
    port: 0,
    host: '::1',
    logLevel: 'debug',
    modelcarMode: 'native-sidecar',
    securityContext: 'restricted',
    shutdownDelaySeconds: 0.5,
  })
  const empty = { LOG_LEVEL: '', MODELCAR_MODE: '', SECURITY_CONTEXT: '', SHUTDOWN_DELAY_SECONDS: '' }
  expect(await faultsOf(empty)).toEqual([])
})

describe('a variable', () => {
  const port = (found: string) =>
    `PORT: expected a port from 0 (any that is free) to 65535, found ${found}; set it, for example to 8443`
  const host = (found: string) =>
    `HOST: expected an IP address or a host name to listen on, found ${found}; set it, for example to 0.0.0.0 (all of IPv4), :: or 127.0.0.1`
  const path = (variable: string, found: string, content: string) =>
    `${variable}: expected the path of a file, found ${found}; set it to a file with ${content}`
  const delay = (found: string) =>
    `SHUTDOWN_DELAY_SECONDS: expected a number of seconds from 0 to 300, found ${found}; correct it or leave it out for 5`
  const certificate = "the server's certificate and its chain, as PEM"
  const privateKey = 'the private key of the certificate, as PEM'
  const configMap = "KServe's ConfigMap inferenceservice-config, as YAML or JSON"

  test.each([
    ['PORT', undefined, port('nothing')],
    ['PORT', '', port('""')],
    ['PORT', 'https', port('"https"')],
    ['PORT', '65536', port('"65536"')],
    ['PORT', '-1', port('"-1"')],
    ['PORT', '1e3', port('"1e3"')],
    // What Kubernetes sets for a Service named `port`, unless enableServiceLinks is false.
    ['PORT', 'tcp://10.0.0.1:443', port('"tcp://10.0.0.1:443"')],
    ['HOST', undefined, host('nothing')],
    ['HOST', '', host('""')],
    ['HOST', 'https://0.0.0.0', host('"https://0.0.0.0"')],
    ['HOST', '-a', host('"-a"')],
    ['HOST', 'a'.repeat(90), host(`"${'a'.repeat(80)}…"`)],
    ['TLS_CERT_FILE', undefined, path('TLS_CERT_FILE', 'nothing', certificate)],
    ['TLS_CERT_FILE', '', path('TLS_CERT_FILE', '""', certificate)],
    ['TLS_KEY_FILE', undefined, path('TLS_KEY_FILE', 'nothing', privateKey)],
    ['CONFIG_FILE', undefined, path('CONFIG_FILE', 'nothing', configMap)],
    [
      'LOG_LEVEL',
      'loud',
      'LOG_LEVEL: expected trace or debug or info or warn or error or fatal, found "loud"; correct it or leave it out',
    ],
    [
      'MODELCAR_MODE',
      'native',
      'MODELCAR_MODE: expected sidecar or native-sidecar, found "native"; correct it or leave it out',
    ],
    [
      'SECURITY_CONTEXT',
      'baseline',
      'SECURITY_CONTEXT: expected restricted, found "baseline"; correct it or leave it out',
    ],
    ['SHUTDOWN_DELAY_SECONDS', '5s', delay('"5s"')],
    ['SHUTDOWN_DELAY_SECONDS', '-1', delay('"-1"')],
    ['SHUTDOWN_DELAY_SECONDS', '301', delay('"301"')],
  ])('%s=%s is refused', async (variable, value, fault) => {
    expect(await faultsOf({ [variable]: value })).toEqual([fault])
  })
})

describe('the certificate and its key', () => {
  test.each(['TLS_CERT_FILE', 'TLS_KEY_FILE', 'CONFIG_FILE'])('%s names no file', async (variable) => {
    const path = join(folder, 'none')
    expect(await faultsOf({ [variable]: path })).toEqual([
      `${variable}: expected a file that can be read, found "${path}" with ENOENT: no such file or directory; create it or correct the path`,
    ])
  })

  test('a directory is no file', async () => {
    expect(await faultsOf({ TLS_CERT_FILE: folder })).toEqual([
      expect.stringMatching(/^TLS_CERT_FILE: .*, found ".*" with EISDIR: illegal operation on a directory; /),
    ])
  })

  test('each is read for what it should be', async () => {
    expect(await faultsOf({ TLS_CERT_FILE: file(key), TLS_KEY_FILE: file(cert) })).toEqual([
      expect.stringMatching(/^TLS_CERT_FILE: expected a certificate in PEM form \(.*\), found none in ".*": .*; put /),
      expect.stringMatching(/^TLS_KEY_FILE: expected a private key in PEM form .*, found none in ".*": .*; put /),
    ])
  })

  test('they do not belong together', async () => {
    const other = file((await issue()).key)
    expect(await faultsOf({ TLS_KEY_FILE: other })).toEqual([
      `TLS_KEY_FILE: expected the private key of the certificate in TLS_CERT_FILE ("${good.TLS_CERT_FILE}"), found the key of another one in "${other}"; let both files come from one issue of the certificate`,
    ])
  })

  test('a key with a passphrase', async () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
    })
    expect(await faultsOf({ TLS_KEY_FILE: file(privateKey) })).toEqual([
      expect.stringMatching(/^TLS_KEY_FILE: .* without a passphrase .*, found an encrypted one in /),
    ])
  })

  test('a chain that breaks off', async () => {
    const half = file(`${cert}\n${cert.slice(0, cert.length / 2)}`)
    expect(await faultsOf({ TLS_CERT_FILE: half })).toEqual([
      expect.stringMatching(
        /^TLS_CERT_FILE: expected a certificate and chain that TLS takes, found in ".*" one with .*/,
      ),
    ])
  })
})

describe('the ConfigMap', () => {
  test('as YAML, as kubectl prints it', async () => {
    const yaml = `apiVersion: v1
kind: ConfigMap
metadata:
  name: inferenceservice-config
data:
  storageInitializer: |-
    { "cpuRequest": "1", "cpuLimit": "1", "memoryRequest": "1Gi", "memoryLimit": "1Gi", "ociModelMode": "native" }
`
    expect(await faultsOf({ CONFIG_FILE: file(yaml) })).toEqual([])
  })

  test.each([
    ['nothing', '', /^CONFIG_FILE: expected the ConfigMap inferenceservice-config, found no object in ".*"; write it/],
    ['a list', '[]', /^CONFIG_FILE: expected the ConfigMap inferenceservice-config, found no object in/],
    ['no YAML', 'a: [', /^CONFIG_FILE: expected one YAML or JSON document, found in ".*": .*; correct it there$/],
    ['two documents', 'a: 1\n---\nb: 1\n', /^CONFIG_FILE: expected one YAML or JSON document, found in/],
    [
      'another object',
      'kind: Secret',
      /^CONFIG_FILE: data\.storageInitializer: .*, found nothing; correct it in ".*"$/,
    ],
    [
      'aliases without end',
      `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefg'
        .split('')
        .map((name, index) => `${name}: &${name} [${`*${'abcdefg'.charAt(index)}, `.repeat(9)}]`)
        .join('\n')}`,
      /^CONFIG_FILE: expected one YAML or JSON document, .* alias/,
    ],
  ])('%s is refused', async (_, text, fault) => {
    expect(await faultsOf({ CONFIG_FILE: file(text) })).toEqual([expect.stringMatching(fault)])
  })

  test.each([
    ['lists that never end', '['.repeat(20_000), /more than 32 lists and maps in each other; correct it there$/],
    ['maps that never end', '{a: '.repeat(20_000), /more than 32 lists and maps in each other/],
    ['lists in one line', '- '.repeat(20_000), /more than 32 lists and maps in each other/],
    ['JSON that is deep', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, /more than 32 lists and maps in each other/],
    [
      'levels of indentation',
      Array.from({ length: 100 }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
      /more than 32 lists and maps in each other/,
    ],
    [
      'twenty thousand keys',
      Array.from({ length: 20_000 }, (_, index) => `k${String(index)}: 1\n`).join(''),
      /more than 10000 keys, values and marks; correct it there$/,
    ],
    ['more than a ConfigMap has', ' '.repeat(1024 * 1024 + 1), /with more than 1 MiB in it; create it or correct/],
  ])('%s is refused before it is parsed', async (_, text, fault) => {
    const path = file(text)
    expect(await faultsOf({ CONFIG_FILE: path })).toEqual([expect.stringMatching(fault)])
    // The process does not survive the parser for some of these.
  })

  test('as much as a ConfigMap has is taken', async () => {
    const filled = configMapWith()
      .replace(/}$/, `, "x": "${'y'.repeat(1000)}"${' '.repeat(1024 * 1024)}`)
      .slice(0, 1024 * 1024 - 1)
    expect(await faultsOf({ CONFIG_FILE: file(`${filled}}`) })).toEqual([])
    const managed = Array.from({ length: 500 }, (_, index) => `      f:k${String(index)}: {}\n`).join('')
    const yaml = `metadata:\n  managedFields:\n  - fieldsV1:\n${managed}data:\n  storageInitializer: |\n    {"memoryRequest":"1","memoryLimit":"1","cpuRequest":"1","cpuLimit":"1","image":"a"}\n  other: |\n${'    [\n'.repeat(20_000)}`
    expect(await faultsOf({ CONFIG_FILE: file(yaml) })).toEqual([])
  })

  test('every setting that a pod would be refused for, in whichever mode, is told once', async () => {
    const text = configMapWith({ cpuModelcar: 'much', memoryLimit: '', ociModelMode: 'sidecar', uidModelcar: '1' })
    const faults = await faultsOf({ CONFIG_FILE: file(text) })
    const setting = (name: string): unknown =>
      expect.stringMatching(`^CONFIG_FILE: data.storageInitializer: ${name}: .*; correct`)
    expect(faults).toHaveLength(4)
    expect(faults).toEqual(
      expect.arrayContaining([
        setting('uidModelcar'),
        setting('memoryLimit'),
        setting('cpuModelcar'),
        setting('ociModelMode'),
      ]),
    )
    // What only a pod with oci+fetch:// would be refused for.
    expect(await faultsOf({ CONFIG_FILE: file(configMapWith({ image: 'a b' })) })).toEqual([setting('image')])
  })

  test('root, where the restricted security context forbids it', async () => {
    const root = { CONFIG_FILE: file(configMapWith({ uidModelcar: 0 })) }
    expect(await faultsOf(root)).toEqual([])
    expect(await faultsOf({ ...root, SECURITY_CONTEXT: 'restricted' })).toEqual([
      expect.stringMatching(
        /^CONFIG_FILE: data\.storageInitializer: uidModelcar: expected a UID other than 0 .*, found 0; /,
      ),
    ])
  })
})

test('all faults of all variables and files are told at once', async () => {
  const faults = await faultsOf({
    PORT: 'x',
    HOST: undefined,
    TLS_CERT_FILE: file(''),
    TLS_KEY_FILE: '',
    CONFIG_FILE: file(configMapWith({ cpuLimit: 'x' })),
    LOG_LEVEL: 'x',
    MODELCAR_MODE: 'x',
    SECURITY_CONTEXT: 'x',
    SHUTDOWN_DELAY_SECONDS: 'x',
  })
  expect(faults.map((fault) => fault.split(': ')[0])).toEqual([
    'PORT',
    'HOST',
    'TLS_KEY_FILE',
    'LOG_LEVEL',
    'MODELCAR_MODE',
    'SECURITY_CONTEXT',
    'SHUTDOWN_DELAY_SECONDS',
    'TLS_CERT_FILE',
    'CONFIG_FILE',
  ])
})
