import { render } from 'preact'
import { App } from './app.js'
import './style/colours.css'
import './style/page.css'
import './style/controls.css'
import './style/inputs.css'
import './style/texts.css'
import './style/calls.css'

const root = document.getElementById('app')
if (root !== null) render(<App />, root)
