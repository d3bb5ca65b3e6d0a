import type { ModeName } from '../modelcar/modes/names.js'

/** KServe's names of its modes, in `ociModelMode` and in URIs, and the library's. */
export const kserveModes = { modelcar: 'sidecar', native: 'image-volume', fetch: 'fetch' } as const satisfies Record<
  string,
  ModeName
>

export type KServeMode = keyof typeof kserveModes

export const isKServeMode = (value: string): value is KServeMode => Object.hasOwn(kserveModes, value)

/** A model's image, as `storageUri` says it. */
export interface OciUri {
  /** The URI with the plain scheme: `oci://…`. */
  readonly image: string
  /** What stands between `oci+` and `://`; undefined where the scheme is the plain `oci://`. */
  readonly mode: string | undefined
}

/**
 * Reads a URI with one of the schemes `oci://` and `oci+…://`, in lower case as KServe wants them (ParseOciScheme,
 * pkg/utils/storage.go); undefined for every other.
 *
 * @example
 * parseOciUri('oci+native://registry.example/iris:1') // { image: 'oci://registry.example/iris:1', mode: 'native' }
 */
export function parseOciUri(uri: string): OciUri | undefined {
  const end = uri.indexOf('://')
  const scheme = uri.slice(0, Math.max(end, 0))
  if (scheme === 'oci') return { image: uri, mode: undefined }
  const mode = scheme.startsWith('oci+') ? scheme.slice('oci+'.length) : ''
  return mode === '' ? undefined : { image: `oci${uri.slice(end)}`, mode }
}
