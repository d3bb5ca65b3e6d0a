import { own } from '../../json.js'

/** What a text has to look like. */
export interface Format {
  readonly pattern: RegExp
  readonly expected: string
}

function makeFormats(): Readonly<Record<string, Format>> {
  const format = (expected: string, pattern: string): Format => ({ pattern: new RegExp(`^(?:${pattern})$`), expected })
  const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?'
  const domain = `${label}(?:\\.${label})*`
  const prefix = `(?![^/]{254})${domain}`
  // Of leading zeros the API server judges: not every version takes them.
  const octet = '0*(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
  const word = '(?!.{64})[A-Za-z0-9](?:[-\\w.]*[A-Za-z0-9])?'
  const downwards = '(?!/)(?!(?:[^]*/)?\\.\\.(?:/|$))'
  const labelKey = format(
    'a qualified name, such as app or example.com/app (at most 63 letters, digits, "-", "_" and ".")',
    `(?:${prefix}/)?${word}`,
  )
  return {
    label: format('a DNS label (at most 63 lower case letters, digits and "-")', `(?!.{64})${label}`),
    subdomain: format('a DNS subdomain', `(?!.{254})${domain}`),
    hostname: format('a DNS subdomain of at most 64 characters', `(?!.{65})${domain}`),
    labelKey,
    // The keys of a map of labels.
    labels: labelKey,
    // The API server looks at them in lower case.
    annotations: format('the key of an annotation', `(?:${prefix.replaceAll('a-z', 'A-Za-z')}/)?${word}`),
    labelValue: format(
      'the value of a label (at most 63 letters, digits, "-", "_" and "."; no sign first or last)',
      `(?:${word})?`,
    ),
    key: format('a key of a ConfigMap or Secret', '(?!\\.\\.|\\.$|.{254})[-\\w.]+'),
    port: format(
      'a port name (at most 15 lower case letters, digits and "-", with a letter among them)',
      `(?!.{16}|.*--)(?=.*[a-z])${label}`,
    ),
    variable: format('the name of a variable (printable ASCII without "=")', '[ -<>-~]+'),
    // The last two parts of eight may be written as an IPv4 address.
    address: format('an IP address', `(?:${octet}\\.){3}${octet}|(?=.*::|(?:[^:]*:){6}.*[:.])[\\da-fA-F:.]+`),
    inside: format('a relative path without ".."', `${downwards}[^]+`),
    // What the kubelet itself puts there begins with two dots.
    file: format('a relative path without "..", which it does not begin with either', `(?!\\.\\.)${downwards}[^]+`),
    reference: format('an image reference, without blanks around it', '\\S(?:[^]*\\S)?'),
  }
}

let formats: Readonly<Record<string, Format>> | undefined

/** Finds a format by its name. They are made when the first text is checked. */
export const formatNamed = (name: string): Format | undefined => own((formats ??= makeFormats()), name)
