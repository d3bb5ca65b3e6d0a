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
  }
}

/**
 * Writes images into one OCI archive, which a runtime imports; the keys are their references.
 * https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export function writeArchive(file: string, images: Readonly<Record<string, Image>>): void {
  const layout = mkdtempSync(join(tmpdir(), 'oci-layout-'))
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true })
  const blob = (mediaType: string, content: object): Descriptor => {
    const bytes = content instanceof Buffer ? content : Buffer.from(JSON.stringify(content))
    const digest = createHash('sha256').update(bytes).digest('hex')
    writeFileSync(join(layout, 'blobs/sha256', digest), bytes)
    return { mediaType: `application/vnd.oci.image.${mediaType}`, digest: `sha256:${digest}`, size: bytes.length }
  }
  const layerBlobs = new Map<Layer, Descriptor>()
  const blobOf = (layer: Layer): Descriptor => {
    const known = layerBlobs.get(layer) ?? blob('layer.v1.tar', tarOf(layer))
    layerBlobs.set(layer, known)
    return known
  }
  const manifests = Object.entries(images).map(([reference, { layers: files, config }]) => {
    const layers = files.map(blobOf)
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: blob('config.v1+json', {
        architecture,
        os: 'linux',
        config: { Env: ['PATH=/bin'], ...config },
        rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      }),
      layers,
    }
    return { ...blob('manifest.v1+json', manifest), annotations: { 'io.containerd.image.name': reference } }
  })
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
