/** `npm run dev`: restarts the server whenever a source changes. It builds the page again, and open pages reload. */
import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const WATCHED = ['protocol', 'server', 'client', 'web']
/** An editor that saves several files makes one restart, in ms. */
const SETTLE_MS = 150

let server = start()
let timer: NodeJS.Timeout | undefined
let isStopping = false

for (const folder of WATCHED) {
  watch(`${ROOT}${folder}`, { recursive: true }, (_, name) => {
    if (name === null || /(^|\/)\.|~$|\.test\.ts$/.test(name)) return
    clearTimeout(timer)
    timer = setTimeout(restart, SETTLE_MS, `${folder}/${name}`)
  })
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    isStopping = true
    server.kill(signal)
  })
}

function start(): ChildProcess {
  const env = { ...process.env, NODE_ENV: 'development' }
  const child = spawn(process.execPath, [`${ROOT}bin/earshot.js`, ...process.argv.slice(2)], { env, stdio: 'inherit' })
  child.on('exit', (code) => {
    if (isStopping) process.exit(code ?? 0)
    if (code !== 0 && child === server) console.log('  Waiting for a change before starting again…')
  })
  return child
}

function restart(changed: string): void {
  console.log(`  ${changed} has changed`)
  const old = server
  const begin = () => (server = start())
  if (old.exitCode !== null || old.signalCode !== null) begin()
  else old.once('exit', begin).kill('SIGTERM')
}
