import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { lawNames, type LawName } from 'modelcar/testing'

export const usage = `Usage: modelcar-laws URL [OPTIONS]

Sends generated pods to a mutating webhook, as AdmissionReviews, and says which laws it keeps. For each that it breaks it shows the
smallest pod that was found. No cluster is needed, and no address but URL is asked.

  --ca FILE             the PEM of the authority that the webhook's certificate is signed by
  --label KEY=VALUE     a label of every pod, where the webhook looks for one; may be given again
  --annotation KEY=VALUE  an annotation of every pod; may be given again
  --namespace NAME      the namespace of every pod (default: default)
  --container NAME      a container that every pod has (default: app); may be given again
  --pods FILE           pods of your own, as YAML or JSON, that are asked about beside generated ones
  --may-change PATH     what the webhook may change of what is there, such as containers[*].image; may be given again
  --law NAME            ask about this law only; may be given again (${lawNames.filter((law) => law !== 'patch').join(', ')};
                        by default all but total, which sends what no API server sends)
  --runs N              pods for each law (default: 100)
  --requests N          requests at most (default: 20000)
  --time SECONDS        time at most (default: 120)
  --timeout SECONDS     time at most for one answer, as timeoutSeconds in the webhook's configuration (default: 10)
  --seed N              repeats a run
  --json                the report as JSON
  -h, --help            this text

Exit codes: 0 all laws are kept, 1 some are broken, 2 wrong usage, 3 nothing was tested, or not every law: the webhook cannot be
reached, it changed none of the pods, it refused all, or a bound was reached before. 130 by Ctrl-C, with what is known so far.
`

/** A mistake in how the command was called. */
export class UsageError extends Error {}

/** What the command line says. */
export interface Settings {
  readonly url: URL
  readonly ca: string | undefined
  readonly metadata: { readonly namespace: string; readonly labels: Labels; readonly annotations: Labels }
  readonly containers: readonly string[]
  readonly pods: string | undefined
  readonly mayChange: readonly string[]
  readonly laws: readonly LawName[]
  readonly runs: number
  readonly requests: number
  readonly seconds: number
  readonly timeoutSeconds: number
  readonly seed: number
  readonly isJson: boolean
}

type Labels = Readonly<Record<string, string>>

/** Reads the command line; undefined where it asks for help. */
export function readArguments(args: readonly string[]): Settings | undefined {
  const { values, positionals } = parsed(args)
  if (values.help === true) return undefined
  const [url, ...others] = positionals
  if (url === undefined || others.length > 0) throw new UsageError(`expected one URL, found ${positionals.length}`)
  return {
    url: urlOf(url),
    ca: values.ca === undefined ? undefined : certificates(values.ca),
    metadata: {
      namespace: values.namespace ?? 'default',
      labels: pairs('--label', values.label ?? []),
      annotations: pairs('--annotation', values.annotation ?? []),
    },
    containers: (values.container ?? ['app']).map(containerName),
    pods: values.pods === undefined ? undefined : read('--pods', values.pods),
    mayChange: (values['may-change'] ?? []).map(changedPath),
    laws: lawsOf(values.law),
    runs: number('--runs', values.runs, 100, 1),
    requests: number('--requests', values.requests, 20_000, 100),
    seconds: number('--time', values.time, 120, 1, longest),
    timeoutSeconds: number('--timeout', values.timeout, 10, 1, longest),
    seed: number('--seed', values.seed, Date.now() % 2 ** 31, 0, 2 ** 31 - 1),
    isJson: values.json === true,
  }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  const texts = { type: 'string', multiple: true } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ca: text,
        label: texts,
        annotation: texts,
        namespace: text,
        container: texts,
        pods: text,
        'may-change': texts,
        law: texts,
        runs: text,
        requests: text,
        time: text,
        timeout: text,
        seed: text,
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol)) return url
  throw new UsageError(`expected a URL such as https://127.0.0.1:8443/mutate, found ${JSON.stringify(text)}`)
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${option} ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Node takes what is none without a word, and trusts nobody then. */
function certificates(file: string): string {
  const pem = read('--ca', file)
  if (isCertificate(pem)) return pem
  throw new UsageError(`--ca ${file}: expected a certificate as PEM`)
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

/** A path of a pod spec, without names and indexes. */
function changedPath(path: string): string {
  if (/^(?!\/|spec\.)(?!.*\[(?!\*\]))./.test(path)) return path
  throw new UsageError(`--may-change: expected a path such as containers[*].image, found ${JSON.stringify(path)}`)
}

function containerName(name: string): string {
  if (name.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(name)) return name
  throw new UsageError(`--container: expected the name of a container, found ${JSON.stringify(name)}`)
}

function pairs(option: string, texts: readonly string[]): Labels {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=')
      if (at < 1) throw new UsageError(`${option}: expected KEY=VALUE, found ${JSON.stringify(text)}`)
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}

function lawsOf(names: readonly string[] | undefined): readonly LawName[] {
  // A webhook's patch is carried out by every law, so there is none of its own for it here.
  const known = lawNames.filter((law) => law !== 'patch')
  if (names === undefined) return known.filter((law) => law !== 'total')
  return [...new Set(names)].map((name) => {
    const found = known.find((law) => law === name)
    if (found === undefined)
      throw new UsageError(`--law: expected one of ${known.join(', ')}, found ${JSON.stringify(name)}`)
    return found
  })
}

/** A day, in seconds: Node's timers take no more than 24 of them. */
const longest = 86_400

function number(
  option: string,
  text: string | undefined,
  otherwise: number,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  if (text === undefined) return otherwise
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`
  throw new UsageError(`${option}: expected a whole number ${bounds}, found ${JSON.stringify(text)}`)
}
