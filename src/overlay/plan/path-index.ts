import { isAtOrUnder } from '../../kubernetes/clean-path.js'

interface Node {
  /** The path that ends here. */
  path?: string
  readonly below: Map<string, Node>
}

/** Clean paths, kept by their components, so that a look costs no more than the path that is looked up. */
export interface PathIndex {
  /** The indexed path that a clean path is, or lies below. */
  readonly covering: (path: string) => string | undefined
  /** Tells whether a clean path is an indexed one, or lies above one. */
  readonly isAtOrOver: (path: string) => boolean
  /** Every indexed path, as it was given. */
  readonly paths: readonly string[]
}

export function pathIndex(paths: readonly string[]): PathIndex {
  const [only] = paths
  return only !== undefined && paths.length === 1 ? onePath(only, paths) : manyPaths(paths)
}

/** Most overlays have one path, which is quicker to compare than to look up. */
const onePath = (only: string, paths: readonly string[]): PathIndex => ({
  covering: (path) => (isAtOrUnder(path, only) ? only : undefined),
  isAtOrOver: (path) => isAtOrUnder(only, path),
  paths,
})

function manyPaths(paths: readonly string[]): PathIndex {
  const root: Node = { below: new Map() }
  for (const path of paths) add(root, path)
  return {
    covering: (path) => {
      let node: Node | undefined = root
      for (let start = 1; ;) {
        if (node.path !== undefined) return node.path
        // Stryker disable next-line EqualityOperator: no clean path ends in a slash.
        if (start >= path.length) return undefined
        const end = endOf(path, start)
        node = node.below.get(path.slice(start, end))
        if (node === undefined) return undefined
        start = end + 1
      }
    },
    isAtOrOver: (path) => {
      if (paths.length === 0) return false
      let node: Node | undefined = root
      for (let start = 1; start < path.length;) {
        const end = endOf(path, start)
        node = node.below.get(path.slice(start, end))
        if (node === undefined) return false
        start = end + 1
      }
      return true
    },
    paths,
  }
}

function add(root: Node, path: string): void {
  let node = root
  // Stryker disable next-line EqualityOperator: no clean path ends in a slash.
  for (let start = 1; start < path.length;) {
    const end = endOf(path, start)
    const component = path.slice(start, end)
    let next = node.below.get(component)
    if (next === undefined) {
      next = { below: new Map() }
      node.below.set(component, next)
    }
    node = next
    start = end + 1
  }
  node.path = path
}

function endOf(path: string, start: number): number {
  const slash = path.indexOf('/', start)
  // Stryker disable next-line EqualityOperator: it looks behind the first slash.
  return slash < 0 ? path.length : slash
}
