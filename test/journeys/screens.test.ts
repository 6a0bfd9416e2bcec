/** Every screen, with the longest names: nothing spills, axe finds nothing, and in Arabic nothing is left in English. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MAX_NAME_GRAPHEMES, MAX_ROOM_NAME_GRAPHEMES, MAX_TOPIC_CHARACTERS } from '../../protocol/limits.ts'
import { barriers } from '../support/axe.ts'
import { type Visitor, visitor } from '../support/browser.ts'
import { everyScreen, everyScreenOfGuest } from '../support/every-screen.ts'
import { freePort } from '../support/free-port.ts'
import { startJourney } from '../support/journey.ts'
import { latinWords } from '../support/latin.ts'
import { withMailAt } from '../support/mail.ts'
import { done, draft, guest, owner, person } from '../support/people.ts'
import { aPicture } from '../support/pictures.ts'
import { assertFits, smallTargets } from '../support/reach.ts'
import { assertGood } from '../support/screens.ts'
import { spills } from '../support/spills.ts'
import { visits } from '../support/visits.ts'

// Where mails can be sent, there is more to see.
const { server, browser } = await startJourney({ args: ['--limits', 'off', ...withMailAt(await freePort())] })

/** The product, keys, the zone of a time, names, the log's word of how the lobby was called, what a filter takes, formats, two emoji. */
const SAME_IN_ARABIC =
  /^(?:Earshot|Alt|Ctrl|Enter|Esc|Shift|UTC|GMT|Markdown|IP|me|Lobby|AB|Dvd|PNG|JPEG|GIF|WebP|AVIF|short|w{32}) /

const named = (letter: string) => letter.repeat(MAX_NAME_GRAPHEMES)
const eve = await owner(server, named('Щ'))
const people = [
  await person(server, named('龘')),
  await person(server, named('ض')),
  await guest(server, named('Ю')),
  await guest(server, `${named('س').slice(1)}ش`),
]
const [writer] = people
const memberIds = people.map(({ user }) => user.id)
// The server's name for it is English in every language.
await done(server, eve, 'room:update', { roomId: 'lobby', name: 'الردهة' })
const room = await done(server, eve, 'room:create', {
  name: 'Ж'.repeat(MAX_ROOM_NAME_GRAPHEMES),
  kind: 'closed',
  memberIds,
})
const empty = await done(server, eve, 'room:create', { name: 'ض'.repeat(MAX_ROOM_NAME_GRAPHEMES), kind: 'open' })
await done(server, eve, 'room:update', { roomId: room.id, topic: '𒐫'.repeat(MAX_TOPIC_CHARACTERS / 2) })
await done(server, eve, 'room:update', { roomId: empty.id, topic: 'ش'.repeat(MAX_TOPIC_CHARACTERS), isLocked: true })
const archived = await done(server, eve, 'room:create', { name: 'Щ'.repeat(MAX_ROOM_NAME_GRAPHEMES), kind: 'open' })
await done(server, eve, 'room:update', { roomId: archived.id, isArchived: true })
const three = await done(server, eve, 'room:create', { kind: 'direct', memberIds: memberIds.slice(0, 4) })
await done(server, writer!, 'message:send', draft(three.id, '𒐫'.repeat(100)))
for (const [place, one] of people.entries()) {
  const answer = place === 0 ? {} : { replyTo: place }
  await done(server, one, 'message:send', { ...draft(room.id, '𒐫'.repeat(300)), ...answer })
  await done(server, one, 'message:react', { roomId: room.id, seq: 1, emoji: '👍', on: true })
}
await done(server, writer!, 'message:send', { ...draft(room.id, `@${eve.user.name} ${'龘'.repeat(200)}`), replyTo: 2 })
for (const name of ['message:save', 'message:pin'] as const)
  await done(server, eve, name, { roomId: room.id, seq: 5, on: true })
await done(server, writer!, 'message:edit', { roomId: room.id, seq: 5, body: `@${eve.user.name} ${'龘'.repeat(100)}` })
await done(server, people[1]!, 'message:report', { roomId: room.id, seq: 5, reason: 'ض'.repeat(500) })
await done(server, eve, 'user:mute', { userId: memberIds[2]!, minutes: 60 })
await done(server, eve, 'user:appoint', { userId: memberIds[1]!, role: 'moderator' })
const banned = await guest(server, named('Ж'))
await done(server, eve, 'user:ban', { userId: banned.user.id, minutes: 60, reason: 'ж'.repeat(300), address: false })
await done(server, eve, 'room:update', { roomId: room.id, slowSeconds: 30 })
await done(server, eve, 'invite:create', { uses: 3, roomId: room.id })
for (const name of ['w'.repeat(32), 'short'])
  await done(server, eve, 'emoji:add', { name, image: aPicture({ width: 40, height: 30 }).toString('base64') })
const acts = {
  lock: (isLocked: boolean) => done(server, eve, 'room:update', { roomId: 'lobby', isLocked }),
  invite: async () => server.url + (await done(server, eve, 'invite:create', { uses: 9, roomId: room.id })).path,
  ban: (userId: string) => done(server, eve, 'user:ban', { userId, minutes: 60, reason: '', address: false }),
}

for (const [locale, screen] of [
  ['en', 'phone'],
  ['ar', 'desktop'],
] as const) {
  const rules = locale === 'en' ? '[W40, W41, W186]' : '[W40, W186, W187]'
  test(`${rules} every screen with the longest names (${locale}, ${screen})`, { timeout: 300_000 }, async (context) => {
    const found: string[] = []
    let screens = 0
    const check = (who: Visitor) => async (what: string) => {
      const { page, problems } = who
      screens++
      // That there is no such room is what one of them is about.
      problems.splice(0, Infinity, ...problems.filter((problem) => !problem.includes('404')))
      await assertGood(who, `${what}, light`)
      // Another theme changes colours, and nothing else that axe looks at.
      await page.emulateMedia({ colorScheme: 'dark' })
      assert.deepEqual(await barriers(page, 'contrast'), [], `${what}, dark`)
      await page.emulateMedia({ colorScheme: 'light' })
      if (screen === 'phone') {
        assert.deepEqual(await smallTargets(who), [], what)
        await assertFits(who, what)
      }
      for (const spill of await spills(page)) found.push(`${what}: ${spill}`)
      if (locale === 'en') return
      for (const word of await latinWords(page)) if (!SAME_IN_ARABIC.test(word)) found.push(`${what}: ${word}`)
    }
    const seen = await visits(browser, server).as(eve, '/', { screen, locale })
    await everyScreen(seen, { url: server.url, room: room.slug, empty: empty.slug }, check(seen))
    await seen.context.close()
    const kim = await visitor(browser, server.url, { screen, locale })
    await everyScreenOfGuest(kim, `${named('Щ').slice(1)}${screen === 'phone' ? 'ы' : 'э'}`, acts, check(kim))
    await kim.context.close()
    context.diagnostic(`${screens} screens`)
    assert.deepEqual(found, [])
  })
}
