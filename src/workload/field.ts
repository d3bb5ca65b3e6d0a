import type { Path } from '../merge/walk.js'

/** Writes a path as Kubernetes names fields: `items[0].spec.template.spec`, and `roles[a.b]` for a key that is no plain word. */
export const fieldOf = (path: Path): string =>
  path
    .map((step) => (typeof step === 'string' && /^[A-Za-z][A-Za-z0-9]*$/.test(step) ? `.${step}` : `[${String(step)}]`))
    .join('')
    .replace(/^\./, '')
