import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isObject } from '../../../examples/modelcar-laws/json.js'
import { buildCommand, reportIn } from './command.js'
import { answer, good, labels, serve } from './served.js'

// What a webhook is asked about is what its author asks for.

const { folder, run } = buildCommand()

interface Asked {
  readonly metadata: Record<string, unknown>
  readonly spec: { readonly containers: readonly { name: string; image?: string }[] }
}

/** A webhook that keeps the pods that it is asked about. */
async function listening() {
  const pods: Asked[] = []
  const { url } = await serve(good, undefined, (review) =>
    pods.push((JSON.parse(review) as { request: { object: Asked } }).request.object),
  )
  return { url, pods }
}

test('a seed repeats a run, to the last pod; another one asks about others', async () => {
  const [once, again, other] = [await listening(), await listening(), await listening()]
  const options = ['--runs', '5', '--law', 'idempotent', '--law', 'stable', '--seed']
  await run(once.url, ...options, '7')
  await run(again.url, ...options, '7')
  await run(other.url, ...options, '8')
  expect(once.pods.length).toBeGreaterThan(10)
  expect(again.pods).toEqual(once.pods)
  expect(other.pods).not.toEqual(once.pods)
})

test('a run without a seed says which one it had', async () => {
  const { url } = await serve(good)
  const { seed } = reportIn(await run(url, '--runs', '1', '--law', 'idempotent', '--json'))
  expect(seed).toBeGreaterThan(0)
})

test('every pod has the labels, the annotations, the namespace and the containers that the webhook looks for', async () => {
  const { url, pods } = await listening()
  const metadata = [
    '--label',
    'inject=yes',
    '--label',
    'team=a=b',
    '--annotation',
    'x.example/y=',
    '--namespace',
    'team-a',
  ]
  const { code } = await run(
    url,
    ...metadata,
    '--container',
    'server',
    '--container',
    'proxy',
    '--runs',
    '5',
    '--law',
    'valid',
  )
  expect(code).toBe(0)
  for (const { metadata, spec } of pods) {
    expect(metadata).toMatchObject({ namespace: 'team-a', annotations: { 'x.example/y': '' } })
    expect(isObject(metadata['labels'])).toBe(true)
    expect(spec.containers.map(({ name }) => name)).toEqual(expect.arrayContaining(['server', 'proxy']))
  }
  expect(pods[0]?.metadata['labels']).toEqual({ inject: 'yes', team: 'a=b' })
})

test('pods of one’s own are asked about beside generated ones, also those of a List', async () => {
  const pod = (image: string) => ({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'mine', image }] } })
  const file = join(folder, 'pods.yaml')
  const list = { kind: 'List', items: [pod('own/a:1'), { kind: 'ConfigMap' }] }
  writeFileSync(file, `${JSON.stringify(list)}\n---\n${JSON.stringify(pod('own/b:1'))}\n`)
  const { url, pods } = await listening()
  await run(url, '--pods', file, '--runs', '30', '--seed', '1', '--law', 'idempotent')
  const images = new Set(pods.map(({ spec }) => spec.containers[0]?.image))
  expect([...images]).toEqual(expect.arrayContaining(['own/a:1', 'own/b:1']))
  expect(images.size).toBeGreaterThan(5)
})

test('what it may change is no fault', async () => {
  const hostname = [...labels, { op: 'add', path: '/spec/containers/0/image', value: 'mirror/x:1' }]
  const { url } = await serve((uid, response) => response.end(answer(uid, hostname)))
  const options = ['--runs', '10', '--seed', '1', '--law', 'framed']
  expect((await run(url, ...options)).code).toBe(1)
  expect((await run(url, ...options, '--may-change', 'containers[*].image')).code).toBe(0)
})

test('it tells how far it is', async () => {
  const { url } = await serve((uid, response) => setTimeout(() => response.end(answer(uid, labels)), 100))
  const { stderr } = await run(url, '--law', 'idempotent', '--seed', '1', '--time', '5')
  expect(stderr).toMatch(/^… \d+ requests\n… \d+ requests\n/)
})
