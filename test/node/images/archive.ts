import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** One file of a layer. */
export type Entry =
  | { readonly content: string | Buffer; readonly mode?: number }
  /** A copy of a file of this machine. */
  | { readonly program: string }
  | { readonly linkTo: string }
  | 'directory'

/** The files of a layer, by their paths. */
export type Layer = Readonly<Record<string, Entry>>

/** An image, as a registry would have it. */
export interface Image {
  readonly layers: readonly Layer[]
  readonly config?: {
    readonly Entrypoint?: readonly string[]
    readonly Cmd?: readonly string[]
    readonly User?: string
    readonly WorkingDir?: string
    readonly Volumes?: Readonly<Record<string, object>>
  }
}

/** Files that are no image: each is a layer by itself, as `oras push` makes them. */
export interface Artifact {
  readonly artifactType: string
  /** Its digest is what containerd tells images apart by, so that two artifacts of one config are one image to it. */
  readonly config: { readonly mediaType: string; readonly content: object }
  readonly layers: readonly {
    readonly mediaType: string
    readonly content: string | Buffer
    readonly annotations: Readonly<Record<string, string>>
  }[]
}

/** What is in an archive, as `index.json` has it. */
export interface Index {
  readonly manifests: readonly (Descriptor & { readonly annotations: { readonly [imageName]: string } })[]
}

/** Where containerd has the reference of what it imports. */
export const imageName = 'io.containerd.image.name'

/**
 * Writes images or artifacts into one OCI archive, which a runtime imports; the keys are their references.
 * https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export function writeArchive(file: string, images: Readonly<Record<string, Image | Artifact>>): void {
  const layout = mkdtempSync(join(tmpdir(), 'oci-layout-'))
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true })
  const blob = (mediaType: string, content: object | string): Descriptor => {
    const bytes =
      content instanceof Buffer ? content : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
    const digest = createHash('sha256').update(bytes).digest('hex')
    writeFileSync(join(layout, 'blobs/sha256', digest), bytes)
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length }
  }
  const layerBlobs = new Map<Layer, Descriptor>()
  const blobOf = (layer: Layer): Descriptor => {
    const known = layerBlobs.get(layer) ?? blob(`${oci}.layer.v1.tar`, tarOf(layer))
    layerBlobs.set(layer, known)
    return known
  }
  const partsOf = (image: Image | Artifact): object => {
    if ('artifactType' in image) {
      const layers = image.layers.map(({ mediaType, content, annotations }) => ({
        ...blob(mediaType, content),
        annotations,
      }))
      return { artifactType: image.artifactType, config: blob(image.config.mediaType, image.config.content), layers }
    }
    const layers = image.layers.map(blobOf)
    const config = blob(`${oci}.config.v1+json`, {
      architecture,
      os: 'linux',
      config: { Env: ['PATH=/bin'], ...image.config },
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    })
    return { config, layers }
  }
  const mediaType = `${oci}.manifest.v1+json`
  const manifests = Object.entries(images).map(([reference, image]) => ({
    ...blob(mediaType, { schemaVersion: 2, mediaType, ...partsOf(image) }),
    annotations: { [imageName]: reference },
  }))
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }))
  writeFileSync(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  execFileSync('tar', ['-C', layout, '-cf', file, '.'])
  rmSync(layout, { recursive: true })
}

interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

const oci = 'application/vnd.oci.image'
const architecture = process.arch === 'x64' ? 'amd64' : process.arch

/** A layer as a tar file; it is root's. */
export function tarOf(layer: Layer): Buffer {
  const root = mkdtempSync(join(tmpdir(), 'layer-'))
  for (const [path, entry] of Object.entries(layer)) put(join(root, path), entry)
  const tar = execFileSync('tar', ['-C', root, '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '-c', '.'], {
    maxBuffer: 1 << 28,
  })
  rmSync(root, { recursive: true })
  return tar
}

function put(path: string, entry: Entry): void {
  mkdirSync(entry === 'directory' ? path : dirname(path), { recursive: true })
  if (entry === 'directory') return
  if ('linkTo' in entry) return symlinkSync(entry.linkTo, path)
  if ('program' in entry) return copyFileSync(entry.program, path)
  writeFileSync(path, entry.content)
  chmodSync(path, entry.mode ?? 0o644)
}
