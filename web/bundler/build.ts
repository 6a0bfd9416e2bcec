/** Builds the page when its sources have changed. Every start of the server checks this, so the check is cheap. */
import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompressSync, constants } from 'node:zlib'

const root = join(import.meta.dirname, '..', '..')
export const PAGE_FOLDER = join(root, 'dist', 'page')
const STAMP = '.stamp'

/** The page that would be built from these sources. */
function sourcesVersion(): string {
  const hash = createHash('sha256').update(buildMode())
  // Not by globs: every start of the server does this, and they take longer than reading the files.
  const files = ['web', 'client', 'protocol']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name))))
    .filter((name) => /\.(?:tsx?|css|html|svg|png)$/.test(name))
  files.push('package-lock.json')
  for (const file of files.sort()) {
    if (file.endsWith('.test.ts')) continue
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** The built page; undefined when there is none. */
function pageVersion(): string | undefined {
  const stamp = join(PAGE_FOLDER, STAMP)
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined
}

/** Leaves a page in `dist/page` that fits the sources. Prints one line if it had to build. */
export async function ensurePage(log: (line: string) => void): Promise<void> {
  const version = sourcesVersion()
  if (pageVersion() === version) return

  const vite = findVite()
  if (!vite) {
    if (pageVersion() === undefined) throw new Error('The page is not built and Vite is not installed: run `npm ci`.')
    log('The page is older than its sources, and Vite is not installed to build it again: run `npm ci`.')
    return
  }
  const began = performance.now()
  const fresh = `${PAGE_FOLDER}.${process.pid}-${randomUUID().slice(0, 8)}`
  try {
    await build(vite, fresh)
    const bytes = compressAssets(fresh)
    // Last, so that a stamped folder is always complete.
    writeFileSync(join(fresh, STAMP), version)
    putInPlace(fresh)
    const seconds = ((performance.now() - began) / 1_000).toFixed(1)
    const size = `${(bytes / 1_000).toFixed(1)} kB to load`
    log(`Building the page (once; again only when its sources change)… done in ${seconds} s, ${size}`)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

const buildMode = () => (process.env['NODE_ENV'] === 'development' ? 'development' : 'production')

function findVite(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('vite/package.json')
    return join(dirname(manifest), 'bin', 'vite.js')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** In a process of its own: its memory and its NODE_ENV must not stay in a server that runs for months. */
async function build(vite: string, folder: string): Promise<void> {
  const config = join(root, 'web', 'vite.config.ts')
  const options = ['--config', config, '--configLoader', 'native', '--outDir', folder, '--mode', buildMode()]
  const env = { ...process.env, NODE_ENV: buildMode() }
  try {
    await promisify(execFile)(process.execPath, [vite, 'build', ...options, '--logLevel', 'error'], { cwd: root, env })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new Error(`The page could not be built.\n${said}`, { cause: error })
  }
}

/** Puts a `.br` beside each asset. Answers with the bytes of a first visit: all scripts and styles of `index.html`. */
function compressAssets(folder: string): number {
  const index = readFileSync(join(folder, 'index.html'), 'utf8')
  const assets = join(folder, 'assets')
  let bytes = 0
  for (const name of readdirSync(assets)) {
    const text = readFileSync(join(assets, name))
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
    const compressed = brotliCompressSync(text, { params })
    writeFileSync(join(assets, `${name}.br`), compressed)
    if (/\.(?:js|css)$/.test(name) && index.includes(name)) bytes += compressed.length
  }
  return bytes
}

/** A folder cannot be replaced in one step, so the old one is moved away first. The first process wins. */
function putInPlace(fresh: string): void {
  mkdirSync(dirname(PAGE_FOLDER), { recursive: true })
  for (let tries = 0; ; tries++) {
    const old = `${fresh}.old`
    if (existsSync(PAGE_FOLDER)) moveAside(old)
    try {
      renameSync(fresh, PAGE_FOLDER)
      return
    } catch (error) {
      // Another process put its folder there between our two steps. It may have other sources, so ours replaces it.
      if (tries >= 5) throw error
    } finally {
      rmSync(old, { recursive: true, force: true })
    }
  }
}

function moveAside(old: string): void {
  try {
    renameSync(PAGE_FOLDER, old)
  } catch (error) {
    // Another start has moved it already, which is as good.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
