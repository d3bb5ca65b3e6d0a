// Every runtime that knows ES modules.
import * as modelcar from 'modelcar'
import * as admission from 'modelcar/admission'
import * as kserve from 'modelcar/kserve'
import { answers } from './answers.mjs'

console.log(JSON.stringify(answers(modelcar, admission, kserve)))
