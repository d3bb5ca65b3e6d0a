/** How what is typed into a field becomes a value of the config. */
export type FieldKind = 'text' | 'number' | 'names' | 'choice' | 'yaml'

/** A field of the form: one of the config, by its path there. */
export interface Field {
  readonly path: string
  readonly label: string
  readonly kind: FieldKind
  readonly hint?: string
  readonly placeholder?: string
  /** Whether it has a row of its own, for what is long. */
  readonly isWide?: boolean
  /** What stands in it at first, once it is there. */
  readonly start?: string
  /** Of a choice: what can be chosen, and the value that each stands for. */
  readonly choices?: Readonly<Record<string, unknown>>
  /** Of a choice: what holds where nothing is chosen. */
  readonly unset?: string
  /** It is there only where this was chosen in another field. */
  readonly when?: { readonly path: string; readonly is: string }
}

/** Fields that belong together, under a heading that folds them away. */
export interface FieldGroup {
  readonly title: string
  readonly fields: readonly Field[]
}

/** Choices that stand for themselves. */
export const among = (...texts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(texts.map((text) => [text, text]))

export const yesOrNo: Readonly<Record<string, boolean>> = { true: true, false: false }
