import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diffLines } from 'diff'
import { createInjector, mapPodSpecs, type Injector } from 'modelcar'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { changeManifest, type ChangedManifest } from '../../../examples/modelcar-inject/manifest.js'

const image = 'registry.example/team/llama:1'
const targets = ['vllm', 'kserve-container']
const byTarget = (config: object): Injector => ({
  inject: (podSpec) => injectorFor(podSpec, config).inject(podSpec),
  plan: (podSpec) => injectorFor(podSpec, config).plan(podSpec),
})
const injectorFor = (podSpec: Parameters<Injector['plan']>[0], config: object): Injector =>
  createInjector({
    image,
    targets: targets.filter((name) => podSpec.containers.some((c) => c.name === name)),
    ...config,
  })

/** Small output, and the one that writes most: both lists of containers, new fields, and fields of what is there. */
const volume = byTarget({ mode: 'image-volume' })
const sidecar = byTarget({ runAsUser: 1000, runAsGroup: 1000 })

const change = (text: string, injector: Injector = volume): ChangedManifest =>
  changeManifest(text, (podSpec) => ({
    podSpec: injector.inject(podSpec),
    warnings: injector.plan(podSpec).warnings,
    unchanged: '',
  }))

function inject(text: string, injector: Injector = volume): string {
  const injected = change(text, injector)
  if (injected.text === undefined) throw new Error(injected.faults.map((fault) => fault.message).join('\n'))
  return injected.text
}

const faultsOf = (text: string): ChangedManifest['faults'] => change(text).faults

/** Read by another configuration of the parser than the filter's own, and without its positions. */
function valuesOf(text: string): readonly unknown[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => {
    expect(document.errors).toEqual([])
    return document.toJS() as unknown
  })
}

const injectedValues = (text: string, injector: Injector): readonly unknown[] =>
  valuesOf(text).map((value) =>
    typeof value === 'object' && value !== null
      ? mapPodSpecs(value, (podSpec) => injector.inject(podSpec)).object
      : value,
  )

const removedLines = (before: string, after: string): readonly string[] =>
  diffLines(before, after)
    .filter(({ removed }) => removed)
    .map(({ value }) => value)

const example = (name: string): string => readFileSync(join(import.meta.dirname, '../../../examples', name), 'utf8')

const manifests: Readonly<Record<string, string>> = {
  'kserve-predictor.yaml': example('kserve-predictor.yaml'),
  'vllm-deployment.yaml': example('vllm-deployment.yaml'),
  'lists that are not indented': `# llama, for the demo

apiVersion: apps/v1
kind:   "Deployment"
metadata: {name: llama,   labels: { app: 'llama' }}
spec:
  template:
    spec:
      containers:
      - name: vllm
        image: vllm:1   # pinned
        args: ["--long", ${Array.from({ length: 40 }, (_, index) => `"--argument-${String(index)}"`).join(', ')}]
        # resources: {}
      # - name: debug
      #   image: busybox


      # volumes for all
      volumes:
      - name: cache
        emptyDir: {}
`,
  'four spaces and empty fields': `apiVersion: v1
kind: Pod
spec:
    containers:
        -   name: vllm
            env: []   # none
            securityContext: {}
            volumeMounts:
            # - name: deep
        # deeper
    # shallower
    restartPolicy: Always
`,
  'between brackets': `{apiVersion: v1, kind: Pod, spec: {containers: [{name: vllm, env: [{name: P, value: "1"}]}], volumes: []}}`,
  'brackets over several lines': `---
kind: Pod
spec: {containers: [
  {name: vllm}, # first
  {name: other},
  ]
}
...
# the end
`,
  'blocks of text, and no line break at the end': `kind: Pod
spec:
  containers:
  - name: other
    args:
    - >-
      folded
      text
  - args:
    - |+
      kept


    name: vllm`,
  'an anchor that is changed': `kind: Pod
spec:
  containers:
    - name: vllm
      env: &env
        - name: X
          value: "1"
      volumeMounts: &mounts [{name: cache, mountPath: /cache}]
    - name: other
      env: *env
      volumeMounts: *mounts # shared
  volumes:
    - {name: cache, emptyDir: {}}
`,
  'an alias that is changed': `kind: Pod
spec:
  containers:
    - name: other
      env: &env
        - name: X
          value: "1"
    - name: vllm
      env: *env # shared
    - name: third
      env: *env
`,
  'a merge that is changed': `x-base: &base
  env:
    - {name: E, value: "on"}
kind: Pod
spec:
  containers:
    - <<: *base
      name: vllm
    - <<: *base
      name: other
`,
  'merges of an anchor that is changed': `kind: Pod
spec:
  containers:
    - &server
      name: vllm
      image: vllm:1
    - <<: [*server]
      name: other
    - {<<: *server, name: third}
`,
  'an alias of a whole container': `c: &c
  name: vllm
  args:
    - |
      two

      lines
  env: [{name: Q, value: 'yes'}]
kind: Pod
spec:
  containers:
    - *c
    - name: other
`,
  'one pod spec for two pods': `kind: List
items:
- kind: Pod
  spec: &spec
    containers:
    - name: vllm
- kind: Pod
  spec: *spec
`,
  JSON:
    JSON.stringify({ kind: 'Pod', spec: { containers: [{ name: 'vllm', env: [], args: ['a', 'b'] }] } }, null, 2) +
    '\n',
  'JSON with tabs': JSON.stringify({ kind: 'Pod', spec: { volumes: [], containers: [{ name: 'vllm' }] } }, null, '\t'),
  'JSON on one line': JSON.stringify({ kind: 'Pod', spec: { volumes: [], containers: [{ name: 'vllm' }] } }),
}

describe.each(Object.entries(manifests))('%s', (_, manifest) => {
  const layouts = [manifest, manifest.replaceAll('\n', '\r\n')]

  test.each([
    ['an image volume', volume],
    ['a sidecar', sidecar],
  ])('what comes out has %s, and nothing else is another value', (_, injector) => {
    for (const text of layouts) {
      const injected = inject(text, injector)
      expect(valuesOf(injected)).toEqual(injectedValues(text, injector))
      expect(injected).not.toBe(text)
    }
  })

  test('a second run changes nothing, byte for byte', () => {
    for (const injector of [volume, sidecar]) {
      const injected = inject(manifest, injector)
      expect(inject(injected, injector)).toBe(injected)
    }
  })

  test('another mode takes away what the first one brought', () => {
    for (const text of layouts) {
      const before = inject(text, sidecar)
      const after = inject(before, volume)
      expect(valuesOf(after)).toEqual(injectedValues(before, volume))
      expect(after).not.toContain('sleep infinity')
    }
  })

  test('line ends, byte order mark and the end of the text stay as they are', () => {
    const [, windows = ''] = layouts
    expect(inject(windows, sidecar).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(inject(`\uFEFF${manifest}`, sidecar)).toBe(`\uFEFF${inject(manifest, sidecar)}`)
    if (manifest.endsWith('\n')) expect(inject(manifest)).toMatch(/[^\n]\n$/)
  })

  test('JSON stays JSON, laid out as it was', () => {
    if (!manifest.startsWith('{"') && !/^\{\s+"/.test(manifest)) return
    for (const injector of [volume, sidecar]) {
      const injected = inject(manifest, injector)
      const indent = /^\{\n(\s+)/.exec(manifest)?.[1]
      const laidOut = JSON.stringify(JSON.parse(injected), null, indent)
      expect(injected.trimEnd()).toBe(laidOut)
    }
  })
})

describe('what is not changed', () => {
  test.each(['kserve-predictor.yaml', 'vllm-deployment.yaml'])('every line of %s comes out, in its order', (name) => {
    const manifest = manifests[name] ?? ''
    for (const injector of [volume, sidecar]) expect(removedLines(manifest, inject(manifest, injector))).toEqual([])
  })

  test('every comment comes out, and what is added is indented as the rest', () => {
    const lists = inject(manifests['lists that are not indented'] ?? '')
    expect(lists).toContain('\n      volumes:\n      - name: cache\n        emptyDir: {}\n      - name: mnt-models\n')
    expect(lists.match(/#.*/g)).toEqual((manifests['lists that are not indented'] ?? '').match(/#.*/g))
    const fields = inject(manifests['four spaces and empty fields'] ?? '', sidecar)
    expect(fields).toContain('\n    containers:\n        - name: vllm\n')
    expect(fields).toContain('\n          env: # none\n              - name: MODEL_INIT_MODE\n')
    for (const comment of ['# none', '# - name: deep', '# deeper', '# shallower']) expect(fields).toContain(comment)
  })

  test('what is between brackets stays there, on one line or several, and what was empty does not', () => {
    expect(inject(manifests['an anchor that is changed'] ?? '')).toContain(
      'volumeMounts: &mounts [{name: cache, mountPath: /cache}, {name: mnt-models, mountPath: /mnt/models, subPath: models, readOnly: true}]\n',
    )
    expect(inject(manifests['between brackets'] ?? '', sidecar)).not.toContain('\n')
    expect(
      inject('kind: Pod\nspec: {\n  containers: [\n    {name: vllm},\n  ],\n}\n').split('\n').length,
    ).toBeGreaterThan(8)
    expect(inject('kind: Pod\nspec:\n  volumes: []\n  containers:\n  - name: vllm\n')).toContain('volumes:\n  - name')
  })

  test('aliases that have nothing to do with the change stay', () => {
    const changed = (name: string): string => inject(manifests[name] ?? '', sidecar)
    expect(changed('an alias that is changed')).toMatch(/- name: third\n {6}env: \*env\n/)
    expect(changed('an alias that is changed')).toMatch(
      /env: # shared\n {8}- name: X\n {10}value: "1"\n {8}- name: MODEL/,
    )
    expect(changed('a merge that is changed')).toMatch(/- <<: \*base\n {6}name: other\n/)
    expect(inject(manifests['an anchor that is changed'] ?? '')).toContain('      env: *env\n')
  })

  test.each([
    ['a Service', example('vllm-deployment.yaml').split('---\n')[0] ?? ''],
    ['a ConfigMap', "kind:   ConfigMap\ndata: {a:   'b',}\n\n\n# end"],
    [
      'a custom resource with containers',
      'apiVersion: x.y/v1\nkind: Job\nspec: {template: {spec: {containers: [{name: vllm}]}}}\n',
    ],
    ['a definition', 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n- a\n-   b\n'],
    ['no document at all', ''],
    ['comments', '# nothing\n\n'],
    ['empty documents', '---\n---\n# nothing\n---\n...\n'],
    ['text', 'hello: |\n  you\n---\n"text"\n---\n- list\n'],
    ['a pod without a spec', 'kind: Pod\nmetadata: {name: x}\n'],
  ])('%s passes through', (_, manifest) => {
    const pod = 'kind: Pod\nspec: {containers: [{name: vllm}]}\n'
    expect(inject(`${manifest}\n---\n${pod}---\n${manifest}`)).toBe(`${manifest}\n---\n${inject(pod)}---\n${manifest}`)
    expect(change(manifest)).toMatchObject({
      text: undefined,
      faults: [{ message: expect.stringContaining('nothing is injected') as string }],
    })
  })
})

test.each([
  ['v1', 'Pod', ['spec']],
  ['v1', 'PodTemplate', ['template', 'spec']],
  ['v1', 'ReplicationController', ['spec', 'template', 'spec']],
  ['apps/v1', 'Deployment', ['spec', 'template', 'spec']],
  ['apps/v1', 'StatefulSet', ['spec', 'template', 'spec']],
  ['apps/v1', 'DaemonSet', ['spec', 'template', 'spec']],
  ['apps/v1', 'ReplicaSet', ['spec', 'template', 'spec']],
  ['batch/v1', 'Job', ['spec', 'template', 'spec']],
  ['batch/v1', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
])('the pod spec of a %s %s', (apiVersion, kind, path) => {
  const podSpec = { containers: [{ name: 'vllm' }] }
  const object = path.reduceRight<object>((value, key) => ({ [key]: value }), podSpec)
  const text = JSON.stringify({ apiVersion, kind, ...object })
  const specOf = (value: unknown): unknown =>
    path.reduce<unknown>((holder, key) => (holder as Record<string, unknown>)[key], value)
  expect(specOf(JSON.parse(inject(text)))).toEqual(volume.inject(podSpec))
  const list = `{"kind": "${kind}List", "apiVersion": "${apiVersion}", "items": [{}, ${JSON.stringify(object)}]}`
  const { items } = JSON.parse(inject(list)) as { items: readonly unknown[] }
  expect(specOf(items[1])).toEqual(volume.inject(podSpec))
})

describe('faults', () => {
  const live = (kind: string, spec = '{containers: [{name: vllm}]}'): string =>
    `kind: ${kind}\nmetadata: {name: llama, uid: 6f2a}\nspec: ${kind === 'Pod' ? spec : `{template: {spec: ${spec}}}`}\n`

  test.each([
    ['Pod', /^a Pod that exists gets no more containers or volumes/],
    ['Job', /^the pod template of a Job that exists cannot be changed/],
  ])('a live %s is refused', (kind, message) => {
    const fault = {
      where: `document 1, ${kind} llama`,
      field: 'metadata.uid',
      message: expect.stringMatching(message) as string,
    }
    expect(faultsOf(live(kind))).toEqual([fault])
    const list = `kind: List\nitems:\n- kind: Service\n- ${live(kind).trimEnd().replaceAll('\n', '\n  ')}\n`
    expect(faultsOf(list)).toEqual([{ ...fault, field: 'items[1].metadata.uid' }])
    expect(faultsOf(live(kind).replace(', uid: 6f2a', ''))).toEqual([])
  })

  test('a live Deployment is injected, and a live Pod that has its model passes through', () => {
    expect(inject(live('Deployment'))).toContain('mnt-models')
    const injected = JSON.stringify(volume.inject({ containers: [{ name: 'vllm' }] }))
    expect(inject(live('Pod', injected))).toBe(live('Pod', injected))
  })

  test('all are told at once, with document, kind, name and field', () => {
    const taken =
      '{containers: [{name: vllm, volumeMounts: [{name: x, mountPath: /mnt/models}]}], volumes: [{name: x, emptyDir: {}}]}'
    const faults = faultsOf(`kind: Service
---
kind: Deployment
metadata: {name: taken}
spec: {template: {spec: ${taken}}}
---
kind: PodList
items:
- metadata: {generateName: llama-}
  spec: {os: {name: windows}, containers: [{name: vllm}]}
---
kind: Pod
spec: 7
---
kind: Pod
spec: ]
---
kind: Pod
spec: *nowhere
`)
    const messages = new Map(faults.map(({ where, message }) => [where, message]))
    expect(faults.map(({ where, field }) => [where, field])).toEqual([
      ['document 2, Deployment taken', 'spec.template.spec.containers[0].volumeMounts[0].mountPath'],
      ['document 3, Pod llama-', 'items[0].spec.os.name'],
      ['document 4', 'spec'],
      ['document 5', ''],
      ['document 6', 'spec'],
    ])
    expect(messages.get('document 4')).toBe('expected an object, found 7')
    expect(messages.get('document 5')).toMatch(/^[^\n]+ at line \d+, column \d+$/)
    expect(messages.get('document 6')).toContain('nowhere')
  })

  test('an alias bomb is a fault, not a long wait', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `a${String(i + 1)}: &a${String(i + 1)} [${`*a${String(i)},`.repeat(9)}]`,
    )
    expect(faultsOf(`a0: &a0 [x]\n${levels.join('\n')}\nkind: Pod\nspec: *a12\n`)[0]?.message).toMatch(/alias/i)
  })
})
