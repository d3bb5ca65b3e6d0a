import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { refuse, type Faults } from './fault.js'
import { reasonOf, textOf, type FileText } from './file.js'

/** A certificate and its private key, as `tls.createSecureContext` takes them. */
export interface Pair {
  readonly cert: string
  readonly key: string
  readonly minVersion: 'TLSv1.2'
}

/** A pair that was checked, and until when it holds. */
export interface Certificate {
  readonly pair: Pair
  readonly notAfter: Date
}

/**
 * Checks a certificate and a key, and that they belong together: between two writes of a renewal they do not. Whether the
 * certificate has expired is not looked at; the API server does that, and a metric tells it in advance.
 */
export function checkCertificate(faults: Faults, certFile: FileText, keyFile: FileText): Certificate | undefined {
  const certificate = readCertificate(faults, certFile)
  const key = readKey(faults, keyFile)
  if (certificate === undefined || key === undefined) return undefined
  if (!certificate.x509.checkPrivateKey(key.key)) {
    const where = `${certFile.variable} (${JSON.stringify(certFile.path)})`
    return refuse(
      faults,
      keyFile.variable,
      `expected the private key of the certificate in ${where}, found the key of another one in ${JSON.stringify(keyFile.path)}; let both files come from one issue of the certificate`,
    )
  }
  const pair: Pair = { cert: certificate.text, key: key.text, minVersion: 'TLSv1.2' }
  try {
    // The rest of the chain, and what OpenSSL thinks of the strength of it all.
    createSecureContext(pair)
  } catch (error) {
    return refuse(
      faults,
      certFile.variable,
      `expected a certificate and chain that TLS takes, found in ${JSON.stringify(certFile.path)} one with ${reasonOf(error)}; issue it anew`,
    )
  }
  return { pair, notAfter: new Date(certificate.x509.validTo) }
}

function readCertificate(faults: Faults, file: FileText): { text: string; x509: X509Certificate } | undefined {
  const text = textOf(faults, file)
  if (text === undefined) return undefined
  try {
    return { text, x509: new X509Certificate(text) }
  } catch (error) {
    const expected = 'expected a certificate in PEM form (-----BEGIN CERTIFICATE-----)'
    return refuse(
      faults,
      file.variable,
      `${expected}, found none in ${JSON.stringify(file.path)}: ${reasonOf(error)}; put the server's certificate there`,
    )
  }
}

function readKey(faults: Faults, file: FileText): { text: string; key: KeyObject } | undefined {
  const text = textOf(faults, file)
  if (text === undefined) return undefined
  const expected = 'expected a private key in PEM form without a passphrase (-----BEGIN PRIVATE KEY-----)'
  const path = JSON.stringify(file.path)
  // Both forms that a PEM file has for it; OpenSSL would only say that it was interrupted.
  if (text.includes('ENCRYPTED')) {
    return refuse(faults, file.variable, `${expected}, found an encrypted one in ${path}; decrypt it: openssl pkey`)
  }
  try {
    return { text, key: createPrivateKey(text) }
  } catch (error) {
    return refuse(
      faults,
      file.variable,
      `${expected}, found none in ${path}: ${reasonOf(error)}; put the certificate's key there`,
    )
  }
}
