/** Every screen of a member, one after the other, whichever language the page speaks: it is walked by what the parts are. */
import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import { type Visitor, untilOnline } from './browser.ts'
import { eventually } from './eventually.ts'
import { settled } from './screens.ts'

type Look = (what: string) => Promise<void>

type Walk = Visitor & {
  /** The server. */
  url: string
  isPhone: boolean
  dialog: Locator
  look: Look
  go: (path: string) => Promise<void>
  toSidebar: () => Promise<void>
  close: (what: Locator) => Promise<void>
}

/** `room` is one with messages in it, of which the last can be reported; `empty` has none. */
export async function everyScreen(
  who: Visitor,
  at: { url: string; room: string; empty: string },
  check: Look,
): Promise<void> {
  const walk = walkOf(who, at.url, check)
  await walk.go(`/${at.room}`)
  await who.log.locator('article').last().waitFor()
  await walk.look('a room')
  await sidebar(walk)
  await sidebarMenu(walk)
  await dayMenu(walk)
  await messageMenu(walk, at.room)
  await roomMenu(walk)
  await panels(walk)
  await composer(walk)
  await walk.go(`/${at.empty}`)
  await walk.look('an empty room')
  await walk.go('/no-such-room')
  await who.page.locator('.behind .button').first().waitFor()
  await walk.look('no such room')
}

function walkOf(who: Visitor, url: string, check: Look): Walk {
  const { page } = who
  const isPhone = (page.viewportSize()?.width ?? 0) < 768
  const dialog = page.locator('dialog[open]')
  return {
    ...who,
    url,
    isPhone,
    dialog,
    async look(what) {
      await eventually(async () => assert.equal(await page.locator('.late').count(), 0))
      await settled(page)
      await check(what)
    },
    async go(path) {
      await page.goto(url + path)
      await untilOnline(page)
    },
    async toSidebar() {
      if (!isPhone) return
      await page.locator('.header > .narrow').click()
      await settled(page)
    },
    async close(what) {
      await page.keyboard.press('Escape')
      await what.waitFor({ state: 'detached' })
    },
  }
}

async function sidebar({ page, isPhone, dialog, look, toSidebar, close }: Walk): Promise<void> {
  if (isPhone) {
    await toSidebar()
    await look('the drawer')
    await page.keyboard.press('Escape')
  }
  const buttons = {
    'the switcher': '.side-search',
    'browse rooms': '.side-more',
    'a new room': '[data-section=rooms] h2 .icon-button',
    'a new message': '[data-section=directs] h2 .icon-button',
    everybody: '.side-people',
    'my status': '.side-you + .icon-button',
    account: '.side-you',
    moderation: '.side-foot > .icon-button >> nth=1',
  }
  for (const [what, button] of Object.entries(buttons)) {
    await toSidebar()
    await page.locator(`.sidebar ${button}`).click()
    await dialog.locator('.dialog-body > *').first().waitFor()
    await look(what)
    const sections = await dialog.locator('.section-link').count()
    for (let place = 0; place < sections; place++) {
      await dialog.locator('.section-link').nth(place).click()
      await look(`${what}, section ${place + 1}`)
      await dialog.locator('.dialog-bar .icon-button').first().click()
    }
    for (const tab of (await dialog.getByRole('tab').all()).slice(1)) {
      await tab.click()
      await look(`${what}, ${await tab.innerText()}`)
    }
    await close(dialog)
  }
}

/** The actions for all rooms. */
async function sidebarMenu({ page, dialog, look, toSidebar, close }: Walk): Promise<void> {
  const menu = page.locator('.menu:popover-open')
  await toSidebar()
  await page.locator('.side-top [aria-haspopup=menu]').click()
  await menu.waitFor()
  await look('the menu of the sidebar')
  await menu.getByRole('menuitem').nth(1).click()
  await dialog.locator('.line').first().waitFor()
  await look('arranging the sidebar')
  await close(dialog)
  await toSidebar()
  await page.locator('.side-top [aria-haspopup=menu]').click()
  await menu.getByRole('menuitem').nth(2).click()
  await dialog.locator('.section').first().waitFor()
  await look('custom emoji')
  const remove = dialog.locator('.emoji-line .text-button').first()
  if ((await dialog.locator('.emoji-line').count()) > 0) {
    await remove.click()
    await look('custom emoji, and a question')
    await close(dialog.locator('.confirm'))
  }
  await close(dialog)
}

async function dayMenu({ page, log, look, close }: Walk): Promise<void> {
  const menu = page.locator('.menu:popover-open')
  await log.locator('.day-line button').last().click()
  await menu.waitFor()
  await look('the menu of a day')
  await close(menu)
}

/** Everything that a menu leads to and that can be left by Escape. */
async function messageMenu({ page, log, isPhone, dialog, look, close, go }: Walk, room: string): Promise<void> {
  const menu = page.locator('.menu:popover-open')
  const row = log.locator('article').last()
  const open = async () => {
    if (!isPhone) {
      await row.hover()
      await page.locator('.tool-more').click()
      return menu.waitFor()
    }
    // A list that moves under a finger ends the press, and it comes to rest only after the screen has its size again.
    await eventually(async () => {
      await row.scrollIntoViewIfNeeded()
      await row.locator('.body').dispatchEvent('pointerdown', { pointerType: 'touch', isPrimary: true })
      await menu.waitFor({ timeout: 2_000 })
    }, 20_000)
  }
  await open()
  await look('the menu of a message')
  // Buttons that act at once are not among them.
  const ways = menu.locator('[role=menu] > .menu-item')
  const names = await ways.allInnerTexts()
  await page.keyboard.press('Escape')
  for (const [place, name] of names.entries()) {
    await open()
    await ways.nth(place).click()
    await look(`a message, ${name}`)
    if (await dialog.isVisible()) await close(dialog)
    else await go(`/${room}`)
  }
  // The page of the menu for reminders, a time of one's own, and the note and the list that come of one.
  const toTimes = menu.locator('[aria-haspopup=menu]')
  await open()
  await toTimes.click()
  await look('when to be reminded')
  await page.keyboard.press('Escape')
  await open()
  await toTimes.click()
  await ways.last().click()
  await dialog.waitFor()
  await look('a time to be reminded at')
  await dialog.locator('[type=submit]').click()
  await row.locator('.row-note').waitFor()
  await look('a reminder that was set')
}

async function roomMenu({ page, dialog, look, close, go, url }: Walk): Promise<void> {
  const menu = page.locator('.menu:popover-open')
  const open = async () => {
    await page.locator('.header-buttons [aria-haspopup=menu]').click()
    await menu.waitFor()
  }
  await open()
  await look('the menu of the room')
  await menu.getByRole('menuitem').nth(4).click()
  await dialog.getByRole('tab').first().waitFor()
  for (const tab of await dialog.getByRole('tab').all()) {
    await tab.click()
    await look(`the room, ${await tab.innerText()}`)
  }
  await close(dialog)
  await page.locator('.header-people').click()
  await dialog.locator('.person-link').last().click()
  await page.locator('.profile-facts').waitFor()
  await look('a profile')
  await page.locator('.profile-more .text-button').last().click()
  const alerts = dialog.locator('.button-alert')
  await alerts.first().waitFor()
  await look('a person')
  for (let left = await alerts.count(); left > 0; left--) {
    await alerts.first().click()
    await look(`a person, question ${left}`)
  }
  await go(new URL(page.url()).pathname.replace(new URL(url).pathname, '/'))
}

async function panels({ page, log, dialog, look, close, toSidebar }: Walk): Promise<void> {
  const panel = page.locator('.panel')
  for (const place of [1, 2]) {
    await toSidebar()
    await page.locator(`.side-mine li:nth-child(${place}) button`).click()
    await panel.locator('.panel-body > *').first().waitFor()
    await look(`panel ${place}`)
    await close(panel)
  }
  await log.focus()
  await page.keyboard.press('/')
  const field = panel.locator('input')
  await field.waitFor()
  await look('a search that is not begun')
  await field.fill('...')
  await field.press('Enter')
  await look('a search')
  await panel.locator('.panel-bar .icon-button').last().click()
  await panel.waitFor({ state: 'detached' })
  await log.focus()
  await page.keyboard.press('?')
  await dialog.waitFor()
  await look('the keys')
  await close(dialog)
}

async function composer({ page, dialog, look, close }: Walk): Promise<void> {
  const field = page.locator('.composer textarea')
  for (const typed of ['@', '#', ':sm', '/']) {
    await field.fill(typed)
    await page.locator('.completion').waitFor()
    await look(`writing ${typed}`)
    await field.fill('')
  }
  const formatting = page.locator('.composer-tools [aria-pressed]').first()
  await page.locator('.composer-tools [aria-haspopup=dialog]').click()
  const picker = page.locator('.emoji-picker:popover-open')
  await picker.locator('.emoji-row').nth(200).waitFor({ state: 'attached' })
  await look('the emoji')
  await picker.locator('.emoji-tone').click()
  await picker.locator('.emoji-tones').waitFor()
  await picker.locator('input').fill('tada')
  await look('emoji found, and the skin tones')
  await picker.locator('input').fill('no such emoji')
  await picker.locator('.emoji-none').waitFor()
  await look('no emoji found')
  await close(picker)
  await formatting.click()
  await page.locator('.format-bar').waitFor()
  await field.fill('**١**\n\n- ٢\n- ٣')
  await page.locator('.composer-tools [aria-pressed=false]').click()
  await page.locator('.composer-preview li').first().waitFor()
  await look('formats and a preview')
  await page.locator('.composer-tools [aria-pressed=true]').last().click()
  await formatting.click()
  await field.fill('')
  // On a phone Enter begins a new line.
  const send = page.locator('.send-button')
  await field.fill('/٠')
  await send.click()
  await look('a command that there is not')
  await field.fill('/help')
  await send.click()
  await dialog.waitFor()
  await look('how to write')
  await close(dialog)
}

/** The screens of a guest who comes, loses the line, is locked out and banned; `owner` does it to them. */
export async function everyScreenOfGuest(
  who: Visitor,
  name: string,
  acts: {
    lock: (isLocked: boolean) => Promise<unknown>
    ban: (userId: string) => Promise<unknown>
    /** The address of an invitation to a room. */
    invite: () => Promise<string>
  },
  check: Look,
): Promise<void> {
  const { page, context, log } = who
  const look = async (what: string) => {
    await settled(page)
    await check(what)
  }
  const form = page.locator('.join')
  const start = page.url()
  await page.goto(await acts.invite())
  await form.locator('input').waitFor()
  await look('invited')
  await page.goto('about:blank')
  await page.goto(`${start}invite#none`)
  await form.locator('[role=alert]').waitFor()
  await look('a bad invitation')
  await page.goto(start)
  await form.locator('input').waitFor()
  await look('joining')
  await form.locator('.join-other').last().click()
  await look('signing in')
  await form.locator('.join-other').last().click()
  const answered = page.waitForResponse(/\/api\/session$/)
  await form.locator('input').first().fill(name)
  await form.locator('[type=submit]').click()
  const { user } = (await (await answered).json()) as { user: { id: string } }
  await untilOnline(page)
  await context.setOffline(true)
  const field = page.locator('.composer textarea')
  await field.fill('...')
  await page.locator('.send-button').click()
  await page.locator('.connection-bar').waitFor()
  await look('offline')
  await acts.lock(true)
  await context.setOffline(false)
  await log.locator('[data-state=failed]').waitFor({ timeout: 20_000 })
  await look('not sent, in a locked room')
  await acts.lock(false)
  await acts.ban(user.id)
  await page.getByRole('alertdialog').waitFor()
  await look('banned')
}
