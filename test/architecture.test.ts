/** Allowed imports between folders, as ARCHITECTURE.md describes them. The table is the diagram. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { test } from 'node:test'
import { ROOT } from './support/root.ts'
import { filesIn, onlyTypes, STATEMENT } from './support/sources.ts'

type Layer = {
  /** Layers whose files it may import, besides its own. */
  files: string[]
  /** Layers of which it may know the types and nothing else. */
  types?: string[]
  /** Packages and Node's own modules: the only ones it may import, or the ones it must not. */
  packages?: { only: RegExp } | { never: RegExp }
}

const WIRES_AND_DISKS =
  /^(socket\.io|engine\.io|ws$|hono|@hono|pg$|@redis|node:(http|https|net|fs|sqlite|worker_threads))/

/** The store's contract. */
const STORE = ['store.ts', 'files-store.ts', 'mail-store.ts', 'notices-store.ts', 'terms.ts'].map(
  (name) => `server/store/${name}`,
)
const STORE_PARTS = ['sql/', 'migrations/', 'sqlite/', 'postgres/', 'search/', 'threads/answers.ts'].map(
  (name) => `server/store/${name}`,
)

// A file belongs to the first layer whose name its path begins with.
const LAYERS: Record<string, Layer> = {
  'protocol/': { files: [], packages: { only: /^valibot$/ } },
  'server/chat/': {
    files: ['protocol/'],
    types: [...STORE, 'server/delivery/delivery.ts', 'server/files/'],
    packages: { never: WIRES_AND_DISKS },
  },
  'server/store/store.ts': { files: ['protocol/', ...STORE] },
  'server/store/files-store.ts': { files: ['protocol/', ...STORE] },
  'server/store/mail-store.ts': { files: ['protocol/', ...STORE] },
  'server/store/notices-store.ts': { files: ['protocol/', ...STORE] },
  'server/store/terms.ts': { files: ['protocol/'] },
  'server/store/sql/': { files: ['protocol/', ...STORE], packages: { never: WIRES_AND_DISKS } },
  'server/store/migrations/': { files: [] },
  'server/store/sqlite/': {
    files: ['protocol/', ...STORE, 'server/store/sql/', 'server/store/migrations/'],
  },
  'server/store/postgres/': {
    files: ['protocol/', ...STORE, 'server/store/sql/', 'server/store/migrations/'],
  },
  // The index is a file of SQLite, whichever engine keeps the messages.
  'server/store/search/': {
    files: ['protocol/', ...STORE, 'server/store/sql/', 'server/store/sqlite/', 'server/store/threads/answers.ts'],
  },
  'server/store/threads/answers.ts': { files: ['protocol/'] },
  'server/store/threads/': {
    files: ['protocol/', ...STORE, ...STORE_PARTS],
  },
  'server/store/data-folder.ts': { files: [...STORE] },
  'server/store/move/': {
    files: [
      'server/progress.ts',
      'server/store/data-folder.ts',
      ...STORE,
      ...['sql/', 'sqlite/', 'postgres/'].map((name) => `server/store/${name}`),
    ],
  },
  // The opening of a store, and its suite.
  'server/store/': {
    files: [
      'protocol/',
      ...STORE,
      ...STORE_PARTS,
      'server/store/threads/',
      'server/store/threads/answers.ts',
      'server/store/data-folder.ts',
    ],
  },
  // How far a long order of an operator is.
  'server/progress.ts': { files: [] },
  'server/delivery/delivery.ts': { files: ['protocol/'] },
  'server/delivery/': { files: ['protocol/', 'server/delivery/delivery.ts'] },
  // Checks of a request that both doors share.
  'server/doors/': { files: ['protocol/'] },
  'server/sockets/': {
    files: ['protocol/', 'server/chat/', 'server/doors/'],
    types: [...STORE, 'server/delivery/delivery.ts'],
  },
  'server/http/': {
    files: ['protocol/', 'server/chat/', 'server/doors/'],
    types: [...STORE, 'server/delivery/delivery.ts', 'server/files/'],
  },
  // The server's metrics, for Prometheus. The library is known to one file, which is loaded when somebody asks.
  'server/metrics/': {
    files: ['protocol/', 'server/chat/', 'server/doors/'],
    types: [...STORE, 'server/delivery/delivery.ts'],
  },
  // The bytes of files.
  'server/files/': { files: ['protocol/'], types: [...STORE] },
  // The one way to addresses that somebody gave.
  'server/outside/': { files: [] },
  // Mails. The library is known to one file, which is loaded where mails are sent.
  'server/mail/': { files: ['protocol/'], types: [...STORE] },
  'server/jobs/': {
    files: ['protocol/', 'server/chat/', 'server/push/'],
    types: [...STORE, 'server/delivery/delivery.ts', 'server/files/'],
  },
  // What browsers are told while no page is open.
  'server/push/': { files: ['protocol/'], types: [...STORE], packages: { never: WIRES_AND_DISKS } },
  // The wiring: main.ts, config.ts and the other files directly in server/. It may see everything behind it.
  'server/': { files: ['protocol/', 'server/'] },
  'bin/': { files: ['server/', 'web/bundler/'] },
  'client/': { files: ['protocol/'], packages: { never: /^node:/ } },
  // The page's own replacements for code of libraries. The rest of the bundler's folder runs in Node.
  'web/bundler/slim/': { files: ['web/'], packages: { never: /^node:/ } },
  'web/bundler/': { files: [] },
  'web/vite.config.ts': { files: ['web/bundler/'] },
  'web/': { files: ['protocol/', 'client/'], packages: { never: /^node:/ } },
  'bench/': { files: ['protocol/', 'client/', 'test/support/postgres.ts'] },
}

/**
 * The folders of the page, from the ground up. Each imports the named ones, and all of those stand above it in this table:
 * so no arrow leads up, and no two folders need each other. `*` is any folder that has no row of its own.
 */
const PAGE: Record<string, string[]> = {
  'words/english': [],
  'words/*': ['words/english'],
  browser: [],
  worker: [],
  'bundler/slim': ['browser'],
  words: ['words/english', 'words/*', 'browser'],
  state: ['browser', 'words'],
  drafts: ['browser', 'words', 'state'],
  ui: ['browser', 'words', 'state'],
  offline: ['browser', 'worker', 'words', 'state', 'ui'],
  people: ['browser', 'words', 'state', 'ui'],
  'message-list': ['words', 'state', 'ui', 'people'],
  completion: ['browser', 'words', 'ui'],
  highlight: ['browser'],
  emoji: ['browser', 'words', 'state', 'ui'],
  formatting: ['browser', 'words', 'state', 'ui', 'completion'],
  files: ['browser', 'words', 'state', 'drafts', 'ui'],
  timeline: ['browser', 'words', 'state', 'drafts', 'ui', 'files', 'people', 'highlight', 'emoji', 'formatting'],
  composer: [
    'browser',
    'words',
    'state',
    'drafts',
    'ui',
    'files',
    'people',
    'completion',
    'emoji',
    'formatting',
    'timeline',
  ],
  join: ['browser', 'words', 'state', 'ui', 'people', 'offline'],
  shell: ['browser', 'words', 'state', 'drafts', 'ui', 'people'],
  notify: ['browser', 'worker', 'words', 'state', 'ui', 'offline', 'shell'],
  room: ['words', 'state', 'ui', 'people', 'timeline', 'composer', 'shell'],
  search: ['browser', 'words', 'offline', 'ui', 'people', 'message-list', 'completion'],
  inbox: ['words', 'state', 'ui', 'message-list', 'shell'],
  panel: ['words', 'state', 'ui', 'message-list', 'files', 'search', 'inbox'],
  'dialogs/invitations': ['browser', 'words', 'ui', 'people'],
  'dialogs/picture': ['words', 'ui', 'people'],
  'dialogs/account': [
    'browser',
    'words',
    'state',
    'drafts',
    'ui',
    'people',
    'files',
    'offline',
    'notify',
    'join',
    'dialogs/invitations',
    'dialogs/picture',
  ],
  'dialogs/rooms': ['words', 'state', 'ui', 'people', 'shell', 'dialogs/invitations', 'dialogs/picture'],
  'dialogs/switcher': ['words', 'state', 'ui', 'people', 'dialogs/rooms'],
  'dialogs/directory': ['words', 'state', 'ui', 'people'],
  'dialogs/moderation': ['words', 'state', 'ui', 'people', 'dialogs/invitations', 'dialogs/picture'],
  'dialogs/person': ['words', 'state', 'ui', 'people', 'emoji', 'composer'],
  'dialogs/message': ['words', 'state', 'ui', 'people'],
  'dialogs/sharing': ['words', 'state', 'drafts', 'ui', 'people', 'files', 'offline'],
  'dialogs/help': ['browser', 'words', 'state', 'ui', 'composer'],
  'dialogs/emoji': ['browser', 'words', 'ui', 'people', 'emoji', 'dialogs/picture'],
  'dialogs/versions': ['words', 'ui'],
  dialogs: ['words', 'state', 'ui', 'dialogs/*'],
}

type Import = { from: string; to: string; isType: boolean }

const layerOf = (file: string) => Object.keys(LAYERS).find((layer) => file.startsWith(layer))

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

/** The row of a file of the page; nothing for the files that lie directly in `web/`, which put the page together. */
function folderOf(file: string): string | undefined {
  const folder = dirname(file).replace(/^web\/?/, '')
  if (folder === '' || PAGE[folder] !== undefined) return folder || undefined
  const any = `${dirname(folder)}/*`
  return PAGE[any] === undefined ? folder : any
}

/** The complaint about an import between two folders of the page, if it is not allowed. */
function complaintOfPage({ from, to }: Import): string | undefined {
  const [own, other] = [folderOf(from), folderOf(to)]
  if (own === undefined || own === other) return undefined
  const granted = PAGE[own]
  if (granted === undefined) return `${from} stands in a folder that has no row in the table`
  const opens = (folder: string) =>
    folder === other || (folder.endsWith('/*') && other?.startsWith(folder.slice(0, -1)) === true)
  return granted.some(opens) ? undefined : `${from} imports ${to}`
}

/** A way of imports, of types or of code, that comes back to where it began. */
function circleIn(imports: readonly Import[]): string[] | undefined {
  const next = Map.groupBy(imports, ({ from }) => from)
  const done = new Set<string>()
  const visit = (file: string, way: readonly string[]): string[] | undefined => {
    const seen = way.indexOf(file)
    if (seen >= 0) return [...way.slice(seen), file]
    if (done.has(file)) return undefined
    for (const { to } of next.get(file) ?? []) {
      const circle = visit(to, [...way, file])
      if (circle) return circle
    }
    done.add(file)
    return undefined
  }
  for (const file of next.keys()) {
    const circle = visit(file, [])
    if (circle) return circle
  }
  return undefined
}

const sources = filesIn('protocol,server,client,web,bench,bin')
const everywhere = new Set([...sources, ...filesIn('scripts,test')])
/** Those that lead from one file of the project to another. */
const imports = [...everywhere]
  .flatMap(importsOf)
  .map((found) => ({ ...found, to: found.to.replace(/\?.*/, '') }))
  .filter(({ to }) => everywhere.has(to))

test('every row of the table is a file or a folder', () => {
  assert.deepEqual(
    Object.keys(LAYERS).filter((layer) => !existsSync(join(ROOT, layer))),
    [],
  )
})

/** Files and packages that a process or thread may load. */
function reachedFrom(...files: string[]): Set<string> {
  const reached = new Set<string>()
  const follow = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    if (everywhere.has(file)) for (const { to, isType } of importsOf(file)) if (!isType) follow(to)
  }
  for (const file of files) follow(file)
  return reached
}

test('[U30] the server’s own process never loads the libraries that read files of strangers', () => {
  const reached = reachedFrom('server/main.ts')
  assert.ok(reached.has('server/files/workers/workers.ts'), 'the way of imports leads to the files')
  const libraries = ['sharp', 'file-type', 'thumbhash']
  assert.deepEqual(
    libraries.filter((name) => reached.has(name)),
    [],
  )
  const inWorkers = reachedFrom('server/main.ts', 'server/files/workers/worker.ts')
  assert.deepEqual(
    libraries.filter((name) => !inWorkers.has(name)),
    [],
  )
})

test('[S94] the threads of the database load no package but the client of Postgres', () => {
  const reached = reachedFrom('server/store/threads/thread.ts', 'server/store/postgres/wire.ts')
  assert.ok(reached.has('server/store/sql/mail/queue.ts'), 'the way of imports leads to the statements')
  const packages = [...reached].filter((name) => !everywhere.has(name) && !name.startsWith('node:'))
  assert.deepEqual(packages, ['pg'])
})

test('every file imports only what its place allows', () => {
  assert.ok(sources.length > 8, 'there are files to look at')
  const complaints = sources.flatMap((file) => {
    const own = layerOf(file)
    if (own === undefined) return [`${file} has no place in the table`]
    return importsOf(file).flatMap((found) => complaint(found, LAYERS[own] ?? { files: [] }, own) ?? [])
  })
  assert.deepEqual(complaints, [])
})

const page = imports.filter(({ from, to }) => from.startsWith('web/') && to.startsWith('web/'))

test('every folder of the page imports only folders that stand above it in the table', () => {
  const rows = Object.keys(PAGE)
  const isAbove = (granted: string, row: number) => {
    const meant = rows.flatMap((other, at) => (posix.matchesGlob(other, granted) ? at : []))
    return meant.length > 0 && meant.every((at) => at < row)
  }
  const upward = rows.flatMap((row, at) => (PAGE[row] ?? []).filter((granted) => !isAbove(granted, at)))
  assert.deepEqual(upward, [])
  const empty = rows.filter((row) => globSync(`web/${row}/*.{ts,tsx}`, { cwd: ROOT }).length === 0)
  assert.deepEqual(empty, [], 'each row is a folder')
  const ground = page.filter(({ from }) => !/^web\/(?:vite\.config\.ts|bundler\/[^/]+)$/.test(from))
  assert.ok(ground.length > 400)
  assert.deepEqual(
    ground.flatMap((found) => complaintOfPage(found) ?? []),
    [],
  )
})

test('no files import each other in a circle, not even for types', () => {
  assert.equal(circleIn(imports)?.join(' → '), undefined)
})

test('the table would notice: a forbidden import of each kind is found', () => {
  const chat = LAYERS['server/chat/'] ?? { files: [] }
  const from = 'server/chat/access.ts'
  const noticed = (to: string, isType: boolean, layer = chat, own = 'server/chat/') =>
    complaint({ from, to, isType }, layer, own)
  assert.equal(noticed('server/store/open.ts', false), `${from} imports server/store/open.ts`)
  assert.equal(noticed('server/store/store.ts', false), `${from} imports more than types from server/store/store.ts`)
  assert.equal(noticed('socket.io', true), `${from} imports socket.io`)
  assert.equal(noticed('server/store/store.ts', true), undefined)
  assert.equal(noticed('node:fs', false, LAYERS['client/'], 'client/'), `${from} imports node:fs`)
  assert.ok(onlyTypes('{ type A, type B } ') && onlyTypes('type { A } ') && !onlyTypes('{ type A, b } '))

  const between = (from: string, to: string) => complaintOfPage({ from, to, isType: true })
  assert.equal(between('web/ui/a.ts', 'web/people/b.ts'), 'web/ui/a.ts imports web/people/b.ts')
  assert.equal(
    between('web/words/arabic/a.ts', 'web/words/first.ts'),
    'web/words/arabic/a.ts imports web/words/first.ts',
  )
  assert.equal(between('web/words/arabic/a.ts', 'web/words/english/b.ts'), undefined)
  assert.equal(between('web/dialogs/dialogs.tsx', 'web/dialogs/rooms/room.tsx'), undefined)
  assert.match(between('web/new/a.ts', 'web/ui/b.ts') ?? '', /no row/)
  const [ab, bc, ca] = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'c', to: 'a' },
  ].map((found) => ({
    ...found,
    isType: true,
  }))
  assert.ok(ab && bc && ca)
  assert.equal(circleIn([ab, bc]), undefined)
  assert.deepEqual(circleIn([ab, bc, ca]), ['a', 'b', 'c', 'a'])
})
