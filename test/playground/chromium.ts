import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const program = process.env['MODELCAR_CHROMIUM'] ?? '/usr/bin/chromium'

/** Why the page cannot be tried in a browser here; undefined where it can. */
export const missing = existsSync(program)
  ? undefined
  : `no Chromium at ${program}; install Debian's package chromium, or let MODELCAR_CHROMIUM name another one`

/** Starts Debian's Chromium, as root too, with nothing running that would ask the network for something. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
