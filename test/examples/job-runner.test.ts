import fc from 'fast-check'
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

test('the shell gets the script as it is written, whatever the kubelet expands', () => {
  const script = 'echo $$ $(HOME) "$HOME"'
  const [container] = jobPod({ ...job, script }, {}).containers
  expect(container).toHaveProperty('command', ['sh', '-ec', 'echo $$$$ $$(HOME) "$$HOME"'])
})

test('a job ends, whatever its container or a service is told to do', () => {
  const services = [{ name: 'db', image: 'db:1', restartPolicy: 'Always', privileged: 1 }]
  const pod = jobPod({ ...job, services }, { containers: [{ name: '$job', restartPolicy: 'Always' }] })
  expect(pod.containers.map((container) => Object.keys(container).sort())).toEqual([
    ['command', 'image', 'name', 'volumeMounts'],
    ['image', 'name', 'volumeMounts'],
  ])
})

test('a whole pod is no template', () => {
  expect(codesOf({ kind: 'Pod', metadata: {}, spec: { containers: [] } })).toEqual([
    'Unknown spec.kind',
    'Unknown spec.metadata',
    'Unknown spec.spec',
  ])
})

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

/** What comes in at run time, whatever the types say. */
const podOf = (template: unknown, ofJob: unknown = job) => jobPod(ofJob as Job, template as PodTemplate)

describe('null says nothing, and takes nothing of the runner’s away', () => {
  test.each<[string, unknown]>([
    ['the template', null],
    ['no template', undefined],
    ['containers', { containers: null }],
    ['lists of the pod', { initContainers: null, volumes: null }],
    ['when it starts again', { restartPolicy: null }],
    ['mounts of the job', { containers: [{ name: '$job', image: null, volumeMounts: null, command: null }] }],
    ['mounts of a service', { containers: [{ name: 'postgres', image: null, volumeMounts: null }] }],
    ['mounts of the checkout', { initContainers: [{ name: 'checkout', volumeMounts: null }] }],
    ['the source of the workspace', { volumes: [{ name: 'workspace', emptyDir: null }] }],
  ])('%s', (_, template) => {
    expect(podOf(template)).toEqual(jobPod(job, {}))
  })
})

test('the pod ends with its job', () => {
  expect(podOf({ restartPolicy: 'Always' })).toMatchObject({ restartPolicy: 'Never' })
})

describe('wrong input is told by field', () => {
  const faultsOf = (template: unknown, ofJob?: unknown): unknown => {
    try {
      return podOf(template, ofJob)
    } catch (error) {
      if (!isModelcarError(error)) throw error
      return error.causes.map(({ code, field }) => `${code} ${field}`)
    }
  }

  test.each<[string, unknown, readonly string[]]>([
    ['a text', 'x', ['InvalidType spec']],
    ['a list', [], ['InvalidType spec']],
    ['containers that are no list', { containers: {} }, ['InvalidType spec.containers']],
    [
      'containers that are none',
      { containers: [null, 5] },
      ['InvalidType spec.containers[0]', 'InvalidType spec.containers[1]'],
    ],
    ['mounts that are none', { containers: [{ name: '$job', volumeMounts: 5 }] }, ['InvalidType target.volumeMounts']],
    [
      'the job’s container twice',
      {
        containers: [
          { name: '$job', image: 'a:1' },
          { name: 'b', image: 'b:1' },
          { name: '$job', image: 'c:1' },
        ],
      },
      ['Duplicate spec.containers[2].name'],
    ],
  ])('of a template: %s', (_, template, causes) => {
    expect(faultsOf(template)).toEqual(causes)
  })

  test('a template that holds itself, or has no end', () => {
    const own: Record<string, unknown> = { containers: [] }
    own['affinity'] = { a: own, b: own }
    expect(faultsOf(own)).toContain('InvalidValue spec.affinity.a.affinity')
    const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => ({ inner }), null)
    expect(faultsOf({ affinity: deep })).toHaveLength(1)
  })

  test.each<[string, unknown, readonly string[]]>([
    ['nothing', null, ['InvalidType job']],
    ['no field', {}, ['Required job.image', 'Required job.script', 'Required job.services']],
    ['services that are no list', { ...job, services: null }, ['InvalidType job.services']],
    [
      'services that are none',
      { ...job, services: [null, { name: 1 }] },
      ['InvalidType job.services[0]', 'InvalidType job.services[1].name', 'Required job.services[1].image'],
    ],
    [
      'a service of the job’s name',
      { ...job, services: [{ name: 'job', image: 'a:1' }] },
      ['Duplicate spec.containers[1].name'],
    ],
  ])('of a job: %s', (_, ofJob, causes) => {
    expect(faultsOf({}, ofJob)).toEqual(causes)
  })

  test('whatever comes in: a pod with the runner’s mounts, or an error of the library', () => {
    const some = fc.oneof(fc.anything({ maxDepth: 2 }), fc.constantFrom(null, '$job', 'postgres', 'checkout', [], {}))
    const container = fc.record({ name: some, image: some, volumeMounts: some }, { requiredKeys: [] })
    const containers = fc.oneof(some, fc.array(fc.oneof(some, container)))
    const template = fc.oneof(
      some,
      fc.record({ containers, initContainers: containers, volumes: some }, { requiredKeys: [] }),
    )
    const anyJob = fc.oneof(
      { arbitrary: fc.constant(job), weight: 3 },
      some,
      fc.record({ image: some, script: some, services: containers }, { requiredKeys: [] }),
    )
    fc.assert(
      fc.property(template, anyJob, (given, ofJob) => {
        const pod = faultsOf(given, ofJob)
        if (Array.isArray(pod)) return
        for (const { volumeMounts } of (pod as ReturnType<typeof jobPod>).containers.slice(0, 2)) {
          expect(volumeMounts).toContainEqual({ name: 'workspace', mountPath: '/workspace' })
        }
      }),
    )
  })
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
