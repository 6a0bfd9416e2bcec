/** A real Redis or Valkey, where one is installed, without a file of its own. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after } from 'node:test'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'
import { temporaryFolder } from './server.ts'

export type Redis = {
  url: string
  port: number
  /** Carries out one command, which is answered with OK. */
  run: (command: string) => Promise<void>
  stop: () => Promise<void>
  start: () => Promise<void>
}

/** The name of the program, if there is one. */
export const findRedis = (): string | undefined =>
  ['redis-server', 'valkey-server'].find((program) => spawnSync(program, ['--version']).status === 0)

/** Ends with the test or the file that started it. */
export async function startRedis(): Promise<Redis> {
  const program = findRedis()!
  const port = await freePort()
  const launch = () =>
    spawn(program, ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
      cwd: temporaryFolder(),
      stdio: 'ignore',
    })
  let running: ReturnType<typeof launch> | undefined
  const start = async () => {
    running = launch()
    await eventually(() => isThere(port), 10_000)
  }
  const stop = async () => {
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = once(running, 'exit')
    running.kill('SIGKILL')
    await ended
  }
  after(stop)
  await start()
  const run = async (command: string) => {
    const socket = connect(port, '127.0.0.1')
    socket.write(`${command}\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    if (!answer.toString().startsWith('+OK')) throw new Error(`Redis answered ${command} with ${answer.toString()}`)
  }
  return { url: `redis://127.0.0.1:${port}`, port, run, stop, start }
}

async function isThere(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.destroy()
}
