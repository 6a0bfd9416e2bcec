// Earshot's sources are TypeScript that Node runs as it is, which needs a recent Node. npm brings one along (see
// optionalDependencies); npm scripts find it by themselves, and a program started by hand finds it here.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const NEEDED = [24, 15]
const PINNED = fileURLToPath(
  new URL(`../node_modules/.bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
)

/**
 * True when this Node is new enough. Otherwise runs the script again with the Node that npm installed, passes signals
 * on to it, exits as it exits, and answers false.
 */
export async function runWithNewEnoughNode(script) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return true
  if (!existsSync(PINNED)) {
    process.stderr.write(
      `earshot: Node ${process.versions.node} is too old. Run npm ci, or install Node ${NEEDED.join('.')} or newer.\n`,
    )
    process.exit(1)
  }

  // Over the fourth channel the child notices when this process is killed, and ends too.
  const child = spawn(PINNED, [script, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  await new Promise((resolve) =>
    child.on('exit', (code, signal) => resolve((process.exitCode = signal ? 1 : (code ?? 1)))),
  )
  return false
}

/**
 * Lets Node cache the compiled sources for the next start. The database's threads find the cache by its name. Call the
 * returned function when everything is loaded.
 */
export async function keepCompiled() {
  const { enableCompileCache, flushCompileCache } = await import('node:module')
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))
  enableCompileCache(process.env.NODE_COMPILE_CACHE)
  return flushCompileCache
}
