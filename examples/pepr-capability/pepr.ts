import { PeprModule } from 'pepr'
import { Modelcar } from './capabilities/modelcar.js'
import packageJson from './package.json' with { type: 'json' }

new PeprModule(packageJson, [Modelcar])
