/**
 * Carries out the Dockerfile without Docker: its steps, in folders that hold only what it copies, and its command there,
 * as its user and with nothing else to write to than a container has. Needs Linux and root.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, matchesGlob, relative } from 'node:path'
import { ROOT } from './root.ts'
import { Process, temporaryFolder } from './server.ts'

type Step = { word: string; text: string }
type Stage = { name: string; root: string; at: string; env: Record<string, string>; user: string }
export type Image = Stage & { command: string[]; healthCheck: string[] }

const canUnshare = () => spawnSync('unshare', ['--mount', 'true']).status === 0
export const container = {
  skip: process.getuid?.() === 0 && canUnshare() ? false : 'skipped: only root on Linux can change the root folder',
}

/** The user `node` of the image that the Dockerfile begins with. */
const NODE_USER = '1000'

export function buildImage(): Image {
  const stages: Stage[] = []
  let command: string[] = []
  let healthCheck: string[] = []
  for (const { word, text } of steps()) {
    const stage = stages.at(-1)
    if (word === 'FROM') stages.push(newStage(/ AS (\w+)/.exec(text)?.[1] ?? ''))
    else if (!stage) throw new Error(`${word} before FROM`)
    else if (word === 'WORKDIR') mkdirSync(join(stage.root, (stage.at = text)), { recursive: true })
    else if (word === 'ENV')
      Object.assign(stage.env, Object.fromEntries(text.split(' ').map((pair) => pair.split('='))))
    else if (word === 'COPY') copy(text, stage, stages)
    else if (word === 'RUN') run(text, stage)
    else if (word === 'USER') stage.user = text
    else if (word === 'HEALTHCHECK') healthCheck = JSON.parse(text.slice(text.indexOf('['))) as string[]
    else if (word === 'CMD') command = JSON.parse(text) as string[]
    else if (!['VOLUME', 'EXPOSE', 'STOPSIGNAL'].includes(word)) throw new Error(`The test does not know ${word}.`)
  }
  return { ...stages.at(-1)!, command, healthCheck }
}

function steps(): Step[] {
  const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
  return [...text.matchAll(/^([A-Z]+) +(.*)$/gm)].map(([, word = '', rest = '']) => ({ word, text: rest.trim() }))
}

/** A bare system: this machine's programs, and nothing of its settings but the names of hosts. */
function newStage(name: string): Stage {
  const root = temporaryFolder()
  chmodSync(root, 0o755)
  for (const folder of ['etc', 'proc', 'dev', 'tmp', 'usr', 'opt/node'])
    mkdirSync(join(root, folder), { recursive: true })
  writeFileSync(join(root, 'opt/node/node'), '')
  for (const file of ['hosts', 'nsswitch.conf', 'ld.so.cache'])
    if (existsSync(`/etc/${file}`)) copyFileSync(`/etc/${file}`, join(root, 'etc', file))
  const node = `node:x:${NODE_USER}:${NODE_USER}`
  writeFileSync(join(root, 'etc/passwd'), `root:x:0:0::/root:/bin/sh\n${node}::/tmp:/bin/sh\n`)
  writeFileSync(join(root, 'etc/group'), `root:x:0:\nnode:x:${NODE_USER}:\n`)
  return { name, root, at: '/', env: {}, user: 'root' }
}

function copy(text: string, stage: Stage, stages: Stage[]): void {
  const words = text.split(' ')
  const from = /^--from=(\w+)$/.exec(words[0] ?? '')?.[1]
  if (from !== undefined) words.shift()
  const to = words.pop() ?? ''
  const target = join(stage.root, to.startsWith('/') ? '' : stage.at, to)
  const origin = from === undefined ? ROOT : stages.find(({ name }) => name === from)!.root
  for (const source of words) {
    const isFolder = source === words[0] && words.length === 1 && !to.endsWith('/')
    const keeps = (path: string) => from !== undefined || !isIgnored(relative(ROOT, path))
    if (!keeps(join(origin, source))) throw new Error(`.dockerignore keeps ${source} out, which the Dockerfile copies.`)
    if (from !== undefined) link(`${join(origin, source)}/.`, target)
    else {
      const place = isFolder ? target : join(target, basename(source))
      cpSync(join(ROOT, source), place, { recursive: true, filter: keeps, verbatimSymlinks: true })
    }
  }
}

let patterns: string[] | undefined

/** As Docker decides: the last pattern that fits a path, or a folder above it. */
function isIgnored(path: string): boolean {
  patterns ??= readFileSync(join(ROOT, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const parts = path.split('/')
  const above = parts.map((_, place) => parts.slice(0, place + 1).join('/'))
  const last = patterns.findLast((pattern) => above.some((part) => matchesGlob(part, pattern.replace(/^!/, ''))))
  return last !== undefined && !last.startsWith('!')
}

function run(text: string, stage: Stage): void {
  if (text.startsWith('npm ci ')) {
    if (!/ --omit=dev\b/.test(text)) throw new Error('npm ci also installs what only tests need.')
    installed(stage)
    return
  }
  const { status, stdout, stderr } = spawnSync('unshare', inside(stage, ['sh', '-c', text], ''), { encoding: 'utf8' })
  if (status !== 0) throw new Error(`RUN ${text}: ${stdout}${stderr}`)
}

/** Stands for `npm ci --omit=dev`, with no network: the packages that it would leave, from this checkout. */
function installed({ root, at }: Stage): void {
  type Package = { dev?: boolean }
  const lock = JSON.parse(readFileSync(join(root, at, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Package>
  }
  for (const [path, { dev }] of Object.entries(lock.packages)) {
    const isWanted = path !== '' && !dev && !path.startsWith('node_modules/node-') && existsSync(join(ROOT, path))
    if (!isWanted || existsSync(join(root, at, path))) continue
    mkdirSync(dirname(join(root, at, path)), { recursive: true })
    link(join(ROOT, path), dirname(join(root, at, path)))
  }
}

/** Puts a folder into another one, by links where both are on one disk. */
function link(from: string, into: string): void {
  if (spawnSync('cp', ['-al', from, into]).status === 0) return
  const { status, stderr } = spawnSync('cp', ['-a', from, into], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** Arguments of `unshare` for a command in the stage's folder. `data` is a folder that can be written, or nothing. */
function inside({ root, at, env, user }: Stage, command: string[], data: string): string[] {
  const isFinal = data !== ''
  const script = [
    'set -e',
    'mount --bind "$ROOT" "$ROOT"',
    'for folder in bin lib lib64 sbin; do',
    '  if [ -L /$folder ]; then ln -sf "$(readlink /$folder)" "$ROOT/$folder"; fi',
    'done',
    'for folder in usr proc dev; do mount --rbind /$folder "$ROOT/$folder"; done',
    'mount --bind "$NODE" "$ROOT/opt/node/node"',
    ...(isFinal
      ? ['mount --bind "$DATA" "$ROOT/data"', 'mount -o remount,bind,ro "$ROOT"', 'mount -t tmpfs tmpfs "$ROOT/tmp"']
      : []),
    'cd "$ROOT$AT"',
    // The one process, so that a signal reaches the command itself.
    'exec chroot --userspec="$USERSPEC" --groups= "$ROOT" sh -c \'cd "$1"; shift; exec "$@"\' sh "$AT" "$@"',
  ]
  const surroundings = { PATH: '/opt/node:/usr/bin:/usr/sbin:/bin', HOME: '/tmp', ...env }
  const pairs = Object.entries(surroundings).map(([name, value]) => `${name}=${value}`)
  const ours = {
    ROOT: root,
    NODE: process.execPath,
    AT: at,
    DATA: data,
    USERSPEC: user === 'node' ? `${NODE_USER}:${NODE_USER}` : '0:0',
  }
  const settings = Object.entries(ours).map(([name, value]) => `${name}=${value}`)
  const whole = ['env', ...settings, 'sh', '-c', script.join('\n'), 'sh', 'env', '-i', ...pairs, ...command]
  return ['--mount', '--propagation', 'private', ...whole]
}

/** Starts a command of the image, with a read-only root, as `docker run --read-only --tmpfs /tmp` does. */
export function startInImage(image: Image, command: string[], data: string, env: Record<string, string>): Process {
  return new Process('unshare', inside({ ...image, env: { ...image.env, ...env } }, command, data))
}

export const NODE_UID = Number(NODE_USER)
