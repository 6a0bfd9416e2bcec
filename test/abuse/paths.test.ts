/** Requests for foreign files: nothing but the page and the API is ever served. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import { bareRequest } from '../support/bare-http.ts'
import { bystander } from '../support/bystander.ts'
import { signIn } from '../support/http.ts'
import { startServer } from '../support/server.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const unnoticed = await bystander(server)
const mallory = await signIn(server, 'Mallory')

/** Text that only a file of this machine or of the project would hold. */
const SECRETS =
  /root:.*:0:0|SQLite format 3|"devDependencies"|"lockfileVersion"|sourceMappingURL|"mappings":|CREATE TABLE/

const UP = [
  '..',
  '..%2f',
  '%2e%2e',
  '%2e%2e%2f',
  '%252e%252e',
  '%252e%252e%252f',
  '..\\',
  '..%5c',
  '..%c0%af',
  '..%ef%bc%8f',
  '....//',
  '.%00.',
  '..;',
]
const climbs = UP.flatMap((up) => [
  `/${up}/${up}/${up}/${up}/etc/passwd`,
  `/assets/${up}/${up}/package.json`,
  `/lobby/${up}/${up}/package.json`,
])
const odd = [
  '//etc/passwd',
  '///etc/passwd',
  '/\\etc\\passwd',
  '/etc/passwd%00.html',
  '/%00',
  '/lobby%00',
  '/lobby/\\..\\..',
  '/%',
  '/%zz',
  '/%e0%a4%a',
  '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
]

describe('paths that climb out', () => {
  for (const path of [...climbs, ...odd]) {
    test(`GET ${path}`, () =>
      unnoticed(async () => {
        const { status, body } = await bareRequest(server.port, 'GET', path)
        assert.ok(status === 400 || status === 404, `answered ${status}`)
        assert.doesNotMatch(body, SECRETS)
      }))
  }

  for (const room of [
    '..%2f..%2fpackage.json',
    '%2e%2e',
    '__proto__',
    'constructor',
    '%00',
    '%',
    `${'x'.repeat(5_000)}`,
    "'%20OR%201=1--",
  ]) {
    test(`a room called ${room.slice(0, 40)} is 400 or 404`, () =>
      unnoticed(async () => {
        const { status } = await bareRequest(server.port, 'GET', `/api/rooms/${room}/messages`, [
          `Authorization: Bearer ${mallory.token}`,
        ])
        assert.ok(status === 400 || status === 404, `answered ${status}`)
      }))
  }
})

test('the database, the settings, the sources and their maps are never served', () =>
  unnoticed(async () => {
    const data = readdirSync(server.dataDir)
    assert.ok(data.includes('earshot.db'), 'there is a database to ask for')
    const files = [
      ...data,
      ...data.map((file) => `data/${file}`),
      '.env',
      '.git/config',
      '.git/HEAD',
      'package.json',
      'package-lock.json',
      'server/main.ts',
      'bin/earshot.js',
      'tsconfig.json',
      'node_modules/ws/package.json',
      'index.html.map',
      'assets/index.js.map',
      'main.js.map',
      'web/main.tsx',
      'protocol/commands.ts',
      'socket.io/socket.io.js',
      'socket.io/socket.io.js.map',
    ]
    for (const file of files) {
      const { status, body } = await bareRequest(server.port, 'GET', `/${file}`)
      assert.ok(status === 400 || status === 404, `/${file} answered ${status}`)
      assert.doesNotMatch(body, SECRETS, file)
    }
  }))

test('no script or style of the page has a map beside it', () =>
  unnoticed(async () => {
    const page = await bareRequest(server.port, 'GET', '/')
    const assets = [...page.body.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].flatMap(([, path]) => path ?? [])
    for (const path of assets) {
      assert.equal((await bareRequest(server.port, 'GET', path)).status, 200, path)
      assert.notEqual((await bareRequest(server.port, 'GET', `${path}.map`)).status, 200, `${path}.map`)
    }
  }))

test('methods that no route offers are refused', () =>
  unnoticed(async () => {
    for (const method of ['TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
      for (const path of ['/', '/api/rooms/lobby/events', '/api/rooms/lobby/messages']) {
        const { status } = await bareRequest(server.port, method, path, [`Authorization: Bearer ${mallory.token}`])
        assert.ok(status >= 400 && status < 500, `${method} ${path} answered ${status}`)
      }
    }
  }))
