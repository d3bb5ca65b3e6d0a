/**
 * Writes JSON values as YAML, in the styles that people and programs use. Each decision is taken from a list of numbers, so that
 * a generator can make and shrink them: 0 is the plainest. It knows nothing of the library that the filter writes with.
 */
export interface Text {
  readonly text: string
  readonly comments: readonly string[]
}

type Fields = Readonly<Record<string, unknown>>

/** What stands behind a key or a dash on its line, and the lines below. */
interface Piece {
  readonly head: string
  readonly lines: readonly string[]
}

/** @param bases - which maps are another one with more: they may be written by a merge. */
export function writeText(
  documents: readonly unknown[],
  bases: ReadonlyMap<unknown, Fields>,
  choices: readonly number[],
): Text {
  let at = 0
  const pick = (bound: number): number => (choices[at++ % choices.length] ?? 0) % bound
  const rarely = (): boolean => pick(9) === 8
  const comments: string[] = []
  const uses = countUses(documents, bases)
  const step = ' '.repeat([2, 2, 4, 1][pick(4)] ?? 2)
  const listStep = pick(2) === 0 ? step : ''
  const padding = pick(2) === 0 ? '' : ' '
  /** Of what is written in full already. */
  let anchors = new Map<unknown, string>()
  let names = 0
  /** Whether an empty line would belong to the text in front of it. */
  let isKept = false

  function comment(): string {
    const text = `# comment ${String(comments.length)};`
    comments.push(text)
    return text
  }
  const behind = (): string => (rarely() ? ` ${comment()}` : '')
  const above = (indent: string): string[] => [
    ...(rarely() && !isKept ? [''] : []),
    ...(rarely() ? [indent + comment()] : []),
  ]

  function node(value: unknown, indent: string, listIndent: string): Piece {
    if (!isCollection(value)) return scalar(value, indent)
    const known = anchors.get(value)
    if (known !== undefined && !rarely()) return { head: `*${known}${behind()}`, lines: [] }
    const name = anchorFor(value)
    const piece = collection(value, indent, listIndent, name === undefined ? '' : `&${name}`)
    if (name !== undefined) anchors.set(value, name)
    return piece
  }

  function collection(value: object, indent: string, listIndent: string, anchor: string): Piece {
    isKept = false
    if (isEmpty(value) || rarely()) return brackets(value, indent, anchor === '' ? '' : `${anchor} `)
    const head = (anchor + behind()).trimStart()
    return { head, lines: Array.isArray(value) ? list(value, listIndent) : map(value as Fields, indent) }
  }

  function anchorFor(value: unknown): string | undefined {
    if ((uses.get(value) ?? 0) < 2) return undefined
    // Names may come again: an alias means the one in front of it.
    const [first] = anchors
    const isAgain = first !== undefined && rarely()
    const name = isAgain ? first[1] : `a${String(names++)}`
    if (isAgain) anchors.delete(first[0])
    return name
  }

  function list(entries: readonly unknown[], indent: string): string[] {
    return entries.flatMap((entry) => {
      const lines = above(indent)
      const below = `${indent}  `
      const { head, lines: rest } = node(entry, below, below)
      const [first] = rest
      // A map may begin beside the dash.
      if (head === '' && first !== undefined && /^ *[^\s#]/.test(first) && pick(6) !== 5) {
        return [...lines, `${indent}- ${first.trimStart()}`, ...rest.slice(1)]
      }
      return [...lines, `${indent}-${head === '' ? '' : ` ${head}`}`, ...rest]
    })
  }

  function map(fields: Fields, indent: string): string[] {
    const base = bases.get(fields)
    const merged = base !== undefined && anchors.get(base)
    const merge = typeof merged === 'string' ? [`${indent}${rarely() ? '!!merge ' : ''}<<: *${merged}`] : []
    const own = Object.entries(fields).filter(([key, value]) => merge.length === 0 || base?.[key] !== value)
    return [
      ...merge,
      ...own.flatMap(([key, value]) => {
        const lines = above(indent)
        if (rarely()) lines.push(`${indent}${keyText(key)}: overridden`)
        const { head, lines: rest } = node(value, indent + step, indent + listStep)
        return [...lines, `${indent}${keyText(key)}:${head === '' ? '' : ` ${head}`}`, ...rest]
      }),
    ]
  }

  const keyText = (key: string): string => (isPlain(key) && !rarely() ? key : JSON.stringify(key))

  function brackets(value: unknown, indent: string, anchor: string): Piece {
    const entries = Array.isArray(value)
      ? value.map(flow)
      : Object.entries(value as Fields).map(([key, field]) => `${keyText(key)}: ${flow(field)}`)
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
    if (entries.length === 0 || pick(3) < 2) {
      return { head: `${anchor}${open}${padding}${entries.join(', ')}${padding}${close}${behind()}`, lines: [] }
    }
    const lines = entries.map((entry, index) => {
      return `${indent}  ${entry}${index < entries.length - 1 || pick(2) === 1 ? ',' : ''}${behind()}`
    })
    return { head: anchor + open, lines: [...lines, `${indent}${close}${behind()}`] }
  }

  function flow(value: unknown): string {
    const known = isCollection(value) ? anchors.get(value) : undefined
    if (known !== undefined) return `*${known} `
    if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
    if (!isCollection(value)) return typeof value === 'string' ? quoted(value) : String(value)
    return `{${Object.entries(value as Fields)
      .map(([key, field]) => `${keyText(key)}: ${flow(field)}`)
      .join(', ')}}`
  }

  function scalar(value: unknown, indent: string): Piece {
    isKept = false
    if (value === null && pick(2) === 0) return { head: rarely() ? comment() : '', lines: [] }
    if (typeof value !== 'string') return { head: String(value) + behind(), lines: [] }
    const style = pick(4)
    if (style === 3 && isBlockText(value)) {
      const end = /\n*$/.exec(value)?.[0].length ?? 0
      isKept = end > 1
      const chomping = end === 0 ? '-' : end === 1 ? '' : '+'
      const lines = value.replace(/\n$/, '').split('\n')
      return { head: `|${chomping}${behind()}`, lines: lines.map((line) => (line === '' ? '' : indent + line)) }
    }
    if (style === 2 && /^[a-z]+$/.test(value)) return { head: '>-', lines: [indent + value] }
    return { head: quoted(value) + behind(), lines: [] }
  }

  function quoted(value: string): string {
    if (isPlain(value) && pick(3) < 2) return value
    return /^[\x20-\x7e]*$/.test(value) && pick(2) === 0 ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value)
  }

  const texts = documents.map((document) => {
    anchors = new Map()
    if (rarely()) return JSON.stringify(document, null, ['', '  ', '    '][pick(3)])
    return [
      ...above(''),
      ...(isCollection(document) && !Array.isArray(document) ? map(document as Fields, '') : []),
    ].join('\n')
  })
  const separator = (): string => `\n---${rarely() ? ` ${comment()}` : ''}\n`
  const text = texts.reduce((before, next) => before + separator() + next, pick(2) === 0 ? '' : '# start') + '\n'
  const marked = pick(6) === 5 ? `\uFEFF${text}` : text
  return { text: pick(4) === 3 ? marked.replaceAll('\n', '\r\n') : marked, comments }
}

const isCollection = (value: unknown): value is object => typeof value === 'object' && value !== null

const isEmpty = (value: object): boolean => Object.keys(value).length === 0

/** Plain to every reader. */
const isPlain = (text: string): boolean =>
  /^[A-Za-z/][A-Za-z0-9./-]*(:[a-z0-9.]+)?$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null|e\d+)$/i.test(text)

const isBlockText = (text: string): boolean => /^[!-~][ -~\n]*$/.test(text) && !/[ \t](\n|$)|^[^\n]*$/.test(text)

/** How often a collection is in the documents, by reference. */
function countUses(documents: readonly unknown[], bases: ReadonlyMap<unknown, Fields>): ReadonlyMap<unknown, number> {
  const uses = new Map<unknown, number>()
  const count = (value: unknown): void => {
    if (!isCollection(value)) return
    const before = uses.get(value) ?? 0
    uses.set(value, before + 1)
    if (before > 0) return
    count(bases.get(value))
    Object.values(value).forEach(count)
  }
  documents.forEach(count)
  return uses
}
