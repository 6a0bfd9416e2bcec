/** One person’s way through the page: arriving and talking, then every screen in each look. */
import assert from 'node:assert/strict'
import { eventually } from '../../test/support/eventually.ts'
import type { LivelyChat } from '../../test/support/lively-chat.ts'
import { PASSWORD, done, draft } from '../../test/support/people.ts'
import { atRest } from '../../test/support/rest.ts'
import type { Engine, Size, Tab } from './engine.ts'
import { type Hand, hand } from './hand.ts'

export type Chat = LivelyChat & { url: string }
/** Plays one part, and looks at what it led to. A part that fails ends there, and the next one begins anew. */
export type Stop = (tab: Tab, name: string, play: () => Promise<void>) => Promise<void>

const SCREENS: Record<'phone' | 'desktop', Size> = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
}
type Look = { screen: 'phone' | 'desktop'; colors: 'light' | 'dark'; language: 'en' | 'ar' | 'de' }

const LOOKS: Look[] = [
  { screen: 'desktop', colors: 'light', language: 'en' },
  { screen: 'phone', colors: 'dark', language: 'en' },
  { screen: 'phone', colors: 'light', language: 'ar' },
  { screen: 'desktop', colors: 'dark', language: 'ar' },
  { screen: 'desktop', colors: 'dark', language: 'de' },
  { screen: 'phone', colors: 'light', language: 'de' },
]

const ONLINE = 'main[data-connection=online]'
const FIELD = '.composer textarea'
const MENU = '.menu:popover-open'
const DIALOG = 'dialog[open]'

export async function journey(engine: Engine, chat: Chat, stop: Stop): Promise<void> {
  const guest = await engine.open()
  await guest.resize(SCREENS.desktop)
  await talk(guest, `Visitor by ${engine.name}`, chat, stop)
  await guest.close()

  const eve = await engine.open()
  await eve.resize(SCREENS.desktop)
  await signIn(eve, chat, stop)
  for (const look of LOOKS) await screens(eve, look, chat, stop)
  await eve.close()
}

/** Arrives as a guest, and uses what a first conversation uses. */
async function talk(tab: Tab, name: string, chat: Chat, stop: Stop): Promise<void> {
  const person = hand(tab)
  const { see, click, hover, press, type, gone } = person
  const last = (text: string) => ({ css: 'article[data-seq]', text, last: true })

  await stop(tab, 'join', async () => {
    await tab.goto(chat.url)
    await see('.join input')
  })
  await stop(tab, 'joined', async () => {
    await click('#join-name')
    await type(name)
    await press('Enter')
    await gone('.join')
    await see(ONLINE)
    await see(FIELD)
  })
  await stop(tab, 'completion', async () => {
    await click(FIELD)
    await type('Some **bold** and `code` for @To')
    await see('.completion [role=option]')
  })
  await stop(tab, 'message', async () => {
    await press('Tab')
    await gone('.completion')
    await type(':tad')
    await see('.completion [role=option]')
    await press('Tab')
    await gone('.completion')
    await press('Enter')
    await see(last('Some bold and code for @Tom'))
    // The engine before this one has said the same.
    await eventually(async () => {
      const parts = await tab.evaluate(() => {
        const body = [...document.querySelectorAll('article[data-seq] .body')].at(-1)
        return {
          bold: body?.querySelector('strong')?.textContent,
          code: body?.querySelector('code')?.textContent,
          mention: body?.querySelector('.mention')?.textContent,
          isEmoji: body?.textContent.includes('🎉'),
          isFieldEmpty: document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value === '',
        }
      })
      assert.deepEqual(parts, { bold: 'bold', code: 'code', mention: '@Tom', isEmoji: true, isFieldEmpty: true })
    })
  })
  await stop(tab, 'answer', async () => {
    await done(chat, chat.people.Tom!, 'message:send', draft('lobby', `Welcome, ${name}`))
    await see(last(`Welcome, ${name}`))
  })
  await stop(tab, 'reaction', async () => {
    await hover(last(`Welcome, ${name}`))
    await click('.tools .tool')
    await see({ css: 'article .reactions button', text: '👍', last: true })
  })
  await stop(tab, 'reaction picker', async () => {
    await hover(last(`Welcome, ${name}`))
    await click('.tools .tool[aria-haspopup=dialog]')
    await see('.emoji-picker:popover-open [role=gridcell]')
    await type('rocket')
    await see({ css: '.emoji-picker [role=gridcell]', text: '🚀' })
  })
  await stop(tab, 'reaction picked', async () => {
    await press('Enter')
    await see({ css: 'article .reactions button', text: '🚀', last: true })
    await gone('.emoji-picker')
  })
  await stop(tab, 'editing', async () => {
    await click(FIELD)
    await press('ArrowUp')
    await see('article textarea')
    await press('End')
    await type(' again')
  })
  await stop(tab, 'edited', async () => {
    await press('Enter')
    await gone('article textarea')
    await see({ css: 'article .body', text: 'again' })
  })
  await stop(tab, 'link by keyboard', async () => {
    // The first key after a load shows the way past the sidebar.
    await tab.goto(chat.url)
    await see(ONLINE)
    await press('Escape')
    for (let count = 0; count < 3; count++) await press('Tab')
    assert.ok(
      await tab.evaluate(
        () => document.activeElement !== document.body && document.querySelector(':focus-visible') !== null,
      ),
    )
  })
  await stop(tab, 'many lines', async () => {
    await click(FIELD)
    const heightOf = () => tab.evaluate(() => document.querySelector('.composer textarea')?.clientHeight ?? 0)
    const before = await heightOf()
    await type('one')
    for (const word of ['two', 'three', 'four']) {
      await press('Shift+Enter')
      await type(word)
    }
    await eventually(async () => assert.ok((await heightOf()) > before * 2, 'the field grows with its lines'))
  })
}

async function signIn(tab: Tab, chat: Chat, stop: Stop): Promise<void> {
  const { see, click, press, type, gone } = hand(tab)
  await stop(tab, 'sign-in', async () => {
    await tab.goto(chat.url)
    await click('.join-other')
    await click('#join-name')
    await type('Eve')
    await click('#join-password')
    await type(PASSWORD)
  })
  await press('Enter')
  await gone('.join')
  await see(ONLINE)
}

/** Every screen of the owner. */
async function screens(tab: Tab, look: Look, chat: Chat, stop: Stop): Promise<void> {
  const person = hand(tab)
  const { see, click, hover, press, type, gone } = person
  const { rooms } = chat
  const isPhone = look.screen === 'phone'
  const at = (name: string, play: () => Promise<void>) =>
    stop(tab, `${look.screen} ${look.colors} ${look.language}: ${name}`, play)
  const go = async (path: string) => {
    await tab.goto(chat.url + path)
    await see(ONLINE)
    await tab.point(2, 2)
  }
  const toSidebar = async () => {
    if (!isPhone) return
    await click('.header > .narrow')
    await see('.sidebar .side-you')
  }
  const close = async (css: string) => {
    await press('Escape')
    await gone(css)
  }

  await tab.resize(SCREENS[look.screen])
  await dress(tab, person, look, go, toSidebar)
  const { dir, lang } = await tab.evaluate(() => ({ dir: document.dir, lang: document.documentElement.lang }))
  assert.deepEqual({ dir: dir || 'ltr', lang }, { dir: look.language === 'ar' ? 'rtl' : 'ltr', lang: look.language })

  await at('room', async () => {
    await go('/')
    await see({ css: 'article', last: true })
    const isPlaced = await tab.evaluate(() => {
      const field = document.querySelector('.composer textarea')
      return field !== null && field.scrollWidth <= field.clientWidth
    })
    assert.ok(isPlaced, 'the placeholder stands in its field')
  })
  await at('earlier', async () => {
    await go('/lobby/288')
    await see('[data-target=true]')
  })
  await at('long words', async () => {
    await go(`/${rooms.long.slug}`)
    await see({ css: 'article', last: true })
  })
  await at('both directions', async () => {
    await go(`/${rooms.kitchen.slug}`)
    await see({ css: 'article', last: true })
  })
  await at('replies', async () => {
    await go(`/${rooms.books.slug}`)
    await see({ css: 'article', last: true })
  })
  if (isPhone) await at('drawer', toSidebar)
  await at('message menu', async () => {
    await go(`/${rooms.books.slug}`)
    const row = { css: 'article .body', last: true }
    await hover(row)
    await click('.tool-more')
    await see(`${MENU} [role=menuitem]`)
  })
  await at('room menu', async () => {
    await press('Escape')
    await click('.header-buttons [aria-haspopup=menu]')
    await see(`${MENU} [role=menuitem]`)
  })
  await at('emoji picker', async () => {
    await close(MENU)
    await click('.composer-tools .icon-button')
    await see('.emoji-picker:popover-open [role=gridcell]')
  })
  await at('formats', async () => {
    await close('.emoji-picker')
    const isShown = await tab.evaluate(() => document.querySelector('.format-bar') !== null)
    if (!isShown) await click('.composer-tools .icon-button:nth-of-type(2)')
    await see('.format-bar')
    await click(FIELD)
    await type('I have **both**: `a` and *b*')
  })
  await at('search', async () => {
    await go('/')
    await see({ css: 'article', last: true })
    await click('.header-buttons .icon-button:nth-last-of-type(2)')
    await see('.panel input')
    await type('library')
    await press('Enter')
    await see('.panel .found mark')
  })
  for (const [place, name] of [
    [1, 'inbox'],
    [2, 'saved'],
  ] as const)
    await at(name, async () => {
      await go('/')
      await toSidebar()
      await click(`.side-mine li:nth-child(${place}) button`)
      await see('.panel .panel-body > *')
    })
  for (const [name, button] of Object.entries({
    switcher: '.side-search',
    'browse rooms': '.side-more',
    'new room': '[data-section=rooms] h2 .icon-button',
    directory: '.side-people',
    status: '.side-you + .icon-button',
    account: '.side-you',
    moderation: '.side-foot > .icon-button:nth-of-type(3)',
  }))
    await at(name, async () => {
      await go('/')
      await toSidebar()
      await click(`.sidebar ${button}`)
      await see(`${DIALOG} .dialog-body > *`)
    })
  await at('profile', async () => {
    await go('/')
    await click('.header-people')
    await click({ css: `${DIALOG} .person-link`, last: true })
    await see('.profile-facts')
  })
}

/** Chooses the colours and the language where everybody does: in the settings. */
async function dress(
  tab: Tab,
  { see, click, gone, press }: Hand,
  { colors, language, screen }: Look,
  go: (path: string) => Promise<void>,
  toSidebar: () => Promise<void>,
): Promise<void> {
  const section = async (place: number) => {
    await go('/')
    await toSidebar()
    await click('.side-you')
    await see(DIALOG)
    await click(
      screen === 'phone'
        ? `${DIALOG} li:nth-child(${place}) .section-link`
        : `${DIALOG} [role=tab]:nth-of-type(${place})`,
    )
  }
  await section(3)
  await click(`label:has(input[value=${colors}])`)
  await eventually(async () =>
    assert.equal(await tab.evaluate(() => document.documentElement.dataset['theme']), colors),
  )
  await press('Escape')
  await gone(DIALOG)
  await section(4)
  await see(`${DIALOG} select`)
  if ((await tab.evaluate(() => document.documentElement.lang)) === language) return
  // The list that a select opens is the system's, which no driver sees. The keys choose in it as well.
  await tab.evaluate(() => document.querySelector<HTMLSelectElement>('dialog[open] select')?.focus())
  const places = ['en', 'ar', 'de']
  const now = await tab.evaluate(
    () => document.querySelector<HTMLSelectElement>('dialog[open] select')?.selectedIndex ?? 0,
  )
  await press(places.indexOf(language) > now ? 'ArrowDown' : 'ArrowUp')
  await eventually(async () => assert.equal(await tab.evaluate(() => document.documentElement.lang), language), 15_000)
  // Parts that are still loading when the page is left would count as failed.
  await see(ONLINE)
  await atRest(tab)
}
