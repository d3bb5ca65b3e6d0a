import { isIP } from 'node:net'
import { found, refuse, type Faults } from './fault.js'

/** What the environment says. */
export interface Settings {
  readonly port: number
  readonly host: string
  readonly certFile: string
  readonly keyFile: string
  readonly configFile: string
  readonly logLevel: LogLevel
  readonly modelcarMode: ModelcarMode
  readonly securityContext: 'restricted' | undefined
  readonly shutdownDelaySeconds: number
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
const modelcarModes = ['sidecar', 'native-sidecar'] as const
const securityContexts = ['restricted'] as const

export type LogLevel = (typeof logLevels)[number]

/** What KServe's mode `modelcar` becomes. */
export type ModelcarMode = (typeof modelcarModes)[number]

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the environment. Where something is wrong with it, the faults say so, and the settings are not to be used. */
export function readSettings(faults: Faults, environment: Environment): Settings {
  return {
    port: readPort(faults, environment),
    host: readHost(faults, environment),
    certFile: readPath(faults, environment, 'TLS_CERT_FILE', "the server's certificate and its chain, as PEM"),
    keyFile: readPath(faults, environment, 'TLS_KEY_FILE', 'the private key of the certificate, as PEM'),
    configFile: readPath(
      faults,
      environment,
      'CONFIG_FILE',
      "KServe's ConfigMap inferenceservice-config, as YAML or JSON",
    ),
    logLevel: readChoice(faults, environment, 'LOG_LEVEL', logLevels) ?? 'info',
    modelcarMode: readChoice(faults, environment, 'MODELCAR_MODE', modelcarModes) ?? 'sidecar',
    securityContext: readChoice(faults, environment, 'SECURITY_CONTEXT', securityContexts),
    shutdownDelaySeconds: readDelay(faults, environment),
  }
}

function readPort(faults: Faults, { PORT: value }: Environment): number {
  if (value !== undefined && /^\d{1,5}$/.test(value) && Number(value) <= 65535) return Number(value)
  refuse(
    faults,
    'PORT',
    `expected a port from 0 (any that is free) to 65535, found ${found(value)}; set it, for example to 8443`,
  )
  return 0
}

/** An address, or a name by the grammar of host names; whether it is one of this machine is seen when it is listened on. */
function readHost(faults: Faults, { HOST: value }: Environment): string {
  if (value !== undefined && (isIP(value) !== 0 || hostName.test(value))) return value
  refuse(
    faults,
    'HOST',
    `expected an IP address or a host name to listen on, found ${found(value)}; set it, for example to 0.0.0.0 (all of IPv4), :: or 127.0.0.1`,
  )
  return ''
}

const hostName = /^(?!-)[a-z\d-]{1,63}(?<!-)(?:\.(?!-)[a-z\d-]{1,63}(?<!-))*$/i

function readPath(faults: Faults, environment: Environment, variable: string, content: string): string {
  const value = environment[variable]
  if (value !== undefined && value !== '') return value
  refuse(faults, variable, `expected the path of a file, found ${found(value)}; set it to a file with ${content}`)
  return ''
}

/** An empty value counts as absent, as it is easily left in a manifest. */
function readChoice<const T extends string>(
  faults: Faults,
  environment: Environment,
  variable: string,
  choices: readonly T[],
): T | undefined {
  const value = environment[variable]
  if (value === undefined || value === '') return undefined
  const choice = choices.find((each) => each === value)
  if (choice !== undefined) return choice
  return refuse(faults, variable, `expected ${choices.join(' or ')}, found ${found(value)}; correct it or leave it out`)
}

/** Endpoints follow a pod's readiness within a second or two. */
const defaultDelay = 5
const longestDelay = 300

function readDelay(faults: Faults, { SHUTDOWN_DELAY_SECONDS: value }: Environment): number {
  if (value === undefined || value === '') return defaultDelay
  if (/^\d+(?:\.\d+)?$/.test(value) && Number(value) <= longestDelay) return Number(value)
  refuse(
    faults,
    'SHUTDOWN_DELAY_SECONDS',
    `expected a number of seconds from 0 to ${longestDelay}, found ${found(value)}; correct it or leave it out for ${defaultDelay}`,
  )
  return defaultDelay
}
