/** Starts a server on one core of its own, and reads its costs from the system's accounting. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Running = {
  port: number
  /** User and system time so far, in µs, of all its threads. The kernel counts it in hundredths of a second. */
  cpuMicros: () => number
  residentKiB: () => number
  stop: () => Promise<void>
}

export type RunningEarshot = Running & {
  folder: string
  /** Stops it and starts it on the same data folder. */
  restart: () => Promise<RunningEarshot>
}

const ROOT = new URL('../../', import.meta.url)
const TICK_MICROS = 10_000

/** `stop` removes the data folder too, unless it is to be kept. With `DATABASE_URL` in `env` the messages are in Postgres. */
export async function startEarshot(
  cpu: string,
  folder = mkdtempSync(join(tmpdir(), 'earshot-bench-')),
  { keep = false, env = {} }: { keep?: boolean; env?: Record<string, string> } = {},
): Promise<RunningEarshot> {
  const args = [
    new URL('bin/earshot.js', ROOT).pathname,
    '--port',
    '0',
    '--data',
    folder,
    '--limits',
    'off',
    '--log-level',
    'warn',
  ]
  const server = await start(args, cpu, env)
  return {
    ...server,
    folder,
    restart: async () => {
      await server.stop()
      return startEarshot(cpu, folder, { keep, env })
    },
    stop: async () => {
      await server.stop()
      if (!keep) rmSync(folder, { recursive: true })
    },
  }
}

/** A control is a script that prints `http://localhost:PORT` when it listens. */
export function startControl(name: string, cpu: string): Promise<Running> {
  return start([new URL(`bench/controls/${name}.ts`, ROOT).pathname], cpu)
}

async function start(args: string[], cpu: string, env: Record<string, string> = {}): Promise<Running> {
  const child = spawn('taskset', ['-c', cpu, process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const port = await readPort(child)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return {
    port,
    cpuMicros: () => cpuMicrosOf(child.pid!),
    residentKiB: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** User and system time of a process so far, in µs, of all its threads. */
export function cpuMicrosOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROS
}

function readPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    child.stdout!.on('data', (text) => {
      const port = /http:\/\/localhost:(\d+)/.exec(String(text))?.[1]
      if (port) resolve(Number(port))
    })
  })
}
