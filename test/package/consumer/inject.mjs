// Uses the installed package as an ES module and prints what it got.
import * as modelcar from 'modelcar'

const config = { image: 'registry.example/iris:1' }
const spec = modelcar.injectModelcar({ containers: [{ name: 'kserve-container' }] }, config)
console.log(
  JSON.stringify({
    names: Object.keys(modelcar).sort(),
    spec,
    settled: modelcar.injectModelcar(spec, config) === spec,
  }),
)
