import { describe, expect, test } from 'vitest'
import { container, expectFaults, image, injected } from './configs.js'

const hex = (length: number): string => 'f0'.repeat(length / 2)
const sha256 = `sha256:${hex(64)}`

describe('an image that may be pulled', () => {
  test.each([
    'llama',
    'llama:1',
    'llama:latest',
    `llama@${sha256}`,
    `llama:1@${sha256}`,
    `llama@sha384:${hex(96)}`,
    `llama@sha512:${hex(128)}`,
    'team/llama',
    'a/b/c/d:1',
    'a.b_c__d-e--f/g0:1',
    'registry.example/team/llama:1',
    'registry.example:5000/team/llama:1',
    'REGISTRY.Example/llama',
    'r-1.example/llama',
    'a/b',
    '1/2',
    'localhost/llama',
    'localhost:5000/llama',
    '10.0.0.1:80/llama',
    '[::1]/llama',
    '[fe80:0:AF::9]:5000/llama:1',
    'llama:_x',
    'llama:V1.0-rc_2',
    `llama:${'t'.repeat(128)}`,
    `registry.example/${'p'.repeat(255)}`,
    `registry.example/${'p'.repeat(127)}/${'p'.repeat(127)}:1`,
    'f'.repeat(63),
    'f'.repeat(65),
    `${'f'.repeat(64)}:1`,
    'g'.repeat(64),
    `${'h'.repeat(500)}.example/${'p'.repeat(255)}:${'t'.repeat(35)}`,
  ])('%s', (reference) => {
    expect(container(injected({ image: reference }), 'modelcar').image).toBe(reference)
  })

  test('has its scheme taken off', () => {
    expect(container(injected({ image: `oci://${image}` }), 'modelcar').image).toBe(image)
  })
})

describe('an image that nothing could pull', () => {
  const grammar = ['expected an image reference', '[host[:port]/]path[:tag][@digest]', 'lower case']

  test.each([
    ['empty', ''],
    ['only a scheme', 'oci://'],
    ['a blank in front', ' llama'],
    ['a blank behind', 'llama '],
    ['a line break behind', 'llama\n'],
    ['a blank inside', 'team/my llama'],
    ['an upper case path', 'registry.example/Team/llama'],
    ['an upper case name', 'Llama'],
    ['an empty component', 'registry.example//llama'],
    ['a slash in front', '/llama'],
    ['a slash behind', 'llama/'],
    ['a separator in front', 'team/-llama'],
    ['a separator behind', 'team/llama-'],
    ['two dots', 'team/lla..ma'],
    ['three underscores', 'team/lla___ma'],
    ['dot and dash', 'team/lla.-ma'],
    ['a port that is none', 'registry.example:port/llama'],
    ['an empty port', 'registry.example:/llama'],
    ['a host that ends in a dash', 'registry-.example/llama'],
    ['a host that begins with a dash', '-registry.example/llama'],
    ['a host with an underscore', 'my_registry.example:80/llama'],
    ['an IPv6 host without brackets', '::1/llama'],
    ['an IPv6 host that is none', '[::g]/llama'],
    ['an empty IPv6 host', '[]/llama'],
    ['an empty tag', 'llama:'],
    ['a tag that begins with a dot', 'llama:.1'],
    ['a tag that begins with a dash', 'llama:-1'],
    ['a tag with a slash behind', 'llama:1/x:y/z'],
    ['two tags', 'llama:1:2'],
    ['a tag that is too long', `llama:${'t'.repeat(129)}`],
    ['an empty digest', 'llama@'],
    ['a digest without an algorithm', `llama@${hex(64)}`],
    ['a digest that is too short', `llama@sha256:${hex(62)}`],
    ['a digest that is too long', `llama@sha256:${hex(66)}`],
    ['an upper case digest', `llama@sha256:${hex(64).toUpperCase()}`],
    ['a digest of another length', `llama@sha512:${hex(64)}`],
    ['a digest of another algorithm', `llama@md5:${hex(32)}`],
    ['two digests', `llama@${sha256}@${sha256}`],
    ['a path that is too long', `registry.example/${'p'.repeat(256)}`],
    ['components that are too long together', `registry.example/${'p'.repeat(127)}/${'p'.repeat(128)}`],
    ['what looks like an ID', 'f'.repeat(64)],
    ['what looks like an ID behind a scheme', `oci://${hex(64)}`],
    ['letters of another alphabet', 'llamä'],
    ['a query', 'llama?x=1'],
    ['a name that is too long', `${'h'.repeat(501)}.example/${'p'.repeat(255)}:${'t'.repeat(35)}`],
    ['an upper case scheme', 'OCI:llama/x:1'],
  ])('%s', (_what, reference) => {
    expectFaults({ image: reference }, ['InvalidValue', 'image', ...grammar])
  })

  test('the message shows it', () => {
    expectFaults({ image: 'Llama' }, ['InvalidValue', 'image', 'found "Llama"'])
  })

  test.each([
    's3://bucket/llama',
    'hf://team/llama',
    'docker://llama',
    'https://registry.example/llama',
    'OCI://registry.example/llama',
    'oci://oci://registry.example/llama',
    'oci://https://registry.example/llama',
    'oci+native://registry.example/llama',
    '://llama',
  ])('a scheme other than oci: %s', (reference) => {
    expectFaults({ image: reference }, [
      'InvalidValue',
      'image',
      'no scheme but oci://',
      `found ${JSON.stringify(reference)}`,
      'the plain reference, or oci:// and the reference',
      'mode',
    ])
  })

  test.each([undefined, null])('none: %s', (reference) => {
    expectFaults({ image: reference }, ['Required', 'image', "expected the reference of the model's image", 'nothing'])
  })

  test.each([
    [1, '1'],
    [true, 'true'],
    [[image], 'a list'],
    [{ reference: image }, 'an object'],
  ])('another type: %j', (reference, found) => {
    expectFaults({ image: reference }, ['InvalidType', 'image', 'expected an image reference', `found ${found}`])
  })
})

describe('the image of one of several models', () => {
  test.each([
    [undefined, 'Required'],
    [1, 'InvalidType'],
    ['Llama', 'InvalidValue'],
    ['s3://bucket/llama', 'InvalidValue'],
  ])('%j is %s', (reference, code) => {
    const models = [
      { image, mountPath: '/mnt/a' },
      { image: reference, mountPath: '/mnt/b' },
    ]
    expectFaults({ models }, [code, 'models[1].image'])
  })
})
