// Loads every entry of the installed package and lists the classes and functions that two entries export as two copies.
const { exports: entries } = require('modelcar/package.json')

const first = new Map()
const copies = []
const loaded = Object.keys(entries).filter((path) => path !== './package.json')
for (const path of loaded) {
  for (const [name, value] of Object.entries(require(path.replace('.', 'modelcar')))) {
    if (typeof value !== 'function') continue
    if (first.has(name) && first.get(name) !== value) copies.push(`${name} of ${path}`)
    first.set(name, value)
  }
}
console.log(JSON.stringify({ loaded, copies }))
