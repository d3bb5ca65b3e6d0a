// Uses the installed package as a CommonJS module and prints what it got.
const modelcar = require('modelcar')

const config = { image: 'registry.example/iris:1' }
const spec = modelcar.injectModelcar({ containers: [{ name: 'kserve-container' }] }, config)
console.log(
  JSON.stringify({
    names: Object.keys(modelcar).sort(),
    spec,
    settled: modelcar.injectModelcar(spec, config) === spec,
  }),
)
