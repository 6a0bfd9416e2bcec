/** Who may import whom, as architecture.md says it. The table is the diagram. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix, sep } from 'node:path'
import { test } from 'node:test'
import { ROOT } from './support/root.ts'

type Layer = {
  /** Layers whose files it may import, besides its own. */
  files: string[]
  /** Layers of which it may know the types and nothing else. */
  types?: string[]
  /** Packages and Node's own modules: the only ones it may import, or the ones it must not. */
  packages?: { only: RegExp } | { never: RegExp }
}

const WIRES_AND_DISKS =
  /^(socket\.io|engine\.io|ws$|hono|@hono|pg$|redis$|node:(http|https|net|fs|sqlite|worker_threads))/

// A file belongs to the first layer whose name its path begins with.
const LAYERS: Record<string, Layer> = {
  'protocol/': { files: [], packages: { only: /^valibot$/ } },
  'server/chat/': {
    files: ['protocol/'],
    types: ['server/store/store.ts', 'server/delivery/delivery.ts'],
    packages: { never: WIRES_AND_DISKS },
  },
  'server/store/store.ts': { files: ['protocol/'] },
  'server/store/sqlite/': { files: ['protocol/', 'server/store/store.ts'] },
  'server/store/postgres/': { files: ['protocol/', 'server/store/store.ts'] },
  'server/delivery/delivery.ts': { files: ['protocol/'] },
  'server/delivery/': { files: ['protocol/', 'server/delivery/delivery.ts'] },
  // What both doors ask of whoever knocks.
  'server/doors/': { files: ['protocol/'] },
  'server/sockets/': {
    files: ['protocol/', 'server/chat/', 'server/doors/'],
    types: ['server/store/store.ts', 'server/delivery/delivery.ts'],
  },
  'server/http/': {
    files: ['protocol/', 'server/chat/', 'server/doors/'],
    types: ['server/store/store.ts', 'server/delivery/delivery.ts'],
  },
  'server/jobs/': {
    files: ['protocol/', 'server/chat/'],
    types: ['server/store/store.ts', 'server/delivery/delivery.ts'],
  },
  // The wiring: main.ts, config.ts and what else lies directly in server/. It may see everything behind it.
  'server/': { files: ['protocol/', 'server/'] },
  'bin/': { files: ['server/', 'web/build.ts'] },
  'client/': { files: ['protocol/'], packages: { never: /^node:/ } },
  'web/build.ts': { files: [] },
  'web/vite.config.ts': { files: [] },
  'web/': { files: ['protocol/', 'client/'], packages: { never: /^node:/ } },
  'terminal/': { files: ['protocol/', 'client/'] },
  'bots/': { files: ['protocol/', 'client/'] },
  'bench/': { files: ['protocol/', 'client/'] },
}

type Import = { from: string; to: string; isType: boolean }

const layerOf = (file: string) => Object.keys(LAYERS).find((layer) => file.startsWith(layer))

// Written one way throughout, thanks to the formatter: no parser is needed to find them.
const STATEMENT =
  /^(?:import|export)\s+(?<what>[^'"]*?)from\s+['"](?<to>[^'"]+)['"]|\bimport\(?\s*['"](?<bare>[^'"]+)['"]/gm
const onlyTypes = (what: string) => /^type\s/.test(what) || /^\{(\s*type\s[^,}]+,?)+\s*\}\s*$/.test(what)

function importsOf(file: string): Import[] {
  const source = readFileSync(join(ROOT, file), 'utf8')
  return [...source.matchAll(STATEMENT)].map(({ groups }) => {
    const named = groups?.to ?? groups?.bare ?? ''
    const to = named.startsWith('.') ? posix.normalize(posix.join(dirname(file), named)) : named
    return { from: file, to, isType: onlyTypes(groups?.what ?? '') }
  })
}

function complaint(
  { from, to, isType }: Import,
  { files, types = [], packages }: Layer,
  own: string,
): string | undefined {
  const isFile = to.includes('/') && layerOf(to) !== undefined
  if (!isFile) {
    if (packages === undefined) return undefined
    const allowed = 'only' in packages ? packages.only.test(to) : !packages.never.test(to)
    return allowed ? undefined : `${from} imports ${to}`
  }
  const layer = layerOf(to) ?? ''
  const opens = (granted: string) => layer === granted || (granted === 'server/' && to.startsWith(granted))
  if (layer === own || files.some(opens)) return undefined
  if (types.some(opens)) return isType ? undefined : `${from} imports more than types from ${to}`
  return `${from} imports ${to}`
}

const sources = globSync('{protocol,server,client,web,terminal,bots,bench,bin}/**/*.{ts,tsx,js}', { cwd: ROOT })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => !/\.(test|contract)\.tsx?$|\.d\.ts$|\/(node_modules|dist|data)\//.test(file))

test('every file imports only what its place allows', () => {
  assert.ok(sources.length > 8, 'there are files to look at')
  const complaints = sources.flatMap((file) => {
    const own = layerOf(file)
    if (own === undefined) return [`${file} has no place in the table`]
    return importsOf(file).flatMap((found) => complaint(found, LAYERS[own] ?? { files: [] }, own) ?? [])
  })
  assert.deepEqual(complaints, [])
})

test('the table would notice: a forbidden import of each kind is found', () => {
  const chat = LAYERS['server/chat/'] ?? { files: [] }
  const from = 'server/chat/access.ts'
  const noticed = (to: string, isType: boolean, layer = chat, own = 'server/chat/') =>
    complaint({ from, to, isType }, layer, own)
  assert.equal(noticed('server/store/sqlite/open.ts', false), `${from} imports server/store/sqlite/open.ts`)
  assert.equal(noticed('server/store/store.ts', false), `${from} imports more than types from server/store/store.ts`)
  assert.equal(noticed('socket.io', true), `${from} imports socket.io`)
  assert.equal(noticed('server/store/store.ts', true), undefined)
  assert.equal(noticed('node:fs', false, LAYERS['client/'], 'client/'), `${from} imports node:fs`)
  assert.ok(onlyTypes('{ type A, type B } ') && onlyTypes('type { A } ') && !onlyTypes('{ type A, b } '))
})
