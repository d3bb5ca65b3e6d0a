import { CST, type Scalar } from 'yaml'

/*
 * go-yaml takes more characters for a line break than the line feed: a carriage return by itself, and those of Unicode that YAML 1.1
 * has. Two of these, U+2028 and U+2029, stay in a text where every other one becomes a blank or a line feed.
 */

const others = /[\r\u0085\u2028\u2029]/g
const dropped = /[\r\u0085]/g
const kept = /[\u2028\u2029]/

/** The text with a line feed in the place of every line break. It is as long as it was. */
export const withLineFeeds = (text: string): string => text.replace(others, '\n')

export const hasKeptBreaks = (text: string): boolean => kept.test(text)

/**
 * What a scalar means that has line breaks which stay; undefined for any other.
 *
 * @param text - what the scalar was parsed from, before {@link withLineFeeds}.
 */
export function textWithBreaks({ type, range, srcToken }: Scalar, text: string): string | undefined {
  if (!range || !CST.isScalar(srcToken)) return undefined
  const source = text.slice(range[0], range[1]).replace(dropped, '\n')
  if (!hasKeptBreaks(source)) return undefined
  switch (type) {
    case 'QUOTE_DOUBLE':
      return CST.resolveAsScalar({ ...srcToken, source: joinedWithEscapes(source) }, false, ignore).value
    case 'QUOTE_SINGLE':
      return joined(source.slice(1, -1)).replaceAll("''", "'")
    case 'BLOCK_LITERAL':
      return literal(srcToken, source)
    case 'BLOCK_FOLDED':
      return folded(literal(srcToken, source))
    case 'PLAIN':
    case undefined:
    default:
      return joined(source)
  }
}

/** The parser told all faults already. */
const ignore = (): void => undefined

/** Joins the lines of a plain or quoted text. The second alternative is there so that a run of blanks is looked at once. */
const joined = (text: string): string =>
  text.replace(
    /[ \t]*([\n\u2028\u2029])([ \t\n\u2028\u2029]*)|[ \t]+/g,
    (all: string, first: string | undefined, rest: string) => (first === undefined ? all : joint(first, rest)),
  )

/** The same between double quotes, where a line break may be escaped; what stays is escaped, so that it is on one line. */
const joinedWithEscapes = (text: string): string =>
  text.replace(
    /\\([\n\u2028\u2029])([ \t\n\u2028\u2029]*)|\\[^]|[ \t]*([\n\u2028\u2029])([ \t\n\u2028\u2029]*)|[ \t]+/g,
    (all: string, escaped: string | undefined, further: string, first: string | undefined, rest: string) => {
      if (escaped !== undefined) return escapes(breaksIn(further))
      return first === undefined ? all : escapes(joint(first, rest))
    },
  )

const joint = (first: string, rest: string): string => (first === '\n' ? breaksIn(rest) || ' ' : first + breaksIn(rest))

const breaksIn = (text: string): string => text.replace(/[ \t]/g, '')

const escapes = (breaks: string): string =>
  breaks.replaceAll('\n', '\\n').replaceAll('\u2028', '\\L').replaceAll('\u2029', '\\P')

/** The lines of a block, with their breaks. How they are indented, and what is left out at the end, the library knows. */
function literal(token: CST.FlowScalar | CST.BlockScalar, source: string): string {
  if (token.type !== 'block-scalar') return source
  const props = token.props.map((prop) =>
    prop.type === 'block-scalar-header' ? { ...prop, source: prop.source.replace('>', '|') } : prop,
  )
  const breaks = source.match(/[\n\u2028\u2029]/g) ?? []
  // The first one ends the line of the header.
  let at = 1
  return CST.resolveAsScalar({ ...token, props }, false, ignore).value.replaceAll('\n', () => breaks[at++] ?? '\n')
}

/** Joins lines as behind `>`: none that begins with a blank, and none at a break that stays. */
const folded = (lines: string): string =>
  lines.replace(
    /(?<=(?:^|[\n\u2028\u2029])[^ \t\n\u2028\u2029][^\n\u2028\u2029]*)\n([\n\u2028\u2029]*)(?=[^ \t\n\u2028\u2029])/g,
    (_, rest: string) => rest || ' ',
  )
