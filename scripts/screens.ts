/** Every screen of the page, as people reach it, one after the other. */
import assert from 'node:assert/strict'
import type { Browser, Locator, Page } from 'playwright-core'
import { MAX_BODY_BYTES } from '../protocol/limits.ts'
import { openSection } from '../test/support/account.ts'
import { type Look, type Visitor, visitor, untilOnline } from '../test/support/browser.ts'
import { eventually } from '../test/support/eventually.ts'
import type { LivelyChat } from '../test/support/lively-chat.ts'
import { type Somebody, done, draft, online } from '../test/support/people.ts'
import { settled } from '../test/support/screens.ts'
import { accepted } from '../test/support/sockets.ts'
import { visits } from '../test/support/visits.ts'

export type Chat = LivelyChat & { browser: Browser; url: string; eve: Somebody }
/** Takes a screenshot of one screen, in both themes. */
export type Shoot = (page: Page, name: string) => Promise<void>
type Screen = NonNullable<Look['screen']>

/** A page, and the ways to use it. */
type Walk = Visitor & {
  chat: Chat
  isPhone: boolean
  take: (name: string) => Promise<void>
  go: (path: string) => Promise<void>
  /** On a phone the sidebar has to be opened first. */
  toSidebar: () => Promise<void>
  press: (button: string | RegExp) => Promise<void>
  roomMenu: (item: string) => Promise<void>
  menuOf: (line: Locator) => Promise<void>
}

/** The screens of the owner, who has rooms, mentions and reports. */
export async function screensOfEve(chat: Chat, screen: Screen, shoot: Shoot): Promise<void> {
  const seen = await asEve(chat, { screen })
  const walk = walkOn(chat, seen, screen, shoot)
  await rooms(walk)
  await writing(walk)
  await finding(walk)
  await dialogs(walk)
  await moderating(walk)
  await seen.context.close()

  const arabic = await asEve(chat, { screen, locale: 'ar' })
  await shoot(arabic.page, 'arabic')
  await arabic.page.keyboard.press('Control+k')
  await arabic.page.getByRole('option').first().waitFor()
  await shoot(arabic.page, 'arabic-switcher')
  await arabic.context.close()
}

async function rooms({ chat, page, log, take, go, isPhone, toSidebar, roomMenu, menuOf }: Walk): Promise<void> {
  const { rooms, eve } = chat
  await take('room')
  if (isPhone) {
    await toSidebar()
    await take('drawer')
    await go('/')
  }
  await menuOf(log.getByText('Give me until'))
  await take('menu')
  await page.keyboard.press('Escape')
  await away(page)
  await page.getByRole('button', { name: 'Room menu' }).click()
  await page.getByRole('menu').waitFor()
  await take('room-menu')
  await page.keyboard.press('Escape')
  await go('/lobby/288')
  await log.locator('[data-target=true]').waitFor()
  await take('place')
  for (const [room, name] of [
    [rooms.long, 'long'],
    [rooms.attic, 'empty'],
    [rooms.books, 'replies'],
    [rooms.kitchen, 'direction'],
    [{ slug: 'summer-party' }, 'archived'],
  ] as const) {
    await go(`/${room.slug}`)
    await take(name)
  }
  await done(chat, eve, 'room:unread', { roomId: rooms.books.id, seq: 7 })

  // Scrolled up, while others continue to write.
  await go(`/${rooms.long.slug}`)
  await log.getByText('And an end.').waitFor()
  await log.evaluate((list) => (list.closest('.scroller') ?? list).scrollBy(0, -400))
  for (let count = 1; count <= 12; count++)
    await done(chat, chat.people.Tom!, 'message:send', draft(rooms.long.id, `${count} of the chairs are up`))
  await page.getByRole('button', { name: '12 new' }).waitFor()
  await take('new')
  await page.getByRole('button', { name: '12 new' }).click()
  await go('/')
  await roomMenu('About this room')
  await page.getByRole('dialog').waitFor()
  await take('room-about')
}

async function writing({ chat, page, log, composer, take, go, menuOf }: Walk): Promise<void> {
  const { rooms, people } = chat
  await go(`/${rooms.books.slug}`)
  for (const [typed, name] of [
    [':hea', 'completion'],
    ['Is that so, @', 'completion-people'],
    ['/', 'completion-commands'],
  ] as const) {
    await composer.fill(typed)
    await page.getByRole('listbox').waitFor()
    await take(name)
    await composer.fill('')
  }
  await menuOf(log.locator('.body', { hasText: 'The new one. With the storm.' }))
  await page.getByRole('menuitem', { name: 'Reply' }).click()
  await away(page)
  await composer.fill('I have **both**:\n\n- the old one\n- and the one with the storm')
  const tom = await online(chat, people.Tom!)
  accepted(await tom.run('typing:start', { roomId: rooms.books.id }))
  await page.getByText('Tom is typing').waitFor()
  await take('answering')
  tom.leave()
  await composer.press('Escape')
  await composer.fill('')
  await composer.press('ArrowUp')
  await page.getByRole('textbox', { name: 'Edit message' }).waitFor()
  await take('editing')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add emoji' }).click()
  await page.getByRole('gridcell').first().waitFor()
  await take('emoji')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Formatting' }).click()
  await page.getByRole('toolbar', { name: 'Formatting' }).waitFor()
  await composer.fill('I have **both**:\n\n- the old one\n- and the one with the storm')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('region', { name: 'Preview' }).waitFor()
  await take('formats')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('button', { name: 'Formatting' }).click()
  await composer.fill('So much to say. '.repeat(MAX_BODY_BYTES / 16 + 1))
  await take('too-long')
  await composer.fill('')
}

async function finding({ chat, page, take, go, press, toSidebar, roomMenu }: Walk): Promise<void> {
  const { eve, people, rooms } = chat
  const { Ann, Tom } = people
  for (const seq of [302 - 4, 302 - 8]) {
    await done(chat, eve, 'message:pin', { roomId: 'lobby', seq, on: true })
    await done(chat, eve, 'message:save', { roomId: 'lobby', seq, on: true })
  }
  await done(chat, eve, 'message:save', { roomId: rooms.long.id, seq: 7, on: true })
  for (const body of [
    'What do we read in December? Something short.',
    'What do we read in December? Something *short*, after that brick.',
  ])
    await done(chat, Ann!, 'message:edit', { roomId: rooms.books.id, seq: 1, body })
  await done(
    chat,
    Tom!,
    'message:send',
    draft(rooms.books.id, '@Eve the shop asks for **your name**, as in `the list`'),
  )

  await go('/')
  await press('Search messages')
  await take('search-begin')
  await page.locator('.panel input').fill('library')
  await page.locator('.found mark').first().waitFor()
  await take('search')
  await page.locator('.panel input').fill('bold curl')
  await page.getByText('Nothing found').waitFor()
  await take('search-none')
  for (const name of ['Inbox', 'Saved'] as const) {
    await go('/')
    await toSidebar()
    await press(new RegExp(`^${name}`))
    await page.locator('.panel .found').first().waitFor()
    await away(page)
    await take(name.toLowerCase())
  }
  await go('/')
  await roomMenu('Pinned messages')
  await page.locator('.panel .found').first().waitFor()
  await take('pinned')
  await go('/')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('option').first().waitFor()
  await take('switcher-begin')
  await page.getByRole('dialog').getByRole('combobox').fill('b')
  await page.getByRole('option', { name: 'Bartholomew' }).waitFor()
  await take('switcher')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('log').focus()
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await take('keys')
}

async function dialogs({
  chat,
  page,
  log,
  composer,
  take,
  go,
  press,
  toSidebar,
  roomMenu,
  menuOf,
  isPhone,
}: Walk): Promise<void> {
  const dialog = page.getByRole('dialog')
  const loaded = () => eventually(async () => assert.equal(await dialog.getByText('Loading…').count(), 0))
  await go('/')
  await composer.fill('/help')
  await composer.press('Control+Enter')
  await dialog.waitFor()
  await take('writing-help')
  for (const [button, name] of [
    ['Browse rooms', 'browse'],
    ['New room', 'new-room'],
    ['New message', 'new-direct'],
    ['All people', 'people'],
    ['Set a status', 'status'],
    ['You are Eve', 'account'],
  ] as const) {
    await go('/')
    await toSidebar()
    await press(button)
    await dialog.waitFor()
    await loaded()
    await take(name)
  }
  for (const section of ['Notifications', 'Look', 'Leaving', 'Devices']) {
    await openSection(page, section)
    await loaded()
    await take(`account-${section.toLowerCase()}`)
    if (isPhone && section !== 'Devices') await press('Back')
  }
  await dialog
    .getByRole('button', { name: /^Create / })
    .first()
    .click()
  await dialog.locator('.qr').waitFor()
  await dialog.locator('.qr').scrollIntoViewIfNeeded()
  await take('account-link')
  for (const [item, name] of [
    ['Members', 'members'],
    ['Invite people', 'invite'],
    ['Settings', 'room-settings'],
  ] as const) {
    await go(`/${item === 'Members' ? '' : chat.rooms.books.slug}`)
    await roomMenu(item)
    await dialog.waitFor()
    await loaded()
    await take(name)
  }
  await go('/')
  await roomMenu('Members')
  await page.locator('.person-link', { hasText: 'Bartholomew' }).first().click()
  await page.locator('.profile-facts').waitFor()
  await take('profile')
  await page.getByRole('button', { name: 'Moderate' }).click()
  await page.getByRole('button', { name: 'Ban…' }).waitFor()
  await take('person')
  await page.getByRole('button', { name: 'Ban…' }).click()
  await dialog.locator('.dialog-body').evaluate((body) => body.scrollTo(0, body.scrollHeight))
  await take('person-ban')
  await go(`/${chat.rooms.books.slug}/1`)
  await log.getByText('What do we read').first().waitFor()
  for (const [item, name] of [
    ['Earlier versions', 'versions'],
    ['Report to moderators', 'report'],
  ] as const) {
    await menuOf(log.locator('[data-seq="1"] .body'))
    await page.getByRole('menuitem', { name: item }).click()
    await dialog.waitFor()
    await loaded()
    await away(page)
    await take(name)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  await go('/no-such-room')
  await page.getByText('Room not found').waitFor()
  await take('not-found')
}

async function moderating({ page, take, go, press, toSidebar }: Walk): Promise<void> {
  await go('/')
  await toSidebar()
  await press(/^Moderation/)
  await page.getByRole('tab').first().waitFor()
  await page.getByText('Not nice').waitFor()
  await take('moderation')
  for (const [tab, name] of [
    ['Bans', 'moderation-bans'],
    ['Invitations', 'moderation-invitations'],
    ['Log', 'moderation-log'],
    ['Settings', 'moderation-last'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await eventually(async () => assert.equal(await page.getByText('Loading…').count(), 0))
    await take(name)
  }
}

/** The screens of guests. */
export async function screensOfNewcomers(chat: Chat, screen: Screen, shoot: Shoot): Promise<void> {
  const { browser, url, rooms, eve } = chat
  const fresh = await visitor(browser, url, { screen })
  await fresh.page.getByLabel('Your name').waitFor()
  await shoot(fresh.page, 'join')
  await fresh.page.getByLabel('Your name').fill('Eve')
  await fresh.page.getByRole('button', { name: 'Join' }).click()
  await fresh.page.getByRole('alert').waitFor()
  await shoot(fresh.page, 'join-taken')
  await fresh.page.getByRole('button', { name: 'Sign in instead' }).click()
  await shoot(fresh.page, 'sign-in')
  const { path } = await done(chat, eve, 'invite:create', { uses: 3 })
  await fresh.page.goto(url + path)
  await fresh.page.getByText('invited you').waitFor()
  await shoot(fresh.page, 'invited')
  await fresh.context.close()

  const kim = await guest(chat, 'Kim', screen)
  await kim.page.goto(`${url}/${rooms.attic.slug}`)
  await kim.page.getByText('You’re viewing').waitFor()
  await shoot(kim.page, 'visitor')
  await kim.page.goto(url)
  await untilOnline(kim.page)
  await kim.page.context().setOffline(true)
  await kim.say('Written in the tunnel, where nobody hears me.')
  await kim.say('Two stations to go.')
  await kim.page.getByText('2 waiting').waitFor()
  await kim.page.getByText('You’re offline.').waitFor()
  await shoot(kim.page, 'offline')
  // The room was locked while they were offline, so their messages are refused for good.
  await done(chat, eve, 'room:update', { roomId: 'lobby', isLocked: true })
  await kim.page.context().setOffline(false)
  await kim.page.locator('[data-state=failed]').nth(1).waitFor({ timeout: 20_000 })
  await shoot(kim.page, 'locked')
  await done(chat, eve, 'room:update', { roomId: 'lobby', isLocked: false })
  await kim.composer.waitFor()
  await kim.page.mouse.move(0, 0)
  await shoot(kim.page, 'failed')
  await done(chat, eve, 'user:ban', { userId: kim.id, minutes: 10_080, reason: 'Tunnel talk', address: false })
  await kim.page.getByRole('alertdialog').waitFor()
  await shoot(kim.page, 'banned')
  await kim.context.close()

  const robin = await guest(chat, 'Robin', screen)
  await done(chat, eve, 'room:invite', { roomId: rooms.board.id, userId: robin.id })
  await robin.page.goto(`${url}/${rooms.board.slug}`)
  await robin.log.waitFor()
  await untilOnline(robin.page)
  await done(chat, eve, 'room:remove', { roomId: rooms.board.id, userId: robin.id, minutes: 0 })
  await robin.page.getByText('You were removed from').waitFor()
  await shoot(robin.page, 'gone')
  await robin.context.close()
}

export async function asEve({ browser, url, eve }: Chat, look: Look): Promise<Visitor> {
  const seen = await visits(browser, { url }).as(eve, '/', look)
  await seen.log.getByText('🎉🔔').waitFor()
  return seen
}

async function guest({ browser, url }: Chat, name: string, screen: Screen): Promise<Visitor & { id: string }> {
  const seen = await visitor(browser, url, { screen })
  const answer = seen.page.waitForResponse(/\/api\/session/)
  await seen.join(name)
  const { user } = (await (await answer).json()) as Somebody
  await untilOnline(seen.page)
  return { ...seen, id: user.id }
}

function walkOn(chat: Chat, seen: Visitor, screen: Screen, shoot: Shoot): Walk {
  const { page } = seen
  const isPhone = screen === 'phone'
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()
  return {
    ...seen,
    chat,
    isPhone,
    press,
    take: (name) => shoot(page, name),
    async go(path) {
      await page.goto(chat.url + path)
      await untilOnline(page)
      await away(page)
    },
    async toSidebar() {
      if (!isPhone) return
      await press(/^Rooms and people/)
      await settled(page)
    },
    async menuOf(line) {
      // A long press.
      if (isPhone) await line.dispatchEvent('pointerdown', { pointerType: 'touch' })
      else {
        await line.hover()
        await page.getByRole('toolbar').getByRole('button', { name: 'More' }).click()
      }
      await page.getByRole('menu').waitFor()
    },
    async roomMenu(item) {
      await press('Room menu')
      await page.getByRole('menuitem', { name: item }).click()
    },
  }
}

/** Otherwise the pointer would mark the row below it. */
const away = (page: Page) => page.mouse.move(0, 0)
