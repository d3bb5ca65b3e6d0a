/** A fenced code block of a Markdown text. */
export interface Block {
  readonly language: string
  /** The line of its first character, counted from 1. */
  readonly line: number
  readonly text: string
  /** Why it is not run: what the comment `<!-- not run: … -->` in front of it says. */
  readonly exception?: string
}

export function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = []
  for (const match of markdown.matchAll(/^(?:<!-- not run: (.*) -->\n+)?```(\w*)\n([^]*?)^```$/gm)) {
    const [all, exception, language = '', text = ''] = match
    const line = markdown.slice(0, match.index).split('\n').length + all.split('```')[0]!.split('\n').length
    blocks.push({ language, line, text, ...(exception !== undefined && { exception }) })
  }
  return blocks
}

/** What a block says that it prints: the texts behind `//=>`, in their order. */
export const outputOf = ({ text }: Block): string =>
  [...text.matchAll(/\/\/=>(?: (.*))?$/gm)].map(([, line = '']) => `${line}\n`).join('')

/** The tables of a Markdown text: the first cells of each row, by the heading that the table stands under. */
export function firstCells(markdown: string, heading: string): readonly string[] {
  const section = markdown.split(/^#{2,} /m).find((text) => text.startsWith(`${heading}\n`)) ?? ''
  const rows = [...section.matchAll(/^\| (.*?) \|/gm)].map(([, cell = '']) => cell)
  return rows.slice(2)
}
