import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import dockerignore from '@balena/dockerignore'
import type { Deployment } from 'kubernetes-types/apps/v1.js'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { buildImage, type Image } from './image/builder.js'
import { portOf, startImage, statusOf, stop } from './image/container.js'

// The webhook server's Dockerfile without a container engine: its own steps are carried out in empty folders, and what its last stage
// holds is started as its CMD says. The base images are not looked into, and Node is this machine's.

const root = join(import.meta.dirname, '../..')
const example = join(root, 'examples/webhook-server')
const ignored = dockerignore.default().add(readFileSync(join(example, 'Dockerfile.dockerignore'), 'utf8'))
const ignores = (path: string): boolean => ignored.ignores(path)

let folder: string
let image: Image

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'modelcar-image-'))
  // The image's user has to get in.
  chmodSync(folder, 0o755)
  image = buildImage(join(example, 'Dockerfile'), { folder: root, ignores }, folder)
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

test.each([
  '.git/config',
  'node_modules/immer/package.json',
  'test/sources.ts',
  'examples/webhook-server/dist/main.js',
])('%s is not sent to the builder', (path) => {
  expect(ignores(path)).toBe(true)
})

test('the image has the server, the manifest that makes it a module, and the licence', () => {
  const files = readdirSync(image.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const names = files.map(({ parentPath, name }) => relative(join(image.root, image.workdir), join(parentPath, name)))
  expect(names.sort()).toEqual(['LICENSE', 'dist/main.js', 'package.json'])
})

test('its user and port are those of the Deployment', () => {
  const { spec } = parse(readFileSync(join(example, 'manifests/base/deployment.yaml'), 'utf8')) as Deployment
  const { securityContext, containers } = spec!.template.spec!
  expect(image.user).toBe(`${securityContext!.runAsUser!}:${securityContext!.runAsGroup!}`)
  expect(image.ports).toEqual(containers[0]!.ports!.map(({ containerPort }) => String(containerPort)))
})

test('it starts as its CMD says, answers over TLS, and ends when it is told to', async () => {
  const altNames = [{ type: 7 as const, ip: '127.0.0.1' }]
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames }],
  })
  writeFileSync(join(folder, 'tls.crt'), cert)
  writeFileSync(join(folder, 'tls.key'), key)
  copyFileSync(join(example, 'manifests/base/inferenceservice-config.yaml'), join(folder, 'settings.yaml'))
  const server = startImage(image, {
    HOST: '127.0.0.1',
    PORT: '0',
    TLS_CERT_FILE: join(folder, 'tls.crt'),
    TLS_KEY_FILE: join(folder, 'tls.key'),
    CONFIG_FILE: join(folder, 'settings.yaml'),
    SHUTDOWN_DELAY_SECONDS: '0',
  })
  onTestFinished(async () => {
    await stop(server, 'SIGKILL')
  })
  const url = `https://127.0.0.1:${await portOf(server)}`
  expect(await statusOf(`${url}/healthz`, cert)).toBe(200)
  expect(await statusOf(`${url}/readyz`, cert)).toBe(200)
  expect(await stop(server, 'SIGTERM')).toBe(0)
})
