// The library is compiled for no platform in particular; these are in all that it is made for.
declare class TextEncoder {
  encode(text: string): Uint8Array
}
declare const btoa: (binary: string) => string

/** At most so many arguments go into one call of `String.fromCharCode`; engines have a limit somewhere above. */
const chunk = 8192

/** Encodes a text as base64 of its UTF-8 bytes, by what Node, Deno, Bun, workers and browsers have in common. */
export function base64(text: string): string {
  const bytes = new TextEncoder().encode(text)
  let binary = ''
  for (let start = 0; start < bytes.length; start += chunk) {
    binary += String.fromCharCode(...bytes.subarray(start, start + chunk))
  }
  return btoa(binary)
}
