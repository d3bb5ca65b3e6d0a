// A Worker that tells what it got, and what its bundlers make of it.
import * as modelcar from 'modelcar'
import * as admission from 'modelcar/admission'
import * as kserve from 'modelcar/kserve'
import { answers } from './answers.mjs'

export default {
  answers: () => answers(modelcar, admission, kserve),
  test() {
    console.log(JSON.stringify(this.answers()))
  },
}
