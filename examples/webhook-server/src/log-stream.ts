import type { LogStream } from './server.js'

/**
 * Writes the lines of one turn of the event loop together. Each write is a call of the system, which costs a tenth of an answer, and
 * under load there are many answers in a turn. At the end of the process nothing is left behind; killed, it loses the lines of that turn.
 */
export function writeByTurn(write: (text: string) => void): LogStream {
  let lines = ''
  const flush = (): void => {
    if (lines === '') return
    const text = lines
    lines = ''
    write(text)
  }
  process.once('exit', flush)
  return {
    write: (line) => {
      if (lines === '') setImmediate(flush)
      lines += line
    },
  }
}
