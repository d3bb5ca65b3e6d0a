/** Lists and objects in each other. A pod has some ten, and some twenty in its managedFields. */
const deepest = 100

/**
 * Of lists, objects and fields together, and of entries. etcd, if it is not told otherwise, takes objects of 1.5 MiB, and each of these
 * has two bytes there or more, whatever it is called.
 */
const most = (1.5 * 1024 * 1024) / 2

/** Up to here nothing takes longer than some twenty milliseconds to parse, and a look at each byte would cost every review. */
const short = 64 * 1024

const [quote, backslash, colon, comma] = [0x22, 0x5c, 0x3a, 0x2c]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Tells of what a text has more than any review of a pod that can come to be, so that it need not be parsed: there a list or a key takes a
 * hundred times as long as another byte. It looks at each byte of a long text once, and does not ask whether it is JSON.
 *
 * @param text - UTF-8, in which no byte of a longer character is one that counts here.
 */
export function excessIn(text: Uint8Array): string | undefined {
  if (text.length <= short) return undefined
  let depth = 0
  let parts = 0
  let entries = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]
    if (byte === quote) isQuoted = !isQuoted
    else if (isQuoted) at += byte === backslash ? 1 : 0
    else if (byte === comma) entries++
    else if (byte === colon) parts++
    else if (byte === closeList || byte === closeObject) depth--
    else if (byte === openList || byte === openObject) {
      parts++
      if (++depth > deepest) return `more than ${deepest} lists and objects in each other`
    }
  }
  if (parts > most) return `more than ${most} lists, objects and fields`
  return entries > most ? `more than ${most} entries` : undefined
}
