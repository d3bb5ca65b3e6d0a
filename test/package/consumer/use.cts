// What a TypeScript user writes in a CommonJS module.
import modelcar = require('modelcar')

const config: modelcar.ModelcarConfig = { image: 'registry.example/iris:1' }
const spec = modelcar.injectModelcar({ containers: [{ name: 'kserve-container' }] }, config)
const volumes: readonly { readonly name: string }[] | undefined = spec.volumes

// @ts-expect-error containers are required, so these are no types of `any`
modelcar.injectModelcar({}, config)

export = { spec, volumes }
