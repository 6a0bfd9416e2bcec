/** The server goes to addresses that somebody gave by one way, which checks them: server/outside/. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from './support/root.ts'
import { filesIn, onlyTypes, STATEMENT } from './support/sources.ts'

/** Ways to somewhere else, by the module. */
const WAYS_OUT: { of: RegExp; names?: RegExp }[] = [
  { of: /^node:(?:https|http2|tls|dgram|dns(?:\/promises)?|inspector)$|^undici/ },
  {
    of: /^(?:ws|axios|got|ky|node-fetch|cross-fetch|make-fetch-happen|superagent|needle|request|phin|wretch|ofetch|follow-redirects)(?:\/|$)/,
  },
  // Their servers and their types are no way out, so they are imported by name.
  { of: /^(?:node:)?http$/, names: /^(?:createServer|STATUS_CODES|IncomingMessage|ServerResponse|Server)$/ },
  { of: /^(?:node:)?net$/, names: /^(?:createServer|BlockList|isIP|isIPv4|isIPv6|Server)$/ },
  // Without `node:` it is the same module.
  { of: /^(?:https|http2|tls|dgram|dns(?:\/promises)?)$/ },
]

/** Addresses that only the operator gives: the database, and Redis. */
const OF_THE_OPERATOR: Record<string, RegExp> = {
  'server/store/postgres/wire.ts': /^pg$/,
  'server/delivery/postgres.ts': /^pg$/,
  'server/delivery/redis.ts': /^@redis\/client$/,
}

/** Globals that connect. A property or a key of that name is something else. */
const GLOBALS = /(?<![\w.])(?:fetch|WebSocket|EventSource)\b(?!\s*:)/
/** Ways to globals and modules that no import shows. */
const BY_DETOURS =
  /\b(?:globalThis|global|self)\s*(?:\?\.)?\[|\b(?:globalThis|global|self)\s*\??\.\s*(?:fetch|WebSocket|EventSource)\b|\b(?:getBuiltinModule|createRequire|require)\s*\(|\bprocess\.binding\b|\bimport\s*\(\s*[^'"\s]/

function waysOut(file: string, source: string): string[] {
  const imported = [...source.matchAll(STATEMENT)].flatMap(({ groups }) => {
    const to = groups?.to ?? groups?.bare ?? ''
    const what = groups?.what ?? ''
    if (onlyTypes(what)) return []
    if (/^(?:pg|@redis\/client)$/.test(to)) return OF_THE_OPERATOR[file]?.test(to) ? [] : [`${file} imports ${to}`]
    const way = WAYS_OUT.find(({ of }) => of.test(to))
    if (!way) return []
    const names = /^\{(?<names>[^}]*)\}\s*$/.exec(what)?.groups?.names
    const values = names
      ?.split(',')
      .flatMap((name) => (/^\s*(?:type\s|$)/.test(name) ? [] : [name.trim().replace(/\s+as\s.*/s, '')]))
    const isHarmless = way.names !== undefined && values?.every((name) => way.names?.test(name)) === true
    return isHarmless ? [] : [`${file} imports ${to}`]
  })
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
  const named = GLOBALS.exec(code.replace(/'[^'\n]*'|"[^"\n]*"/g, "''")) ?? BY_DETOURS.exec(code)
  return named ? [...imported, `${file} uses ${named[0].trim()}`] : imported
}

test('[X8] only server/outside/ reaches addresses that somebody gave', () => {
  const inside = filesIn('protocol,server').filter((file) => !file.startsWith('server/outside/'))
  assert.ok(inside.length > 150)
  const found = inside.flatMap((file) => waysOut(file, readFileSync(join(ROOT, file), 'utf8')))
  assert.deepEqual(found, [])
  for (const file of Object.keys(OF_THE_OPERATOR)) assert.ok(inside.includes(file), file)
})

test('[X8] each other way is noticed', () => {
  const file = 'server/jobs/new.ts'
  for (const way of [
    "import { get } from 'node:https'",
    "import https from 'node:https'",
    "import * as https from 'https'",
    "import { request } from 'node:http'",
    "import { createServer, get as take } from 'node:http'",
    "import http from 'node:http'",
    "import * as http from 'node:http'",
    "export { request } from 'node:http'",
    "export * from 'node:http'",
    "import { connect } from 'node:net'",
    "import { type Server, Socket } from 'node:net'",
    "import net from 'net'",
    "import { connect } from 'node:tls'",
    "import { connect } from 'node:http2'",
    "import { lookup } from 'node:dns/promises'",
    "import { createSocket } from 'node:dgram'",
    "import { fetch } from 'undici'",
    "import axios from 'axios'",
    "import { WebSocket } from 'ws'",
    "import pg from 'pg'",
    "import { createClient } from '@redis/client'",
    "const { request } = await import('node:https')",
    "const https = await import('node:http')",
    "const https = process.getBuiltinModule('node:https')",
    "const https = createRequire(import.meta.url)('node:https')",
    'const page = await fetch(url)',
    'const page = await fetch (url)',
    'const page = await globalThis.fetch(url)',
    "const page = await globalThis['fetch'](url)",
    'const get = fetch',
    'const tools = { get: fetch }',
    'run(fetch, url)',
    'new WebSocket(url)',
    'new EventSource(url)',
  ])
    assert.notEqual(waysOut(file, `${way}\n`).length, 0, way)
  for (const harmless of [
    "import type { Socket } from 'node:net'",
    "import { type Socket, isIP } from 'node:net'",
    "import { createServer, type Server } from 'node:http'",
    "import type pg from 'pg'",
    '// as fetch(url) does',
    "const text = 'fetch'",
    'outside.fetch(url)',
  ])
    assert.deepEqual(waysOut(file, `${harmless}\n`), [], harmless)
})
