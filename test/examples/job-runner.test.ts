import { describe, expect, test } from 'vitest'
import { jobPod, type Job, type PodTemplate } from '../../examples/job-runner/job-pod.js'
import { compileOverlay, isModelcarError } from '../../src/index.js'
import { bundle, run } from './bundle.js'

const job: Job = {
  image: 'registry.example/build/node:20',
  script: 'npm test',
  services: [{ name: 'postgres', image: 'registry.example/postgres:17' }],
}
const names = (list: readonly { readonly name: string }[] | undefined): readonly string[] =>
  (list ?? []).map(({ name }) => name)
const mountsOf = (template: PodTemplate): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    jobPod(job, template).containers.map(({ name, volumeMounts }) => [name, names(volumeMounts)] as const),
  )
const codesOf = (template: PodTemplate): readonly string[] => {
  try {
    jobPod(job, template)
    return []
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return error.causes.map(({ code, field }) => `${code} ${field}`)
  }
}

describe('no list is replaced whole', () => {
  test.each<[string, PodTemplate, keyof ReturnType<typeof jobPod>, readonly string[]]>([
    ['init containers', { initContainers: [{ name: 'a', image: 'a:1' }] }, 'initContainers', ['checkout', 'a']],
    ['containers', { containers: [{ name: 'a', image: 'a:1' }] }, 'containers', ['job', 'postgres', 'a']],
    ['volumes', { volumes: [{ name: 'a', emptyDir: {} }] }, 'volumes', ['workspace', 'a']],
  ])('%s', (_, template, list, expected) => {
    expect(names(jobPod(job, template)[list] as readonly { readonly name: string }[])).toEqual(expected)
  })

  test('the mounts of the job’s container', () => {
    const cache = { name: 'cache', mountPath: '/cache' }
    const volumes = [{ name: 'cache', emptyDir: {} }]
    expect(mountsOf({ containers: [{ name: '$job', volumeMounts: [cache] }], volumes })['job']).toEqual([
      'workspace',
      'cache',
    ])
  })
})

describe('nothing is shared by containers', () => {
  const template = {
    containers: [{ name: '$job', volumeMounts: [{ name: 'cache', mountPath: '/cache' }] }],
    volumes: [{ name: 'cache', emptyDir: {} }],
  }

  test('a mount of the job’s goes to no other container', () => {
    expect(mountsOf(template)).toEqual({ job: ['workspace', 'cache'], postgres: ['workspace'] })
  })

  test('a job’s pod takes nothing over from the one before', () => {
    const first = jobPod(job, template)
    expect(jobPod(job, {}).containers.map(({ volumeMounts }) => names(volumeMounts))).toEqual([
      ['workspace'],
      ['workspace'],
    ])
    expect(jobPod(job, template)).toEqual(first)
    expect(jobPod(job, template).containers[0]?.volumeMounts).not.toBe(first.containers[0]?.volumeMounts)
  })
})

test('what runs is the job', () => {
  const [container] = jobPod(job, {
    containers: [{ name: '$job', image: 'b:1', command: ['sleep'], args: ['1'] }],
  }).containers
  expect(container).toMatchObject({ name: 'job', image: 'b:1', command: ['sh', '-ec', 'npm test'] })
  expect(container).not.toHaveProperty('args')
})

test.each<[string, PodTemplate, readonly string[]]>([
  [
    'a service of the runner’s',
    { containers: [{ name: 'postgres', image: 'other:1' }] },
    ['ContainerNameTaken spec.containers[1].name'],
  ],
  [
    'its checkout',
    { initContainers: [{ name: 'checkout', image: 'other:1' }] },
    ['ContainerNameTaken spec.initContainers[0].name'],
  ],
  ['a misspelt field', { volums: [] }, ['Unknown spec.volums']],
])('a template that is wrong is told: %s', (_, template, codes) => {
  expect(codesOf(template)).toEqual(codes)
})

test('the same template again changes nothing', () => {
  const template = { initContainers: [{ name: 'a', image: 'a:1' }], nodeSelector: { pool: 'builds' } }
  const pod = jobPod(job, template)
  const again = compileOverlay({ spec: template })
  expect(again.inject(pod)).toBe(pod)
})

test('the example prints a pod', async () => {
  const { code, stdout, stderr } = await run(await bundle('job-runner/main.ts'))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('name: certificates')
  // An anchor says that something is shared.
  expect(stdout).not.toMatch(/: &\w/)
})
