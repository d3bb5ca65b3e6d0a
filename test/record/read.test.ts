import { describe, expect, test } from 'vitest'
import { readRecord } from '../../src/modelcar/record/read.js'

const container = (text: unknown) => ({ command: ['sh', '-c', text] })
const read = (fields: string) => readRecord(container(`# modelcar a:1${fields}\nexit 0`))
const of = (settings: object, follows: object = {}) => ({ image: 'a:1', container: settings, follows })

describe('a record is read', () => {
  test.each<[string, string, object]>([
    ['of an image alone', '', of({})],
    [
      'of amounts',
      ' limits.cpu=1 requests.memory=15Mi limits.ephemeral-storage=1e3',
      of({ resources: { limits: { cpu: '1', 'ephemeral-storage': '1e3' }, requests: { memory: '15Mi' } } }),
    ],
    ['of no resources', ' resources={}', of({ resources: {} })],
    ['of an amount of nothing', ' limits.cpu=0', of({ resources: { limits: { cpu: '0' } } })],
    ['of a pull policy', ' imagePullPolicy="Always"', of({ imagePullPolicy: 'Always' })],
    [
      'of a security context',
      ' securityContext.capabilities.drop=["ALL"] securityContext.runAsUser=0 securityContext.runAsNonRoot=false',
      of({ securityContext: { capabilities: { drop: ['ALL'] }, runAsUser: 0, runAsNonRoot: false } }),
    ],
    [
      'of a profile',
      ' securityContext.seccompProfile={"localhostProfile":"a","type":"Localhost"}',
      of({ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a' } } }),
    ],
    [
      'of a text with escapes',
      ' securityContext.seLinuxOptions.level="s0\\u000a"',
      of({ securityContext: { seLinuxOptions: { level: 's0\n' } } }),
    ],
    [
      'of IDs that are followed',
      ' follows.runAsGroup=0 follows.runAsUser=1000',
      of({ securityContext: { runAsUser: 1000, runAsGroup: 0 } }, { runAsUser: 1000, runAsGroup: 0 }),
    ],
    [
      'in any order',
      ' imagePullPolicy="Never" limits.cpu=1',
      of({ imagePullPolicy: 'Never', resources: { limits: { cpu: '1' } } }),
    ],
    [
      'without fields that it cannot have',
      ' x=1 limits.nvidia.com/gpu=1 securityContext.fsGroup=1 limits.__proto__=1 constructor=1 x=2 follows.fsGroup= imagePullPolicy="Never"',
      of({ imagePullPolicy: 'Never' }),
    ],
    [
      'with an amount that makes the resources no longer none',
      ' resources={} limits.cpu=1',
      of({ resources: { limits: { cpu: '1' } } }),
    ],
    [
      'with an amount that made the resources no longer none',
      ' limits.cpu=1 resources={}',
      of({ resources: { limits: { cpu: '1' } } }),
    ],
  ])('%s', (_what, fields, applied) => {
    expect(read(fields)).toEqual(applied)
  })

  test.each([
    ['# modelcar a:1', 'alone'],
    ['# modelcar a:1\n', 'before an empty line'],
    ['# modelcar a:1\n: > /ran', 'whatever the lines after it say'],
  ])('%j, %2$s', (text) => {
    expect(readRecord(container(text))).toEqual(of({}))
  })

  test.each([[undefined], [null], [[]]])('beside args that are %j', (args) => {
    expect(readRecord({ ...container('# modelcar a:1'), args })).toEqual(of({}))
  })
})

describe('there is no record', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'sh -c # modelcar a:1'],
    ['an object', { 0: 'sh', 1: '-c', 2: '# modelcar a:1', length: 3 }],
    ['nothing to run', ['sh', '-c']],
    ['another shell', ['/bin/sh', '-c', '# modelcar a:1']],
    ['another flag', ['sh', '-ec', '# modelcar a:1']],
    ['a parameter', ['sh', '-c', '# modelcar a:1', 'x']],
    ['no text', ['sh', '-c', 7]],
    ['another place', ['sh', '-c', 'true\n# modelcar a:1']],
    ['a blank in front', ['sh', '-c', ' # modelcar a:1']],
    ['no image', ['sh', '-c', '# modelcar']],
    ['no image but fields', ['sh', '-c', '# modelcar  limits.cpu=1']],
    ['an image on the next line', ['sh', '-c', '# modelcar \na:1']],
    ['the script of KServe', ['sh', '-c', 'ln -sf /proc/$$$$/root/models /mnt/models && sleep infinity']],
  ])('in a command of %s', (_what, command) => {
    expect(readRecord({ command })).toBeUndefined()
  })

  test.each([[['x']], ['x'], [{}], [[null]]])('beside args that are %j', (args) => {
    expect(readRecord({ ...container('# modelcar a:1'), args })).toBeUndefined()
  })

  test.each([
    ...[' ', ' x', ' limits.cpu', ' =1', '  limits.cpu=1', ' limits.cpu=1 ', ' # x'],
    ...[' limits.cpu=', ' limits.cpu=1K', ' limits.cpu=-1', ' limits.cpu="1"', ' limits.cpu=\t1', ' limits.cpu=1\r'],
    ...[' limits.cpu=1 limits.cpu=1', ' limits.cpu=1 limits.cpu=2', ' resources={} resources={}'],
    ...[' resources=', ' resources=[]', ' resources={"limits":{}}'],
    ...[' securityContext.capabilities.drop=["ALL",1]', ' securityContext.capabilities.add=[1]'],
    ...[' imagePullPolicy=', ' imagePullPolicy=Always', ' imagePullPolicy=1', ' imagePullPolicy=null'],
    ...[
      ' imagePullPolicy="\\u0041lways"',
      ' imagePullPolicy="\\u000A"',
      ' imagePullPolicy="\\n"',
      ' imagePullPolicy="$"',
    ],
    ...[' imagePullPolicy="Always" imagePullPolicy="Always"', ' imagePullPolicy="Al\tways"', ' imagePullPolicy="é"'],
    ...[' securityContext.privileged=1', ' securityContext.privileged="true"', ' securityContext.privileged=True'],
    ...[' securityContext.runAsUser=-1', ' securityContext.runAsUser=1.5', ' securityContext.runAsUser=1e3'],
    ...[' securityContext.runAsUser=01', ' securityContext.runAsUser=-0', ' securityContext.runAsUser="1"'],
    ...[' securityContext.runAsUser=9007199254740993', ' follows.runAsUser=null', ' follows.runAsGroup=1.0'],
    ...[' follows.runAsUser=1 securityContext.runAsUser=1', ' securityContext.runAsGroup=1 follows.runAsGroup=2'],
    ...[' securityContext.capabilities.drop="ALL"', ' securityContext.capabilities.drop=[1]'],
    ...[' securityContext.capabilities.drop=["ALL",]', ' securityContext.capabilities.drop={"0":"ALL"}'],
    ...[' securityContext.seccompProfile={}', ' securityContext.seccompProfile=[]'],
    ...[' securityContext.seccompProfile={"type":1}', ' securityContext.seccompProfile={"type":"a","x":"b"}'],
    ...[' securityContext.seccompProfile={"type":"Localhost","localhostProfile":"a"}'],
    ...[' securityContext.seccompProfile={"type":"a","type":"a"}', ' securityContext.seccompProfile="RuntimeDefault"'],
    ...[' securityContext.seccompProfile={"localhostProfile":null,"type":"a"}'],
  ])('in a line of which one field cannot be read: %j', (fields) => {
    expect(read(` x=1 requests.cpu=1${fields}`)).toBeUndefined()
  })
})

test('a record of any length is read', () => {
  const shapes: ((n: number) => string)[] = [
    (n) => `# modelcar a:1${' x=1'.repeat(n)}`,
    (n) => `# modelcar a:1${' '.repeat(n)}`,
    (n) => `# modelcar a:1 securityContext.seccompProfile=${'['.repeat(n)}`,
    (n) => `# modelcar a:1 securityContext.seccompProfile=${'['.repeat(n)}${']'.repeat(n)}`,
    (n) => `# modelcar a:1 securityContext.capabilities.drop=[${'"ALL",'.repeat(n)}"ALL"]`,
    (n) => `# modelcar a:1 imagePullPolicy="${'\\u0000'.repeat(n)}"`,
    (n) => `# modelcar a:1 limits.cpu=${'1'.repeat(n)}`,
    (n) => `# modelcar ${'a'.repeat(n)}\n${'\n'.repeat(n)}`,
  ]
  for (const shape of shapes) expect(() => readRecord(container(shape(500_000)))).not.toThrow()
})
