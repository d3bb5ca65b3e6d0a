// Loads every entry of the installed package in both module systems. Lists the classes and functions that two CommonJS entries
// export as two copies, and the entries whose names differ between the two systems.
const { exports: entries } = require('modelcar/package.json')

async function main() {
  const first = new Map()
  const copies = []
  const uneven = []
  const loaded = Object.keys(entries).filter((path) => path !== './package.json')
  for (const path of loaded) {
    const specifier = path.replace('.', 'modelcar')
    const cjs = require(specifier)
    const names = Object.keys(await import(specifier)).filter((name) => name !== 'module.exports')
    if (names.sort().join() !== Object.keys(cjs).sort().join()) uneven.push(path)
    for (const [name, value] of Object.entries(cjs)) {
      if (typeof value !== 'function') continue
      if (first.has(name) && first.get(name) !== value) copies.push(`${name} of ${path}`)
      first.set(name, value)
    }
  }
  console.log(JSON.stringify({ loaded, copies, uneven }))
}

main()
