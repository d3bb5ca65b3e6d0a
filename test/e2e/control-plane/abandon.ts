import { makeFolder, startProgram } from './running-program.js'

// Starts a program and never stops it: what a test run looks like that is interrupted or killed.
const folder = makeFolder('abandoned')
const program = startProgram(folder, ['sh', '-c', 'echo $$; exec sleep 1000'])
const pid = await program.until('the program runs', () => /^\d+$/m.exec(program.output())?.[0])
console.log(JSON.stringify({ folder, pid: Number(pid) }))
setInterval(() => undefined, 1000)
