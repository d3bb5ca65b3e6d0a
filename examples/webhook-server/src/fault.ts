/** One thing that is wrong with what the server was given. */
export interface Fault {
  /** The environment variable; for a setting in the file that it names, followed by that setting. */
  readonly setting: string
  /** What was expected, what was found, and what to do. */
  readonly message: string
}

/** The faults, collected while settings and files are read, so that all are told at once. */
export type Faults = Fault[]

export function refuse(faults: Faults, setting: string, message: string): undefined {
  faults.push({ setting, message })
  return undefined
}

/** Names a value for a message. */
export function found(value: string | undefined): string {
  if (value === undefined) return 'nothing'
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)
}

/** One line a fault, whatever is in the message. */
export const lineOf = ({ setting, message }: Fault): string => `${setting}: ${message.replace(/\s+/g, ' ')}`

/** What keeps the server from starting: mistakes of whoever set it up, told without a stack trace. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(faults.map(lineOf).join('\n'))
    this.faults = faults
  }
}
