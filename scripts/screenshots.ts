/** `npm run screenshots [FOLDER]`: pictures of the real page with real people in it; without a folder, the README's one. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEarshot } from '../bench/support/servers.ts'
import type { NewSession } from '../protocol/models.ts'
import { type Look, openBrowser, visitor } from '../test/support/browser.ts'

const README_PICTURE = fileURLToPath(new URL('../docs/screenshot.png', import.meta.url))

const TALK = [
  ['Ann', 'Good morning! The projector in room 2 is broken, we meet in the library.'],
  ['Tom', 'On my way. Shall I bring the *big* box of cables?'],
  ['Ann', 'Yes please, and the adapter with the yellow sticker'],
  ['Maximiliane von Hohenstein', 'Agenda for today:\n\n1. What broke last week\n2. Who writes the report\n3. Cake'],
  [
    'Tom',
    'This is all it takes to post from a script:\n\n```sh\ncurl -d "hi" -H "Authorization: Bearer $TOKEN" \\\n  localhost:5050/api/rooms/lobby/messages\n```',
  ],
  ['李雷', '大家好！我十分钟后到。'],
  ['مريم', 'صباح الخير جميعاً، سأتأخر قليلاً عن الاجتماع'],
  ['Ann', 'No hurry. Everything is written down here: https://example.org/notes/2026'],
] as const

const LONG = Array.from({ length: 60 }, (_, index) => [
  ['Ann', 'Bob', 'Donaudampfschifffahrtskapitän'][index % 3] ?? 'Ann',
  index % 7 === 3
    ? 'Anextraordinarilylongwordwithoutanyplacetobreakit'.repeat(4)
    : `This is note ${index + 1} of a long morning. `.repeat((index % 4) + 1),
])

const server = await startEarshot('0,1')
const url = `http://localhost:${server.port}`
// Install fonts for what the people in it write (on Debian fonts-noto-core, -cjk, -mono), or their rows stay blank.
const browser = await openBrowser({ fonts: existsSync('/etc/fonts/fonts.conf') ? 'system' : 'own' })
try {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) {
    await talk(TALK)
    await picture(README_PICTURE, { screen: 'desktop', colors: 'light' }, { joined: true })
  } else {
    mkdirSync(folder, { recursive: true })
    await eachLook((name, look) => picture(join(folder, `empty-${name}.png`), look, { joined: true }))
    await talk(TALK)
    await eachLook(async (name, look) => {
      await picture(join(folder, `join-${name}.png`), look, { joined: false })
      await picture(join(folder, `room-${name}.png`), look, { joined: true })
    })
    await talk(LONG)
    await eachLook((name, look) => picture(join(folder, `long-${name}.png`), look, { joined: true }))
  }
} finally {
  await browser.close()
  await server.stop()
}

async function talk(lines: readonly (readonly string[])[]): Promise<void> {
  const tokens = new Map<string, string>()
  for (const [name = '', body] of lines) {
    const token = tokens.get(name) ?? (await ask<NewSession>('/api/session', { name })).token
    tokens.set(name, token)
    await ask('/api/rooms/lobby/messages', { body }, token)
  }
}

async function ask<T>(path: string, payload: unknown, token?: string): Promise<T> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(payload) })
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return (await response.json()) as T
}

async function eachLook(take: (name: string, look: Look) => Promise<void>): Promise<void> {
  for (const screen of ['phone', 'desktop'] as const) {
    for (const colors of ['light', 'dark'] as const) await take(`${screen}-${colors}`, { screen, colors })
  }
}

async function picture(path: string, look: Look, { joined }: { joined: boolean }): Promise<void> {
  const eve = await visitor(browser, url, look)
  if (joined) {
    await eve.join('Eve')
    await eve.page.locator('[data-connection="online"]').waitFor()
  }
  // The pointer would leave a mark on the row below it.
  await eve.page.mouse.move(0, 0)
  await eve.page.screenshot({ path })
  await eve.context.close()
}
