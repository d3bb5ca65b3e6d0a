/** What there is to tell of a place in a manifest. */
export interface Note {
  /** `document 2, Deployment llama`. */
  readonly where: string
  /** `spec.template.spec.containers`; empty where the whole document is meant. */
  readonly field: string
  readonly message: string
}
