import type { Path } from '../patch/edit.js'

/** Writes a path as Kubernetes names fields: `items[0].spec.template.spec`, and `roles[a.b]` for a key that is no plain word. */
export const fieldOf = (path: Path): string =>
  path
    .map((step) => (/^[A-Za-z][A-Za-z0-9]*$/.test(String(step)) ? `.${String(step)}` : `[${String(step)}]`))
    .join('')
    .replace(/^\./, '')
