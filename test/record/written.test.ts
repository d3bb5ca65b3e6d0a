import { describe, expect, test } from 'vitest'
import { readSecurityContext } from '../../src/modelcar/config/security-context.js'
import type { Applied } from '../../src/modelcar/record/applied.js'
import { recordFields } from '../../src/modelcar/record/fields.js'
import { recordLine } from '../../src/modelcar/record/write.js'

const line = (container: Applied['container'], follows: Applied['follows'] = {}): string =>
  recordLine({ image: 'registry.example/team/llama:1', container, follows }).replace(
    /^# modelcar registry\.example\/team\/llama:1/,
    '',
  )

describe('a record is written', () => {
  test('with the image alone where nothing else is set', () => {
    expect(recordLine({ image: 'a:1', container: {}, follows: {} })).toBe('# modelcar a:1')
  })

  test.each<[string, Applied['container'], string]>([
    [
      'limits before requests, each in their order',
      { resources: { requests: { memory: '1Gi', cpu: '1' }, limits: { memory: '2Gi', cpu: 2 } } },
      ' limits.memory=2Gi limits.cpu=2 requests.memory=1Gi requests.cpu=1',
    ],
    [
      'amounts as they are, trimmed',
      { resources: { limits: { cpu: ' 1e3 ', memory: 0.5 } } },
      ' limits.cpu=1e3 limits.memory=0.5',
    ],
    ['no amount that is null', { resources: { limits: { cpu: '1', memory: null } } }, ' limits.cpu=1'],
    ['resources that are to be none', { resources: {} }, ' resources={}'],
    ['a pull policy', { imagePullPolicy: 'Always' }, ' imagePullPolicy="Always"'],
    [
      'amounts before all else',
      { imagePullPolicy: 'Never', resources: { requests: { cpu: '1' } } },
      ' requests.cpu=1 imagePullPolicy="Never"',
    ],
    [
      'booleans and numbers',
      { securityContext: { runAsUser: 0, privileged: false, runAsGroup: 2147483647 } },
      ' securityContext.privileged=false securityContext.runAsGroup=2147483647 securityContext.runAsUser=0',
    ],
    [
      'lists',
      { securityContext: { capabilities: { drop: ['NET_RAW', 'ALL'], add: ['SYS_PTRACE'] } } },
      ' securityContext.capabilities.add=["SYS_PTRACE"] securityContext.capabilities.drop=["NET_RAW","ALL"]',
    ],
    [
      'a union as a whole, its keys sorted',
      { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a/b.json' } } },
      ' securityContext.seccompProfile={"localhostProfile":"a/b.json","type":"Localhost"}',
    ],
    [
      'a union without what is null',
      { securityContext: { appArmorProfile: { type: 'RuntimeDefault', localhostProfile: null } } },
      ' securityContext.appArmorProfile={"type":"RuntimeDefault"}',
    ],
    [
      'each field of another object by itself',
      { securityContext: { seLinuxOptions: { user: 'u', level: 's0:c1,c2', role: '', type: 't' } } },
      ' securityContext.seLinuxOptions.level="s0:c1,c2" securityContext.seLinuxOptions.role="" securityContext.seLinuxOptions.type="t" securityContext.seLinuxOptions.user="u"',
    ],
    [
      'nothing of what must not be there',
      { securityContext: { privileged: null, capabilities: { drop: ['ALL'], add: null }, procMount: undefined } },
      ' securityContext.capabilities.drop=["ALL"]',
    ],
    [
      'every other unit of a text as \\uXXXX',
      { securityContext: { seLinuxOptions: { level: 's0\nrm -rf /' } } },
      ' securityContext.seLinuxOptions.level="s0\\u000arm\\u0020-rf\\u0020/"',
    ],
    [
      'quotes and backslashes so, too',
      { securityContext: { procMount: `a"b\\c'` } },
      ' securityContext.procMount="a\\u0022b\\u005cc\\u0027"',
    ],
    [
      'both units of a character so, and a unit that is none',
      { securityContext: { procMount: '\u{1f600}\ud800\u00e9' } },
      ' securityContext.procMount="\\ud83d\\ude00\\ud800\\u00e9"',
    ],
    [
      'what a shell and the kubelet expand so',
      { securityContext: { procMount: '$(id)`id`$$' } },
      ' securityContext.procMount="\\u0024\\u0028id\\u0029\\u0060id\\u0060\\u0024\\u0024"',
    ],
    [
      'plain ones as they are',
      { securityContext: { procMount: 'Az09._:/,{}[]-' } },
      ' securityContext.procMount="Az09._:/,{}[]-"',
    ],
  ])('with %s', (_what, container, written) => {
    expect(line(container)).toBe(written)
  })

  test('with an ID that is followed under a name of its own', () => {
    const container = {
      imagePullPolicy: 'Always',
      securityContext: { runAsUser: 1000, runAsGroup: 0, privileged: true },
    }
    expect(line(container, { runAsUser: 1000 })).toBe(
      ' follows.runAsUser=1000 imagePullPolicy="Always" securityContext.privileged=true securityContext.runAsGroup=0',
    )
    expect(line(container, { runAsUser: 1000, runAsGroup: 0 })).toBe(
      ' follows.runAsGroup=0 follows.runAsUser=1000 imagePullPolicy="Always" securityContext.privileged=true',
    )
  })

  test.each([
    [{ runAsUser: 1000 }, ' follows.runAsUser=1000'],
    [{ runAsGroup: 0 }, ' follows.runAsGroup=0'],
    [{ runAsUser: 0, runAsGroup: 0 }, ' follows.runAsGroup=0 follows.runAsUser=0'],
  ])('with nothing but IDs that are followed: %j', (follows, written) => {
    expect(line({}, follows)).toBe(written)
  })

  test('without a change to what it is made of', () => {
    const securityContext = Object.freeze({ runAsUser: 1000 })
    line(Object.freeze({ securityContext }), Object.freeze({ runAsUser: 1000 }))
    expect(securityContext).toEqual({ runAsUser: 1000 })
  })

  test('with its fields sorted by UTF-16 unit', () => {
    const names = recordFields.map(({ name }) => name)
    expect(names).toEqual(names.toSorted((left, right) => (left < right ? -1 : 1)))
  })

  test('with every field that a securityContext may have', () => {
    const everything = {
      ...{ allowPrivilegeEscalation: true, privileged: true, readOnlyRootFilesystem: true, runAsNonRoot: true },
      ...{ runAsUser: 1, runAsGroup: 1, procMount: 'Default' },
      appArmorProfile: { type: 'Unconfined' },
      capabilities: { add: ['A'], drop: ['B'] },
      seLinuxOptions: { level: 'l', role: 'r', type: 't', user: 'u' },
      seccompProfile: { type: 'Unconfined' },
    }
    const causes: unknown[] = []
    const context = readSecurityContext(causes as never, { ...everything, unknown: 1 }, 'securityContext')
    // The message for a field that is not known lists those that are.
    const [known = ''] = /(?<=the fields are ).*/.exec(JSON.stringify(causes).replace(/"\}\].*/, '')) ?? []
    expect(context).toBeUndefined()
    expect(Object.keys(everything).sort()).toEqual(known.split(', ').sort())
    expect(line({ securityContext: everything }).split(' securityContext.').slice(1)).toHaveLength(15)
    expect(recordFields.filter(({ name }) => name.startsWith('securityContext.'))).toHaveLength(15)
  })
})
