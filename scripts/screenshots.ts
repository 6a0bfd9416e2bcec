/** `npm run screenshots [FOLDER]`: pictures of the real page with real people in it; without a folder, the README's one. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { type RunningEarshot, startEarshot } from '../bench/support/servers.ts'
import type { NewSession } from '../protocol/models.ts'
import { type Look, type Visitor, openBrowser, visitor } from '../test/support/browser.ts'
import { ask, json } from '../test/support/http.ts'
import { type LivelyChat, MORNING, fillLively } from '../test/support/lively-chat.ts'
import { PASSWORD, type Somebody, done, online } from '../test/support/people.ts'

const README_PICTURE = fileURLToPath(new URL('../docs/screenshot.png', import.meta.url))
const LAUNCHER = fileURLToPath(new URL('../bin/earshot.js', import.meta.url))
const MINUTE = 60_000

type Chat = LivelyChat & { url: string; eve: Somebody; server: RunningEarshot; end: () => Promise<void> }
type Shoot = (page: Page, name: string) => Promise<void>

// Install fonts for what the people in it write (on Debian fonts-noto-core, -cjk, -mono), or their rows stay blank.
const browser = await openBrowser({ fonts: existsSync('/etc/fonts/fonts.conf') ? 'system' : 'own' })
try {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) {
    const chat = await startChat()
    const { page } = await asEve(chat, { screen: 'desktop', colors: 'light' })
    await shoot(page, README_PICTURE)
    await chat.end()
  } else {
    mkdirSync(folder, { recursive: true })
    for (const screen of ['phone', 'desktop'] as const) {
      for (const colors of ['light', 'dark'] as const) {
        const take: Shoot = (page, name) => shoot(page, join(folder, `${name}-${screen}-${colors}.png`))
        // A fresh one each time: guests come and go in it.
        const chat = await startChat()
        await screensOfEve(chat, { screen, colors }, take)
        await screensOfNewcomers(chat, { screen, colors }, take)
        await chat.end()
      }
    }
  }
} finally {
  await browser.close()
}

async function startChat(): Promise<Chat> {
  const first = await startEarshot('0,1')
  const place = { url: `http://localhost:${first.port}` }
  const eve = await owner(place, first.folder, 'Eve')
  const lively = await fillLively(place, eve)
  const server = await spread(first, ['lobby', ...Object.values(lively.rooms).map(({ id }) => id)])
  const url = `http://localhost:${server.port}`
  const { Tom, Ann, Priya } = lively.people
  const here = await Promise.all([Tom!, Ann!, Priya!, lively.people['مريم']!].map((who) => online({ url }, who)))
  const end = async () => {
    for (const member of here) member.leave()
    await server.stop()
  }
  return { ...lively, url, eve, server, end }
}

/** By a link as the machine's owner makes it. */
async function owner(place: { url: string }, folder: string, name: string): Promise<Somebody> {
  const said = execFileSync(process.execPath, [LAUNCHER, 'owner-link', '--data', folder], { encoding: 'utf8' })
  const code = /\/owner#([\w-]+)/.exec(said)?.[1]
  const { status, body, text } = await ask<NewSession>(place, '/api/owner', json({ code, name, password: PASSWORD }))
  if (status !== 201) throw new Error(`POST /api/owner: ${text}`)
  return body
}

/** As if it had taken them a week: the messages of these rooms are dated back, the latest to a moment ago. */
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

/** What the owner sees, who has rooms, mentions and reports. */
async function screensOfEve(chat: Chat, look: Look, take: Shoot): Promise<void> {
  const { url, rooms, eve } = chat
  const { page, context, composer } = await asEve(chat, look)
  const isPhone = look.screen === 'phone'
  const drawer = async () => {
    if (isPhone) await page.getByRole('button', { name: /^Rooms and people/ }).click()
    if (isPhone)
      await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState === 'finished'))
  }
  const go = async (path: string) => {
    await page.goto(url + path)
    await page.locator('[data-connection="online"]').waitFor()
  }
  await take(page, 'room')
  if (isPhone) {
    await drawer()
    await take(page, 'drawer')
    await go('/')
  } else {
    await page.getByText('Give me until').hover()
    await page.getByRole('toolbar').getByRole('button', { name: 'More' }).click()
    await page.getByRole('menu').waitFor()
    await take(page, 'menu')
    await page.keyboard.press('Escape')
  }
  await composer.fill(':hea')
  await page.getByRole('listbox').waitFor()
  await take(page, 'completion')
  await composer.fill('')
  await go(`/${rooms.long.slug}`)
  await take(page, 'long')
  await go(`/${rooms.attic.slug}`)
  await take(page, 'empty')
  await go(`/${rooms.books.slug}`)
  await take(page, 'replies')
  await done(chat, eve, 'room:unread', { roomId: rooms.books.id, seq: 7 })
  await go('/')

  await page.getByRole('button', { name: 'Search messages' }).click()
  await page.locator('.panel input').fill('library')
  await page.locator('.found mark').first().waitFor()
  await take(page, 'search')
  await go('/')
  await drawer()
  await page.getByRole('button', { name: /^Inbox/ }).click()
  await page.locator('.panel .found').first().waitFor()
  await take(page, 'inbox')
  await go('/')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('b')
  await page.getByRole('option').first().waitFor()
  await take(page, 'switcher')
  await page.keyboard.press('Escape')

  const roomMenu = async (item: string) => {
    await page.getByRole('button', { name: 'Room menu' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await roomMenu('Members')
  await page.locator('.person-link').first().waitFor()
  await take(page, 'members')
  await page.locator('.person-link', { hasText: 'Bartholomew' }).first().click()
  await page.getByRole('button', { name: 'Ban…' }).waitFor()
  await take(page, 'person')
  await go('/')
  await drawer()
  await page.getByRole('button', { name: /^Moderation/ }).click()
  await page.getByRole('tab').first().waitFor()
  await page.getByText('Not nice').waitFor()
  await take(page, 'moderation')
  await page.getByRole('tab').last().click()
  await take(page, 'moderation-last')
  await go('/')
  await drawer()
  await page.getByRole('button', { name: 'You are Eve' }).click()
  await page.getByRole('dialog').waitFor()
  await page.getByRole('dialog').getByText('Loading…').waitFor({ state: 'detached' })
  await take(page, 'account')
  await go('/')
  await drawer()
  await page.getByRole('button', { name: 'New room' }).click()
  await page.getByRole('dialog').waitFor()
  await take(page, 'new-room')
  await go('/no-such-room')
  await page.getByText('There is no such room').waitFor()
  await take(page, 'not-found')
  await context.close()

  const arabic = await asEve(chat, { ...look, locale: 'ar' })
  await take(arabic.page, 'arabic')
  await arabic.context.close()
}

/** What becomes of guests. */
async function screensOfNewcomers(chat: Chat, look: Look, take: Shoot): Promise<void> {
  const { url, rooms, eve } = chat
  const fresh = await visitor(browser, url, look)
  await fresh.page.getByLabel('Your name').waitFor()
  await take(fresh.page, 'join')
  await fresh.context.close()

  const kim = await guest(chat, 'Kim', look)
  await kim.page.context().setOffline(true)
  await kim.say('Written in the tunnel, where nobody hears me.')
  await kim.say('Two stations to go.')
  await kim.page.getByText('2 waiting').waitFor()
  await kim.page.getByText('You are offline.').waitFor()
  await take(kim.page, 'offline')
  // While they were away the room was locked: what they wrote is refused for good.
  await done(chat, eve, 'room:update', { roomId: 'lobby', isLocked: true })
  await kim.page.context().setOffline(false)
  await kim.page.locator('[data-state=failed]').nth(1).waitFor({ timeout: 20_000 })
  await done(chat, eve, 'room:update', { roomId: 'lobby', isLocked: false })
  await kim.composer.waitFor()
  await kim.page.mouse.move(0, 0)
  await take(kim.page, 'failed')
  await done(chat, eve, 'user:ban', { userId: kim.id, minutes: 10_080, reason: 'Tunnel talk', address: false })
  await kim.page.getByRole('alertdialog').waitFor()
  await take(kim.page, 'banned')
  await kim.context.close()

  const robin = await guest(chat, 'Robin', look)
  await done(chat, eve, 'room:invite', { roomId: rooms.board.id, userId: robin.id })
  await robin.page.goto(`${url}/${rooms.board.slug}`)
  await robin.log.waitFor()
  await robin.page.locator('[data-connection="online"]').waitFor()
  await done(chat, eve, 'room:remove', { roomId: rooms.board.id, userId: robin.id, minutes: 0 })
  await robin.page.getByText('You were removed from').waitFor()
  await take(robin.page, 'gone')
  await robin.context.close()
}

async function asEve({ url, eve }: Chat, look: Look): Promise<Visitor> {
  const seen = await visitor(browser, url, look)
  await seen.context.addCookies([{ name: 'earshot', value: eve.token, url }])
  await seen.page.goto(url)
  await seen.page.locator('[data-connection="online"]').waitFor()
  await seen.log.getByText('🎉🔔').waitFor()
  return seen
}

async function guest({ url }: Chat, name: string, look: Look): Promise<Visitor & { id: string }> {
  const seen = await visitor(browser, url, look)
  const answer = seen.page.waitForResponse(/\/api\/session/)
  await seen.join(name)
  const { user } = (await (await answer).json()) as Somebody
  await seen.page.locator('[data-connection="online"]').waitFor()
  return { ...seen, id: user.id }
}

async function shoot(page: Page, path: string): Promise<void> {
  // The pointer would leave a mark on the row below it; what is loaded on demand has come when the network is quiet.
  if (!path.includes('menu')) await page.mouse.move(0, 0)
  await page.waitForTimeout(250)
  await page.screenshot({ path })
}
