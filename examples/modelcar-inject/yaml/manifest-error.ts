/** Why a document cannot be read, or written, in a line that a person reads. */
export class ManifestError extends Error {
  /** `spec.containers[0]`; empty for the document as a whole. */
  readonly field: string

  constructor(message: string, field = '') {
    super(message)
    this.field = field
  }
}
