import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Whether the reader wants colours: a terminal that has them, unless NO_COLOR or FORCE_COLOR says otherwise. */
const isColoured = ((): boolean => {
  const { NO_COLOR, FORCE_COLOR } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return process.stdout.isTTY && process.stdout.hasColors()
})()

export const paint = (style: Style, text: string): string =>
  isColoured ? styleText(style, text, { validateStream: false }) : text

export const verdict = (isGood: boolean, text: string): string => paint(isGood ? 'green' : 'red', text)

/** How many characters fit into a line; a pipe takes any number. */
export const lineWidth = (): number => process.stdout.columns || Infinity
