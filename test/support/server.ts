/** The real thing, as a person would start it: its own process, its own data folder. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { inTime } from './eventually.ts'
import { ROOT } from './root.ts'

const LAUNCHER = join(ROOT, 'bin/earshot.js')

// Variables set where the tests run must not decide how the server under test behaves.
const OURS =
  /^(PORT|HOST|DATABASE_URL|TRUST_PROXY|METRICS_TOKEN|SMTP_URL|MAIL_FROM|PUBLIC_URL|EARSHOT_.*|NODE_OPTIONS|NODE_TEST_CONTEXT)$/

const folders = new Set<string>()
const children = new Set<ChildProcess>()

// The last net: a test that failed half-way leaves neither processes nor folders behind.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

type Exit = { code: number | null; signal: NodeJS.Signals | null }
export type StartOptions = {
  args?: string[]
  env?: Record<string, string>
  dataDir?: string
  /** The Node that starts it; the one that runs the tests otherwise. */
  node?: string
}

/** A folder that is gone when the tests are. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-test-'))
  folders.add(folder)
  return folder
}

/** A process of ours: its output, and how it ended. */
export class Process {
  stdout = ''
  stderr = ''
  readonly child: ChildProcess
  readonly exited: Promise<Exit>

  constructor(command: string, args: string[], env: Record<string, string> = {}) {
    const surroundings = Object.entries(process.env).filter(([name]) => !OURS.test(name))
    const child = spawn(command, args, { cwd: ROOT, env: { ...Object.fromEntries(surroundings), ...env } })
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    // A peer that went away while it was written to shows in how it exits.
    child.stdin.on('error', (error) => (this.stderr += `stdin: ${error.message}\n`))
    this.child = child
    children.add(child)
    this.exited = new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => {
        children.delete(child)
        resolve({ code, signal })
      })
    })
    // A caller may await it; a start that fails is reported there.
    this.exited.catch(() => children.delete(child))
    // Started in a test it ends with that test, started in a file with that file, however they go.
    after(async () => {
      if (this.isAlive) await this.end()
    })
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('It never started.')
    return this.child.pid
  }

  get isAlive(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null
  }

  async end(signal: NodeJS.Signals = 'SIGKILL', within = 10_000): Promise<Exit> {
    this.child.kill(signal)
    return inTime(`exit after ${signal}`, this.exited, within)
  }
}

export type Server = {
  url: string
  port: number
  pid: number
  dataDir: string
  process: Process
  readonly stdout: string
  readonly stderr: string
  /** SIGTERM, and how it ended. Stopping an ended process does no harm. */
  stop: () => Promise<Exit>
  /** SIGKILL. */
  kill: () => Promise<Exit>
}

/** Runs the server with these arguments and no others, for starts that are to fail. */
export function launch(args: string[], { env, node = process.execPath }: Omit<StartOptions, 'args'> = {}): Process {
  return new Process(node, [LAUNCHER, ...args], env)
}

/** Starts a server on a free port and a fresh data folder and waits until it says where it listens. */
export async function startServer({
  args = [],
  env,
  dataDir = temporaryFolder(),
  node,
}: StartOptions = {}): Promise<Server> {
  const port = args.includes('--port') || env?.PORT !== undefined ? [] : ['--port', '0']
  const data = args.includes('--data') || env?.EARSHOT_DATA !== undefined ? [] : ['--data', dataDir]
  const server = launch([...port, ...data, ...args], { ...(env && { env }), ...(node && { node }) })
  const listening = new Promise<string>((resolve) => {
    const look = () => {
      const found = /http:\/\/localhost:(\d+)/.exec(server.stdout)?.[1]
      if (found !== undefined) resolve(found)
    }
    server.child.stdout?.on('data', look)
  })
  const died = server.exited.then(({ code }): never => {
    throw new Error(`The server ended with ${code} before it listened:\n${server.stderr}${server.stdout}`)
  })
  const found = await inTime('the server says where it listens', Promise.race([listening, died]), 60_000)
  died.catch(() => undefined)
  return {
    url: `http://localhost:${found}`,
    port: Number(found),
    pid: server.pid,
    dataDir,
    process: server,
    get stdout() {
      return server.stdout
    },
    get stderr() {
      return server.stderr
    },
    stop: () => server.end('SIGTERM'),
    kill: () => server.end('SIGKILL'),
  }
}
