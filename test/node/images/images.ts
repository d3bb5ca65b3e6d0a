import { join } from 'node:path'
import { tarOf, type Artifact, type Image, type Layer } from './archive.js'

/** What the tests' pods are made of. None is ever pulled: the runtime has them before the first pod. */
export const references = {
  llama: 'registry.example/team/llama:1',
  lora: 'registry.example/team/lora:3',
  /** Its ENTRYPOINT ends at once, whatever it is given. */
  entrypoint: 'registry.example/team/entrypoint:1',
  /** Nothing but a model: no shell. */
  dataOnly: 'registry.example/team/data-only:1',
  /** Its model is in `/weights/v1`. */
  elsewhere: 'registry.example/team/elsewhere:1',
  /** Its model is in {@link oddFolder}. */
  odd: 'registry.example/team/odd:1',
  /** `/models` is there, and empty. */
  empty: 'registry.example/team/empty:1',
  /** It takes its time to link. */
  slow: 'registry.example/team/slow:1',
  /** Its `/models` is an absolute link. */
  linked: 'registry.example/team/linked:1',
  /** Its `/models` is a relative link. */
  linkedBeside: 'registry.example/team/linked-beside:1',
  server: 'registry.example/serving/server:1',
  /** It works where the model comes. */
  workingServer: 'registry.example/serving/working-server:1',
  /** It declares a volume where the model comes. */
  volumeServer: 'registry.example/serving/volume-server:1',
  /** Under the name that the example server's ConfigMap has for KServe's. */
  initializer: 'registry.example/kserve/storage-initializer:v0.20.0',
  pause: 'registry.example/pause:1',
} as const

/** Models that are no images: as `oras push` makes them, and as ModelPack says. They are pulled. */
export const artifactReferences = {
  oras: 'registry.example/team/llama-oras:1',
  modelPack: 'registry.example/team/llama-modelpack:1',
} as const

/** What the model file of an image says, which is `model.txt` in all of them. */
export const modelFile = 'model.txt'
export const textOf = (image: ModelName): string => `the model of ${references[image]}\n`
export type ModelName =
  'llama' | 'lora' | 'entrypoint' | 'dataOnly' | 'elsewhere' | 'odd' | 'slow' | 'linked' | 'linkedBeside'

export const oddFolder = "/it's $(HOME)/$$ a model"

/** All images, by their references; `programs` is the folder that has busybox and pause. */
export function imagesOf(programs: string): Readonly<Record<string, Image>> {
  const shell = toolsLayer(programs, shellTools)
  const llama = modelLayer('llama')
  const lora = modelLayer('lora')
  const servers = toolsLayer(programs, [...shellTools, ...serverTools])
  return {
    [references.llama]: { layers: [shell, llama] },
    [references.lora]: { layers: [shell, lora] },
    [references.entrypoint]: {
      layers: [shell, modelLayer('entrypoint')],
      config: { Entrypoint: ['/bin/sh', '-c', 'exit 3'] },
    },
    [references.dataOnly]: { layers: [modelLayer('dataOnly')] },
    [references.elsewhere]: { layers: [shell, modelLayer('elsewhere', 'weights/v1')] },
    [references.odd]: { layers: [shell, modelLayer('odd', oddFolder)] },
    [references.empty]: { layers: [shell, { models: 'directory' }] },
    [references.slow]: { layers: [shell, { 'bin/sh': { content: slowShell, mode: 0o755 } }, modelLayer('slow')] },
    [references.linked]: { layers: [shell, linkedLayer('linked', '/weights/v1')] },
    [references.linkedBeside]: { layers: [shell, linkedLayer('linkedBeside', 'weights/v1')] },
    [references.server]: { layers: [servers] },
    [references.workingServer]: { layers: [servers], config: { WorkingDir: '/mnt/models' } },
    [references.volumeServer]: { layers: [servers], config: { Volumes: { '/mnt/models': {} } } },
    [references.initializer]: {
      layers: [servers, initializer({ llama, lora })],
      config: { Entrypoint: ['/initializer'] },
    },
    [references.pause]: {
      layers: [{ pause: { program: join(programs, 'pause') } }],
      config: { Entrypoint: ['/pause'], User: '65535:65535' },
    },
  }
}

/** The artifacts, by their references. */
export const artifacts: Readonly<Record<string, Artifact>> = {
  [artifactReferences.oras]: {
    artifactType: 'application/vnd.unknown.artifact.v1',
    config: { mediaType: 'application/vnd.oci.empty.v1+json', content: {} },
    layers: [
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar',
        content: textOf('llama'),
        annotations: { 'org.opencontainers.image.title': modelFile },
      },
    ],
  },
  // https://github.com/modelpack/model-spec/blob/main/docs/spec.md
  [artifactReferences.modelPack]: {
    artifactType: 'application/vnd.cncf.model.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.cncf.model.config.v1+json',
      content: { descriptor: { name: 'llama' }, config: {}, modelfs: { type: 'layers', diffIds: [] } },
    },
    layers: [
      {
        mediaType: 'application/vnd.cncf.model.weight.v1.raw',
        content: textOf('llama'),
        annotations: { 'org.cncf.model.filepath': modelFile },
      },
    ],
  },
}

/** What the README and docs/modes.md say that a model's image needs in the two sidecar modes. */
const shellTools = ['sh', 'ls', 'ln', 'mkdir', 'rmdir', 'sleep']
const serverTools = ['cat', 'cp', 'echo', 'id', 'init', 'rm', 'tar', 'touch']

// Busybox' shell has its own `ln`, and would not see another one.
const slowShell = `#!/bin/busybox sh
case $2 in *sleep*) sleep 2 ;; esac
exec busybox sh "$@"
`

const toolsLayer = (programs: string, tools: readonly string[]): Layer => ({
  'bin/busybox': { program: join(programs, 'busybox') },
  ...Object.fromEntries(tools.map((tool) => [`bin/${tool}`, { linkTo: 'busybox' }])),
})

const modelLayer = (image: ModelName, folder = 'models'): Layer => ({
  [`${folder}/${modelFile}`]: { content: textOf(image) },
})

/** A model behind links: that of the directory, one among its files as a Hugging Face cache has it, and an absolute one there. */
const linkedLayer = (image: ModelName, linkTo: string): Layer => ({
  models: { linkTo },
  'weights/v1/blob': { content: textOf(image) },
  [`weights/v1/${modelFile}`]: { linkTo: 'blob' },
  'weights/v1/absolute': { linkTo: '/weights/v1/blob' },
})

/**
 * Stands in for KServe's storage initializer: called with pairs of a URI and a directory, it unpacks the image's `/models` into
 * the directory. The layers of the images that it knows are in its own image, so that it only reads its pull secret, and says what it has.
 */
const initializer = (layers: Readonly<Record<'llama' | 'lora', Layer>>): Layer => ({
  initializer: { content: initializerText, mode: 0o755 },
  ...Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => [
      `registry/${references[name as keyof typeof layers]}.tar`,
      { content: tarOf(layer) },
    ]),
  ),
})

const initializerText = `#!/bin/sh
set -e
if [ "$KSERVE_OCI_DOCKER_CONFIG" ]; then cat "$KSERVE_OCI_DOCKER_CONFIG"; fi
while [ $# -gt 0 ]; do
  cd "$2"
  tar -x -f "/registry/\${1#oci://}.tar" --strip-components 2 ./models
  shift 2
done
`
