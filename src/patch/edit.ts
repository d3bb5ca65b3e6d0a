/** The keys and indexes that lead from a root to a value; `-` stands for the end of a list, as in RFC 6902. */
export type Path = readonly (string | number)[]

/** One change of a JSON value: an operation of RFC 6902 whose path is not written yet. */
export type Edit =
  | { readonly op: 'add' | 'replace'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Path }
