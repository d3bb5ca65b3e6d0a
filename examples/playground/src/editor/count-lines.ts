import { Chunk } from '@codemirror/merge'
import { Text } from '@codemirror/state'

/** How many lines a diff adds and removes. */
export interface LineCount {
  readonly added: number
  readonly removed: number
}

export function countLines(before: string, after: string): LineCount {
  const [a, b] = [textOf(before), textOf(after)]
  const chunks = Chunk.build(a, b)
  return {
    added: sum(chunks.map(({ fromB, toB, endB }) => linesIn(b, fromB, toB, endB))),
    removed: sum(chunks.map(({ fromA, toA, endA }) => linesIn(a, fromA, toA, endA))),
  }
}

const textOf = (text: string): Text => Text.of(text.split('\n'))

const linesIn = (text: Text, from: number, to: number, end: number): number =>
  from === to ? 0 : text.lineAt(end).number - text.lineAt(from).number + 1

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
