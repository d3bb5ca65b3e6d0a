// Runtimes that know CommonJS. The module beside it is loaded with `import`, which Node.js 20 needs.
const modelcar = require('modelcar')
const admission = require('modelcar/admission')
const kserve = require('modelcar/kserve')

import('./answers.mjs').then(({ answers }) => {
  console.log(JSON.stringify(answers(modelcar, admission, kserve)))
})
