/** Clients this project did not write, where the machine has them. A test that misses one says which. */
import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { ROOT } from './root.ts'

export type Peer = { command: string; skip: false } | { command: string; skip: string }

function firstThat(works: (command: string) => boolean, candidates: string[], name: string): Peer {
  const command = candidates.find(works)
  return command === undefined ? { command: '', skip: `skipped: ${name} not found` } : { command, skip: false }
}

const answers = (command: string, ...args: string[]) => spawnSync(command, args, { timeout: 20_000 }).status === 0

// A Python that a user installed often hides the system's, which is the one with the packages.
const PYTHONS = ['python3', '/usr/bin/python3', 'python']
const python = (module: string, ...imports: string[]) =>
  firstThat((command) => answers(command, '-c', `import ${imports.join(', ')}`), PYTHONS, module)

export const pythonPolling = python('python3-socketio', 'socketio', 'requests')
export const pythonWebSocket = python('python3-socketio with python3-websocket', 'socketio', 'requests', 'websocket')
export const curl = firstThat((command) => answers(command, '--version'), ['curl'], 'curl')
export const nginx = firstThat((command) => answers(command, '-v'), ['nginx', '/usr/sbin/nginx'], 'nginx')
export const haproxy = firstThat((command) => answers(command, '-v'), ['haproxy', '/usr/sbin/haproxy'], 'haproxy')
export const caddy = firstThat((command) => answers(command, 'version'), ['caddy'], 'caddy')
export const openssl = firstThat((command) => answers(command, 'version'), ['openssl'], 'openssl')

export const sqlite3 = firstThat((command) => answers(command, '--version'), ['sqlite3'], 'sqlite3')
export const systemd = firstThat((command) => answers(command, '--version'), ['systemd-analyze'], 'systemd-analyze')

/** A Node that the machine has for itself, older than the one this project brings along. */
export const systemNode = firstThat(
  (command) =>
    spawnSync(command, ['--version']).stdout?.toString().trim() !== process.version && answers(command, '--version'),
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(
      (folder) => folder !== '' && !folder.startsWith(join(ROOT, 'node_modules')) && !folder.includes('node_modules'),
    )
    .map((folder) => join(folder, 'node')),
  'another Node than the one brought along',
)
