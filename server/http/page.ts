/** The built page: its files, held in memory, and the data that each visitor's copy of it is born with. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Boot } from '../../protocol/models.ts'

const BUILT = fileURLToPath(new URL('../../dist/page/', import.meta.url))
const PLACE_OF_BOOT = /(<script id="boot" type="application\/json">)[^]*?(<\/script>)/
/** Chunks that everybody who is in needs before the first picture, by the names that `web/vite.config.ts` and the bundler give them. */
const AROUND = /^assets\/(?:around|rolldown-runtime)-[^/]+\.(?:js|css)$/

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

export type Asset = { body: Uint8Array<ArrayBuffer>; brotli: Uint8Array<ArrayBuffer> | undefined; type: string }

export type Page = {
  /** Names the build: the page and the server that serves it know each other by it. */
  version: string
  /** By path below `/`. Only what is in here is ever served, so no path can lead outside. */
  assets: ReadonlyMap<string, Asset>
  render: (boot: Boot) => string
}

/** Reads the page that was built; throws when there is none. */
export function loadPage(): Page {
  const template = readFileSync(join(BUILT, 'index.html'), 'utf8')
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
  const around = names.filter((name) => AROUND.test(name)).map(linkTo)
  // Named in the document they come together with its own script, and not after it has run.
  const forMembers = template.replace('</head>', (end) => around.join('') + end)
  return {
    version: readFileSync(join(BUILT, '.stamp'), 'utf8').trim().slice(0, 8),
    assets: new Map(assets),
    render: (boot) =>
      (boot.you ? forMembers : template).replace(
        PLACE_OF_BOOT,
        (_, open: string, close: string) => open + toScriptData(boot) + close,
      ),
  }
}

const linkTo = (name: string): string =>
  name.endsWith('.css')
    ? `<link rel="stylesheet" crossorigin href="/${name}">`
    : `<script blocking="render" type="module" crossorigin src="/${name}"></script>`

// Inside a script element "<" is the one dangerous character: it could end the element or begin a comment.
const toScriptData = (value: unknown): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`)
