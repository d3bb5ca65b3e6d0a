import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { writeByTurn } from '../../examples/webhook-server/src/log-stream.js'

test('the lines of one turn are one write, in their order', async () => {
  const written: string[] = []
  const log = writeByTurn((text) => written.push(text))
  for (const line of ['a\n', 'b\n', 'c\n']) log.write(line)
  expect(written).toEqual([])
  await turn()
  expect(written).toEqual(['a\nb\nc\n'])
  log.write('d\n')
  await turn()
  await turn()
  expect(written).toEqual(['a\nb\nc\n', 'd\n'])
})

test('what is left at the end of the process is written', () => {
  const written: string[] = []
  const before = process.listeners('exit')
  const log = writeByTurn((text) => written.push(text))
  const [flush] = process.listeners('exit').filter((each) => !before.includes(each))
  log.write('last\n')
  flush?.(0)
  expect(written).toEqual(['last\n'])
  flush?.(0)
  expect(written).toHaveLength(1)
})
