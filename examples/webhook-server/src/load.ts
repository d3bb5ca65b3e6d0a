import type { KServeInjector } from 'modelcar/kserve'
import { checkCertificate, type Certificate } from './certificate.js'
import { checkConfigMap } from './config-map.js'
import { StartError, type Faults } from './fault.js'
import { readText, type FileText } from './file.js'
import { readSettings, type Settings } from './settings.js'

/** All that the server starts with, checked. */
export interface Loaded {
  readonly settings: Settings
  readonly certificateFiles: readonly [cert: FileText, key: FileText]
  readonly certificate: Certificate
  readonly configFile: FileText
  readonly kserve: KServeInjector
}

/** Reads the environment and the files that it names. Throws a `StartError` with every fault of them all. */
export async function load(environment: Readonly<Record<string, string | undefined>>): Promise<Loaded> {
  const faults: Faults = []
  const settings = readSettings(faults, environment)
  const [certFile, keyFile, configFile] = await Promise.all([
    readText('TLS_CERT_FILE', settings.certFile),
    readText('TLS_KEY_FILE', settings.keyFile),
    readText('CONFIG_FILE', settings.configFile),
  ])
  const certificate = checkCertificate(faults, certFile, keyFile)
  const kserve = checkConfigMap(faults, configFile, settings)
  if (certificate === undefined || kserve === undefined || faults.length > 0) throw new StartError(faults)
  return { settings, certificateFiles: [certFile, keyFile], certificate, configFile, kserve }
}
