// A page that shows what it got.
import * as modelcar from 'modelcar'
import * as admission from 'modelcar/admission'
import * as kserve from 'modelcar/kserve'
import { answers } from './answers.mjs'

document.querySelector('pre').textContent = JSON.stringify(answers(modelcar, admission, kserve))
