import { expect, test } from 'vitest'
import { isModelcarError } from '../../src/index.js'
import { createKServeInjector, inferenceServiceLabel, sourceUriAnnotation } from '../../src/kserve/index.js'

// What somebody writes into a ConfigMap, an annotation or a pod costs no more than its bytes.

const uri = 'oci://registry.example/a:1'
const settings = '"memoryRequest":"1Mi","memoryLimit":"1Gi","cpuRequest":"1m","cpuLimit":"1","ociModelMode":"fetch"'
const configMapWith = (more: string) => ({ data: { storageInitializer: `{${settings},${more}}` } })
const { injectorFor } = createKServeInjector({ data: { storageInitializer: `{${settings}}` } })
const podWith = (source: string, spec: object = {}) => ({
  metadata: { labels: { [inferenceServiceLabel]: 'x' }, annotations: { [sourceUriAnnotation]: source } },
  spec: { containers: [], ...spec },
})
const list = <T>(length: number, entry: (index: number) => T): T[] => Array.from({ length }, (_, index) => entry(index))

/** So many that a quadratic step takes ten seconds and more, where a linear one takes a fraction of one. */
const letters = 4_000_000
const entries = 100_000

type Call = () => unknown

function ofConfigMap(more: string): Call {
  const input = configMapWith(more)
  return () => createKServeInjector(input)
}

const ofPod =
  (pod: object, options?: object): Call =>
  () =>
    injectorFor(pod, options)

const ofTheConfigMap: Record<string, Call> = {
  'digits of a UID': ofConfigMap(`"uidModelcar":${'9'.repeat(letters)}`),
  'digits of a negative UID': ofConfigMap(`"uidModelcar":-${'9'.repeat(letters)}`),
  'digits of a fraction': ofConfigMap(`"uidModelcar":1.${'0'.repeat(letters)}`),
  'digits of a quantity': ofConfigMap(`"cpuModelcar":"${'9'.repeat(letters)}"`),
  'UIDs that are none': ofConfigMap(list(entries, () => '"uidModelcar":1.5').join()),
  'texts that are none, in any case': ofConfigMap(list(entries, (i) => (i % 2 ? '"image":1' : '"IMAGE":2')).join()),
  'other keys': ofConfigMap(list(entries, (i) => `"k${String(i)}":{}`).join()),
  'letters of a key': ofConfigMap(`"image${'ſ'.repeat(letters)}":1`),
  escapes: ofConfigMap(`"image":"${'\\\\'.repeat(letters)}"`),
  'lists in lists': ofConfigMap(`"x":${'['.repeat(entries)}${']'.repeat(entries)}`),
  blanks: ofConfigMap(`"x":${' '.repeat(letters)}1${' '.repeat(letters)}`),
  'letters of a text without an end': ofConfigMap(`"x":"${'a'.repeat(letters)}`),
}

const ofThePod: Record<string, Call> = {
  'letters of an image': ofPod(podWith(`oci://${'a'.repeat(letters)}`)),
  'components of an image': ofPod(podWith(`oci://${'a/'.repeat(letters)}`)),
  schemes: ofPod(podWith('oci://'.repeat(letters))),
  'letters of a scheme': ofPod(podWith(`oci+${'a'.repeat(letters)}://x`)),
  'pull secrets': ofPod(podWith(uri, { imagePullSecrets: list(entries, (i) => ({ name: `s${String(i)}` })) })),
  'pull secrets without a name': ofPod(podWith(uri, { imagePullSecrets: list(entries, () => ({})) })),
  'letters of a pull secret': ofPod(podWith(uri, { imagePullSecrets: [{ name: 'a.-'.repeat(letters) }] })),
  'other annotations': ofPod({
    ...podWith(uri),
    metadata: {
      ...podWith(uri).metadata,
      annotations: {
        ...Object.fromEntries(list(entries, (i) => [`a${String(i)}`, 'x'])),
        ...podWith(uri).metadata.annotations,
      },
    },
  }),
  storageUris: ofPod(podWith(uri), { storageUris: list(entries, (i) => ({ uri, mountPath: `/mnt/${String(i)}` })) }),
  'storageUris that are no images': ofPod(podWith(uri), { storageUris: list(entries, () => ({ uri: 's3://bucket' })) }),
  'components of a path': ofPod(podWith(uri), { storageUris: [{ uri, mountPath: '/a'.repeat(entries) }] }),
}

function attempt(call: Call): string {
  try {
    call()
    return ''
  } catch (error) {
    if (isModelcarError(error)) return error.message
    throw error
  }
}

test.each(Object.entries(ofTheConfigMap))('%s make no long message', (_what, call) => {
  expect(attempt(call).length).toBeLessThan(2_000)
})

test.each(Object.entries(ofThePod))('%s are read, or refused by an error of the library', (_what, call) => {
  expect(() => attempt(call)).not.toThrow()
})
