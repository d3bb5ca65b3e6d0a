export interface Link {
  readonly target: string
  /** What a page says that the file has: `[text](file "title")`. */
  readonly title: string | undefined
}

/** The links of Markdown that lead to files beside it. */
export const linksOf = (markdown: string): readonly Link[] =>
  [...textOf(markdown).matchAll(/\]\((?!https?:)([^) ]+)(?: "([^"]*)")?\)/g)].map(([, target = '', title]) => ({
    target,
    title,
  }))

/** What a page shows as text. */
const textOf = (markdown: string): string => markdown.replaceAll(/<!--[^]*?-->|`[^`\n]*`/g, '')
