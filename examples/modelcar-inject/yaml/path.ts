export type Path = readonly (string | number)[]

/** Writes a path as Kubernetes names fields: `items[0].spec`, and `labels[a.b/c]` for a key that is no plain word. */
export const fieldOf = (path: Path): string =>
  path
    .map((step) => (/^[A-Za-z]\w*$/.test(String(step)) ? `.${String(step)}` : `[${String(step)}]`))
    .join('')
    .replace(/^\./, '')
