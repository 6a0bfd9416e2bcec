/** `npm run screenshots [FOLDER]`: pictures of the real page with people in it; without a folder, the README's one. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { type RunningEarshot, startEarshot } from '../bench/support/servers.ts'
import type { NewSession } from '../protocol/models.ts'
import { openBrowser } from '../test/support/browser.ts'
import { ask, json } from '../test/support/http.ts'
import { MORNING, fillLively } from '../test/support/lively-chat.ts'
import { PASSWORD, type Somebody, online } from '../test/support/people.ts'
import { type Chat, type Shoot, asEve, screensOfEve, screensOfNewcomers } from './screens.ts'

const README_PICTURE = fileURLToPath(new URL('../docs/screenshot.png', import.meta.url))
const LAUNCHER = fileURLToPath(new URL('../bin/earshot.js', import.meta.url))
const MINUTE = 60_000
/** The name of her device. */
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

// Install fonts for the people's languages (on Debian fonts-noto-core, -cjk, -mono); otherwise their rows stay blank.
const browser = await openBrowser({ fonts: existsSync('/etc/fonts/fonts.conf') ? 'system' : 'own' })
try {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) {
    await inChat(async (chat) => {
      const { page } = await asEve(chat, { screen: 'desktop', colors: 'light' })
      await shoot(page, README_PICTURE)
    })
  } else {
    mkdirSync(folder, { recursive: true })
    for (const screen of ['phone', 'desktop'] as const) {
      const take: Shoot = async (page, name) => {
        for (const colorScheme of ['dark', 'light'] as const) {
          await page.emulateMedia({ colorScheme })
          await shoot(page, join(folder, `${name}-${screen}-${colorScheme}.png`))
        }
      }
      // A new one each time, because guests come and go in it.
      await inChat(async (chat) => {
        await screensOfEve(chat, screen, take)
        await screensOfNewcomers(chat, screen, take)
      })
    }
  }
} finally {
  await browser.close()
}

async function inChat(walk: (chat: Chat) => Promise<void>): Promise<void> {
  const first = await startEarshot('0,1')
  const place = { url: `http://localhost:${first.port}` }
  const eve = await owner(place, first.folder, 'Eve')
  const lively = await fillLively(place, eve)
  const server = await spread(first, ['lobby', ...Object.values(lively.rooms).map(({ id }) => id)])
  const url = `http://localhost:${server.port}`
  const { Tom, Ann, Priya } = lively.people
  const here = await Promise.all([Tom!, Ann!, Priya!, lively.people['مريم']!].map((who) => online({ url }, who)))
  try {
    await walk({ ...lively, browser, url, eve })
  } finally {
    for (const member of here) member.leave()
    await server.stop()
  }
}

/** Uses an owner link, as the operator makes it. */
async function owner(place: { url: string }, folder: string, name: string): Promise<Somebody> {
  const said = execFileSync(process.execPath, [LAUNCHER, 'owner-link', '--data', folder], { encoding: 'utf8' })
  const code = /\/owner#([\w-]+)/.exec(said)?.[1]
  const { status, body, text } = await ask<NewSession>(
    place,
    '/api/owner',
    json({ code, name, password: PASSWORD }, { 'user-agent': FIREFOX }),
  )
  if (status !== 201) throw new Error(`POST /api/owner: ${text}`)
  return body
}

/** Spreads the messages of these rooms over a week: they are dated back, the latest to a moment ago. */
async function spread(server: RunningEarshot, rooms: string[]): Promise<RunningEarshot> {
  const database = new DatabaseSync(join(server.folder, 'earshot.db'))
  database.exec('pragma busy_timeout = 5000')
  const write = database.prepare('update messages set sent_at = ? where room_id = ? and seq = ?')
  for (const room of rooms) {
    const seqs = database.prepare('select seq from messages where room_id = ? order by seq desc').all(room)
    let at = Date.now() - MINUTE
    for (const [place, { seq }] of seqs.entries()) {
      write.run(new Date(at).toISOString(), room, Number(seq))
      // In bursts: some lines within minutes, then nothing for hours.
      at -= place < MORNING.length ? (1 + (place % 3) * 2) * MINUTE : place % 9 === 8 ? 240 * MINUTE : 2 * MINUTE
    }
  }
  database.close()
  return server.restart()
}

async function shoot(page: Page, path: string): Promise<void> {
  // When the network is quiet, all parts loaded on demand have arrived, and nothing moves any more.
  await page.waitForTimeout(250)
  await page.screenshot({ path })
}
