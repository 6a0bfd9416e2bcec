/** The built page: its files in memory, and the data inside each visitor's copy. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Boot } from '../../protocol/models.ts'

const BUILT = fileURLToPath(new URL('../../dist/page/', import.meta.url))
const PLACE_OF_BOOT = /(<script id="boot" type="application\/json">)[^]*?(<\/script>)/
/** Chunks of the first paint for a signed-in user, by the names of `web/bundler/chunks.ts` and the bundler. */
const SHELL = /^assets\/(?:shell|rolldown-runtime)-[^/]+\.(?:js|css)$/

/** What every page needs, and what `web/warm-up.ts` loads in any case. A page names the rest to its worker. */
const KEPT =
  /^assets\/(?:index|shell|soon|rest|rolldown-runtime|open-socket|offline|dialogs|panel|words-(?:actions|dialogs|files|finding)|favicon|chevron)-[\w-]{6,8}\.\w+$/

/** The chunk with the connection. It is needed right after the first paint, which does not wait for it. */
const SOCKET = /^assets\/open-socket-[^/]+\.js$/

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

export type Asset = { body: Uint8Array<ArrayBuffer>; brotli: Uint8Array<ArrayBuffer> | undefined; type: string }

export type Page = {
  /** The id of the build. The page and its server recognize each other by it. */
  version: string
  /** By path below `/`. Only these files are served, so no path can lead outside. */
  assets: ReadonlyMap<string, Asset>
  render: (boot: Boot) => string
  /** The service worker of this build. */
  worker: (version: string) => string
}

/** Reads the built page, to be served below a path. Throws when there is none. */
export function loadPage(base: string): Page {
  const template = readFileSync(join(BUILT, 'index.html'), 'utf8')
    .replaceAll('="/assets/', `="${base}/assets/`)
    .replace('</head>', (end) => installingLinks(base) + end)
  const names = readdirSync(BUILT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(BUILT, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
  const read = (name: string) => new Uint8Array(readFileSync(join(BUILT, name)))
  const assets = names
    .filter((name) => extname(name) in TYPES)
    .map((name): [string, Asset] => {
      const brotli = names.includes(`${name}.br`) ? read(`${name}.br`) : undefined
      return [name, { body: read(name), brotli, type: TYPES[extname(name)]! }]
    })
  const shell = names.filter((name) => SHELL.test(name)).map((name) => linkTo(`${base}/${name}`))
  const socket = names.filter((name) => SOCKET.test(name)).map((name) => preload(`${base}/${name}`))
  // Named in the document, they load together with its own script, and not after it has run.
  const forMembers = template.replace('</head>', (end) => [...shell, ...socket].join('') + end)
  const forLater = template.replace('</head>', (end) => shell.join('') + end)
  return {
    version: readFileSync(join(BUILT, '.stamp'), 'utf8').trim().slice(0, 8),
    assets: new Map(assets),
    render: (boot) =>
      (boot.isKept ? forLater : boot.you ? forMembers : template).replace(
        PLACE_OF_BOOT,
        (_, open: string, close: string) => open + toScriptData(boot) + close,
      ),
    worker: (version) => {
      const files = names.filter((name) => KEPT.test(name)).map((name) => `${base}/${name}`)
      return `const BUILD=${JSON.stringify({ version, base, files })};\n${readFileSync(join(BUILT, 'sw.js'), 'utf8')}`
    },
  }
}

const installingLinks = (base: string): string =>
  `<link rel="manifest" href="${base}/manifest.webmanifest"><link rel="apple-touch-icon" href="${base}/icon-192.png">`

const linkTo = (path: string): string =>
  path.endsWith('.css')
    ? `<link rel="stylesheet" crossorigin href="${path}">`
    : `<script blocking="render" type="module" crossorigin src="${path}"></script>`

// The page fetches it before it runs it (`web/bundler/slim/load.ts`). The preload must match that request.
const preload = (path: string): string => `<link rel="preload" as="fetch" crossorigin href="${path}">`

// Inside a script element "<" is the one dangerous character: it could end the element or begin a comment.
export const toScriptData = (value: unknown): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`)
