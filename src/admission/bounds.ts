/*
 * How much an answer says, whatever is in the pod or was thrown. The API server takes answers of any length, keeps them in events and
 * logs, and a terminal shows them to a person.
 */

/** In units of UTF-16. */
export const longest = { uid: 4096, name: 253, field: 512, message: 1024, status: 8192, codes: 1024 } as const

/** The text, or as much of it as there is room for, with a sign that there was more. */
export const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`)
