/** Writing: with help, with orders, and once more. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MAX_BODY_BYTES } from '../../protocol/limits.ts'
import { openSection } from '../support/account.ts'
import { type Look, untilOnline, untilWhole, type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, enterAsOwner, enterAsPerson } from '../support/people.ts'
import { atRest } from '../support/rest.ts'
import { assertGood } from '../support/screens.ts'
import { accepted, enter } from '../support/sockets.ts'
import { slowness, tasksDuring } from '../support/tasks.ts'
import { sessionCookie } from '../support/visits.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)
const ben = await enterAsPerson(server, 'Ben Bright')
const cleo = await enterAsPerson(server, 'Cleo')
const design = accepted(await olivia.run('room:create', { name: 'Design', kind: 'open' }))

async function member(name: string, look?: Look): Promise<Visitor> {
  const who = await visitor(browser, server.url, look)
  await who.join(name)
  await untilOnline(who.page)
  return who
}

const optionsOf = ({ page }: Visitor) => page.getByRole('listbox').getByRole('option')

test('[W1, W14] people are completed by keyboard alone, at the caret', async () => {
  const ann = await member('Ann')
  await ann.composer.pressSequentially('well')
  await ann.composer.press('Home')
  await ann.composer.pressSequentially('@br')
  const list = ann.page.getByRole('listbox', { name: 'People' })
  await list.getByRole('option', { name: 'Ben Bright' }).waitFor()
  const active = await eventually(async () => {
    const id = await ann.composer.getAttribute('aria-activedescendant')
    assert.ok(id)
    return id
  })
  assert.equal(await ann.page.locator(`#${active}`).getAttribute('aria-selected'), 'true')
  await assertGood(ann, 'the list of people')
  await ann.composer.press('Tab')
  assert.equal(await ann.composer.inputValue(), '@Ben Bright well')
  await list.waitFor({ state: 'hidden' })
  assert.equal(await ann.composer.getAttribute('aria-activedescendant'), null)
  await ann.composer.press('Enter')
  await ann.log.locator('.mention', { hasText: '@Ben Bright' }).waitFor()

  // Up and down, and Esc leaves what was typed.
  accepted(await cleo.run('message:send', { roomId: 'lobby', clientId: 'c', body: 'I have just spoken' }))
  await ann.log.getByText('I have just spoken').waitFor()
  await ann.composer.pressSequentially('@')
  await eventually(async () => assert.ok((await optionsOf(ann).count()) >= 3))
  assert.match(await optionsOf(ann).first().innerText(), /Cleo/)
  assert.equal(await optionsOf(ann).filter({ hasText: 'Ann' }).count(), 0)
  await ann.composer.press('ArrowDown')
  await eventually(async () => assert.equal(await optionsOf(ann).nth(1).getAttribute('aria-selected'), 'true'))
  await ann.composer.press('ArrowUp')
  await ann.composer.press('ArrowUp')
  await eventually(async () => assert.equal(await optionsOf(ann).last().getAttribute('aria-selected'), 'true'))
  await ann.composer.press('Escape')
  await list.waitFor({ state: 'hidden' })
  assert.equal(await ann.composer.inputValue(), '@')
  // A guest cannot mention the whole room.
  await ann.composer.pressSequentially('roo')
  await atRest(ann.page)
  assert.equal(await optionsOf(ann).filter({ hasText: '@room' }).count(), 0)
  assert.deepEqual(ann.problems, [])
})

test('[W330] after a person, an emoji and a room are completed in the same line', async () => {
  const fay = await member('Fay')
  const options = optionsOf(fay)
  await fay.composer.pressSequentially('@Ben Br')
  await options.filter({ hasText: 'Ben Bright' }).waitFor()
  await fay.composer.press('Tab')
  await fay.composer.pressSequentially(':tad')
  await options.filter({ hasText: ':tada:' }).waitFor()
  await fay.composer.press('Tab')
  await fay.composer.pressSequentially('#des')
  await options.filter({ hasText: 'Design' }).waitFor()
  await fay.composer.press('Tab')
  assert.equal(await fay.composer.inputValue(), `@Ben Bright 🎉 [#Design](${server.url}/${design.slug}) `)
  assert.deepEqual(fay.problems, [])
  await fay.context.close()
})

test('[W73] the chosen person stays chosen when the server’s list comes', async () => {
  for (const name of ['Quentin', 'Quirin', 'Quasim']) await enterAsPerson(server, name)
  const others = ['Quelle', 'Quinta'].map((name) => enter(server.url, { name }))
  for (const other of others) await (await other).say('here')
  const ann = await member('Late Lisa')
  await ann.log.getByText('here').last().waitFor()
  const held: (() => void)[] = []
  let isSlow = false
  await ann.context.routeWebSocket(/\/socket\.io\//, (near) => {
    const far = near.connectToServer()
    near.onMessage((frame) => {
      const isQuestion = /"(?:room:members|people:find)"/.test(String(frame))
      if (isSlow && isQuestion) held.push(() => far.send(frame))
      else far.send(frame)
    })
  })
  await ann.page.reload()
  await untilOnline(ann.page)
  isSlow = true
  await ann.composer.pressSequentially('@qu')
  await eventually(async () => assert.equal(await optionsOf(ann).count(), 2))
  await ann.composer.press('ArrowDown')
  const chosen = ann.page.getByRole('option', { selected: true })
  await eventually(async () => assert.match((await chosen.textContent()) ?? '', /Quelle/))
  await eventually(() => assert.ok(held.length > 0))
  for (const release of held) release()
  await eventually(async () => assert.ok((await optionsOf(ann).count()) > 2))
  assert.match((await chosen.textContent()) ?? '', /Quelle/)
  await ann.composer.press('Enter')
  assert.equal(await ann.composer.inputValue(), '@Quelle ')
  for (const other of others) (await other).leave()
})

test('[W1] emoji are completed by name, and a word in code is left alone', async () => {
  const ann = await member('Emma', { screen: 'phone', colors: 'dark' })
  await ann.composer.pressSequentially('nice :tad')
  await optionsOf(ann).filter({ hasText: ':tada:' }).waitFor()
  await assertGood(ann, 'the list of emoji')
  await ann.composer.press('Enter')
  assert.equal(await ann.composer.inputValue(), 'nice 🎉 ')
  await ann.composer.fill('')
  await ann.composer.pressSequentially('```\n'.slice(0, 3))
  await ann.composer.press('Shift+Enter')
  await ann.composer.pressSequentially('@be')
  await atRest(ann.page)
  assert.equal(await optionsOf(ann).count(), 0)
  assert.deepEqual(ann.problems, [])
})

test('[W1] while an input method composes, keys are its own', async () => {
  const ann = await member('Imke')
  await ann.composer.pressSequentially('@be')
  await optionsOf(ann).filter({ hasText: 'Ben Bright' }).waitFor()
  const before = await ann.composer.inputValue()
  await ann.composer.evaluate((field) =>
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
    ),
  )
  assert.equal(await ann.composer.inputValue(), before)
  assert.equal((await ann.shown()).filter(({ text }) => text.includes('@be')).length, 0)
})

test('[W1, W2] a room is completed to a link that stays on the page', async () => {
  const ann = await member('Rosa')
  await ann.composer.pressSequentially('see #desi')
  await optionsOf(ann).filter({ hasText: 'Design' }).waitFor()
  await ann.composer.press('Enter')
  assert.equal(await ann.composer.inputValue(), `see [#Design](${server.url}/${design.slug}) `)
  await ann.composer.press('Enter')
  await ann.page.evaluate(() => Object.assign(globalThis, { isSamePage: true }))
  await ann.log.getByRole('link', { name: '#Design' }).click()
  await ann.page.getByRole('heading', { name: 'Design', level: 1 }).waitFor()
  assert.equal(new URL(ann.page.url()).pathname, `/${design.slug}`)
  assert.equal(await ann.page.evaluate(() => 'isSamePage' in globalThis), true)
  assert.deepEqual(ann.problems, [])
})

test('[W3] ↑ edits my last message in its place, and my draft survives it and a reload', async () => {
  const ann = await member('Edda')
  await ann.say('a frist try')
  await ann.log.getByText('a frist try').waitFor()
  await eventually(async () => assert.equal(await ann.page.locator('article[data-state]').count(), 0))
  await ann.composer.press('ArrowUp')
  const edit = ann.page.getByRole('textbox', { name: 'Edit message' })
  await edit.waitFor()
  assert.equal(await edit.inputValue(), 'a frist try')
  await edit.press('Escape')
  await edit.waitFor({ state: 'hidden' })
  await ann.composer.press('ArrowUp')
  await edit.fill('a first try')
  await edit.press('Enter')
  await ann.log.getByText('a first try').waitFor()
  await ann.log.getByText('(edited)').waitFor()
  assert.equal(await ann.composer.inputValue(), '')

  await ann.composer.fill('half a thought')
  await ann.composer.press('ArrowUp')
  assert.equal(await edit.count(), 0, 'a field that is not empty keeps its arrows')
  await ann.page.reload()
  await ann.composer.waitFor()
  await eventually(async () => assert.equal(await ann.composer.inputValue(), 'half a thought'))
  assert.deepEqual(ann.problems, [])
})

test('[W4, W14] commands are carried out, and an unknown one is pointed out', async () => {
  const ann = await member('Olga')
  await ann.say('/me waves *wildly*')
  await ann.log.locator('.body[data-kind=action]', { hasText: 'Olga waves wildly' }).waitFor()
  await ann.say('/shrug whatever')
  await ann.log.getByText('whatever ¯\\_(ツ)_/¯').waitFor()
  await ann.say('//me is how it is written')
  await ann.log.getByText('/me is how it is written').waitFor()
  await ann.say(' /help me')
  await ann.log.getByText('/help me').waitFor()
  await ann.say('/etc/hosts is a file')
  await ann.log.getByText('/etc/hosts is a file').waitFor()

  for (const [wrong, answer] of [
    ['/tpoic hello', '/tpoic: did you mean /topic?'],
    ['/xyzzy', 'Unknown command /xyzzy.'],
    ['/me', 'Add what you mean: /me waves'],
    ['/leave', 'You can’t leave the lobby.'],
    ['/join nowhere at all', 'There’s no room called nowhere at all'],
    ['/invite Nobody Here', 'No one is called Nobody Here.'],
  ] as const) {
    await ann.say(wrong)
    await ann.page.getByRole('alert').filter({ hasText: answer }).waitFor()
    assert.equal(await ann.composer.inputValue(), wrong, 'it stays, to be mended')
  }
  assert.equal((await ann.shown()).filter(({ text }) => /tpoic|xyzzy/.test(text)).length, 0)

  await ann.say('/help')
  await ann.page.getByRole('dialog', { name: 'Formatting and commands' }).waitFor()
  await assertGood(ann, '/help')
  await ann.page.keyboard.press('Escape')
  await ann.say('/nick Olga Again')
  await ann.page.getByText('Your name is now Olga Again.').waitFor()
  await ann.say('/join Design')
  await ann.page.getByRole('heading', { name: 'Design', level: 1 }).waitFor()
  await ann.composer.waitFor()
  await ann.say('/leave')
  await ann.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  assert.deepEqual(ann.problems, [])
})

test('[W4] a host changes the topic, and adds a person', async () => {
  const ann = await member('Hostess')
  await ann.page.getByRole('button', { name: 'New room' }).click()
  const dialog = ann.page.getByRole('dialog', { name: 'New room' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Workshop')
  await dialog.getByRole('button', { name: 'Create room' }).click()
  await ann.page.getByRole('heading', { name: 'Workshop', level: 1 }).waitFor()
  await ann.say('/topic Wood and *glue*')
  await ann.page.getByTitle('Wood and *glue*').waitFor()
  await ann.page.getByText('Topic changed.').waitFor()
  await ann.say('/invite Ben Bright')
  await ann.page.getByText('Ben Bright was added to this room.').waitFor()
  const { members } = accepted(await ben.run('room:members', { roomId: 'workshop' }))
  assert.ok(members.some(({ user }) => user.name === 'Ben Bright'))
  assert.deepEqual(ann.problems, [])
})

test('[W6, W8] code gets its colours when it is seen, as elements and never as HTML', async () => {
  const room = accepted(await olivia.run('room:create', { name: 'Code', kind: 'open' }))
  const say = async (body: string) =>
    accepted(await olivia.run('message:send', { roomId: room.id, clientId: crypto.randomUUID(), body }))
  await say('```js\nconst a = "<img src=x onerror=alert(1)>" // <script>alert(1)</script>\n```')
  await say(`\`\`\`py\n${'x = "a" # b\n'.repeat(1_300)}\`\`\``)
  await say('```nosuchlanguage\nplain\n```')
  for (let line = 0; line < 120; line++) await say(`line ${line}`)
  const ann = await member('Cora')
  const loaded: string[] = []
  ann.page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
  await ann.page.goto(`${server.url}/${room.slug}`)
  await ann.log.getByText('line 119').waitFor()
  await atRest(ann.page)
  assert.deepEqual(
    loaded.filter((path) => /\/(?:javascript|python|highlight)-/.test(path)),
    [],
    'nothing is loaded for what nobody sees',
  )
  const tasks = await tasksDuring(ann.page, async () => {
    await ann.page.evaluate((path) => {
      history.pushState(null, '', path)
      dispatchEvent(new PopStateEvent('popstate'))
    }, `/${room.slug}/1`)
    const first = ann.log.locator('article[data-seq="1"] pre')
    await first.locator('.hljs-keyword', { hasText: 'const' }).waitFor()
    assert.equal(await first.locator('img, script').count(), 0)
    assert.match((await first.textContent()) ?? '', /<img src=x onerror=alert\(1\)>/)
    const second = ann.log.locator('article[data-seq="2"] pre')
    await second.locator('.hljs-string').first().waitFor()
    assert.equal(await second.textContent(), 'x = "a" # b\n'.repeat(1_300).trimEnd())
    assert.equal(await ann.log.locator('article[data-seq="3"] pre span').count(), 0)
  })
  // Generous: the page also shows another part of the room meanwhile.
  const longest = (tasks[0] ?? 0) / (await slowness(ann.page))
  assert.ok(longest < 150, `the page did not answer for ${longest.toFixed(0)} ms`)
  await assertGood(ann, 'coloured code')
})

test('[W178] code that is slow to colour delays neither the page nor the code beside it', async () => {
  const room = accepted(await olivia.run('room:create', { name: 'Slow code', kind: 'open' }))
  // Begins as any code, and ends with what the grammar takes the square of its length for.
  const slow = 'int a;\n'.repeat(1_370) + 'function '.repeat(720).trim()
  for (const code of [`c\n${slow}`, 'js\nconst a = 1'])
    accepted(
      await olivia.run('message:send', {
        roomId: room.id,
        clientId: crypto.randomUUID(),
        body: `\`\`\`${code}\n\`\`\``,
      }),
    )
  const ann = await member('Slow Sue')
  const tasks = await tasksDuring(ann.page, async () => {
    await ann.page.evaluate((path) => {
      history.pushState(null, '', path)
      dispatchEvent(new PopStateEvent('popstate'))
    }, `/${room.slug}`)
    await ann.log.locator('article[data-seq="2"] .hljs-keyword', { hasText: 'const' }).waitFor()
  })
  const longest = (tasks[0] ?? 0) / (await slowness(ann.page))
  assert.ok(longest < 150, `the page did not answer for ${longest.toFixed(0)} ms`)
  assert.equal((await ann.log.locator('article[data-seq="1"] pre').textContent())?.trim(), slow)
  await assertGood(ann, 'slow code')
})

test('[W6] a message of one to three emoji is large', async () => {
  const member = await enter(server.url, { name: 'Smiley' })
  for (const body of ['🎉', '👩‍👩‍👧 🚀 ❤️', '🎉🎉🎉🎉', '1', 'ok 🎉']) await member.say(body)
  const ann = await visitor(browser, server.url)
  await ann.join('Ella')
  await ann.log.getByText('ok 🎉').waitFor()
  const large = await ann.log.locator('.body[data-kind=emoji]').allTextContents()
  assert.deepEqual(
    large.map((text) => text.trim()).filter((text) => text !== ''),
    ['🎉', '👩‍👩‍👧 🚀 ❤️'],
  )
  member.leave()
})

test('[W70] texts, links and code are copied without https, too', async () => {
  const room = accepted(await olivia.run('room:create', { name: 'Copies', kind: 'open' }))
  const body = 'take this:\n```js\nlet a = 1\n    a += 1\n```'
  accepted(await olivia.run('message:send', { roomId: room.id, clientId: 'copied', body }))
  const ann = await member('Copy Cat')
  // A page over plain HTTP from another machine has none.
  await ann.context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined }),
  )
  await ann.page.goto(`${server.url}/${room.slug}`)
  await ann.page.getByRole('button', { name: 'Join Copies' }).click()
  await ann.composer.waitFor()
  const pasted = async () => {
    await ann.composer.fill('')
    await ann.composer.press('ControlOrMeta+v')
    return ann.composer.inputValue()
  }
  const choose = async (item: string) => {
    await ann.log.locator('article').hover()
    await ann.log.getByRole('button', { name: 'More' }).click()
    await ann.page.getByRole('menuitem', { name: item }).click()
    await ann.page.getByRole('menu').waitFor({ state: 'hidden' })
  }
  await choose('Copy link')
  assert.equal(await pasted(), `${server.url}/${room.slug}/1`)
  await choose('Copy text')
  assert.match(await pasted(), /take this:\n```js\nlet a = 1\n {4}a \+= 1\n```/)
  await ann.log.getByRole('button', { name: 'Copy', exact: true }).click()
  await ann.log.getByRole('button', { name: 'Copied' }).waitFor()
  assert.match(await pasted(), /let a = 1\n {4}a \+= 1/)

  // Over a dialog, behind which nothing can be selected.
  await ann.page.getByRole('button', { name: 'You are Copy Cat' }).click()
  const dialog = ann.page.getByRole('dialog')
  await openSection(ann.page, 'Devices')
  await dialog.getByRole('button', { name: 'Create link' }).click()
  await dialog.getByRole('button', { name: 'Copy' }).click()
  await dialog.getByRole('button', { name: 'Copied' }).waitFor()
  const link = await dialog.getByRole('textbox', { name: 'Sign-in link' }).inputValue()
  await ann.page.keyboard.press('Escape')
  assert.equal(await pasted(), link)
  assert.deepEqual(ann.problems, [])
})

test('[W71] the result of the last command disappears when the next one is wrong', async () => {
  const room = accepted(await olivia.run('room:create', { name: 'Answers', kind: 'open' }))
  const ann = await member('Nora')
  await ann.page.goto(`${server.url}/${room.slug}`)
  await ann.page.getByRole('button', { name: 'Join Answers' }).click()
  await ann.composer.waitFor()
  await ann.say('/nick Nora Anew')
  const done = ann.page.getByText('Your name is now Nora Anew.')
  await done.waitFor()
  await ann.say('/join nowhere')
  await ann.page.getByRole('alert').filter({ hasText: 'There’s no room called nowhere' }).waitFor()
  assert.equal(await done.count(), 0)
  assert.deepEqual(ann.problems, [])
})

test('[W72] a malformed command is not carried out, and the page says what to write', async () => {
  for (const name of ['Bexley', 'Bexter', 'Ann Bexhill']) await enterAsPerson(server, name)
  const room = accepted(await olivia.run('room:create', { name: 'Forms', kind: 'open' }))
  const ann = await member('Fiona')
  await ann.page.goto(`${server.url}/${room.slug}`)
  await ann.page.getByRole('button', { name: 'Join Forms' }).click()
  await ann.composer.waitFor()
  for (const [wrong, answer] of [
    ['/leave now', '/leave takes no text. Send it on its own.'],
    ['/help me', '/help takes no text. Send it on its own.'],
    ['/invite bex', 'Several names start with bex: Ann Bexhill, Bexley, Bexter. Type the full name.'],
  ] as const) {
    await ann.say(wrong)
    await ann.page.getByRole('alert').filter({ hasText: answer }).waitFor()
    assert.equal(await ann.composer.inputValue(), wrong, 'it stays, to be mended')
  }
  assert.equal(await ann.page.getByRole('dialog').count(), 0)
  const { members } = accepted(await olivia.run('room:members', { roomId: room.id }))
  assert.deepEqual(members.map(({ user }) => user.name).toSorted(), ['Fiona', 'Olivia'])
  assert.deepEqual(ann.problems, [])
})

test('[W74, W14] a reaction that is refused says so, whichever button gave it', async () => {
  const room = accepted(await olivia.run('room:create', { name: 'Nods', kind: 'open' }))
  accepted(await olivia.run('message:send', { roomId: room.id, clientId: 'nod', body: 'nod if you agree' }))
  accepted(await olivia.run('message:react', { roomId: room.id, seq: 1, emoji: '🎉', on: true }))
  const ann = await member('Rea')
  await ann.context.routeWebSocket(/\/socket\.io\//, (near) => {
    const far = near.connectToServer()
    near.onMessage((frame) => {
      const [, id] = /^42\/chat,(\d+)\["message:react"/.exec(String(frame)) ?? []
      const answer = [{ ok: false, error: { code: 'forbidden', message: 'Enough of that.' } }]
      if (id === undefined) far.send(frame)
      else near.send(`43/chat,${id}${JSON.stringify(answer)}`)
    })
  })
  await ann.page.goto(`${server.url}/${room.slug}`)
  await ann.page.getByRole('button', { name: 'Join Nods' }).click()
  await ann.composer.waitFor()
  const said = (emoji: string) =>
    ann.page.getByRole('alert').filter({ hasText: `Couldn’t add ${emoji}: Enough of that.` })
  await ann.log.getByText('nod if you agree').hover()
  await ann.log.getByRole('button', { name: 'React with 👍' }).click()
  await said('👍').waitFor()
  await assertGood(ann, 'a refused reaction')
  await ann.log.getByRole('button', { name: /^🎉 1/ }).click()
  await said('🎉').waitFor()
  assert.equal(await said('👍').count(), 0)
  assert.deepEqual(ann.problems, [])
})

test('[W75, W14] an edit that cannot be saved says why, and what to do', async () => {
  const ann = await member('Edna')
  await ann.say('short and good')
  await ann.log.getByText('short and good').waitFor()
  await eventually(async () => assert.equal(await ann.page.locator('article[data-state]').count(), 0))
  await ann.composer.press('ArrowUp')
  const edit = ann.page.getByRole('textbox', { name: 'Edit message' })
  await edit.fill('x'.repeat(MAX_BODY_BYTES - 100))
  await ann.log.getByText('100 of 16,384 left').waitFor()
  await edit.fill('x'.repeat(MAX_BODY_BYTES + 10))
  await edit.press('Enter')
  await ann.log.getByRole('alert').filter({ hasText: '10 characters too long' }).waitFor()
  await assertGood(ann, 'an edit that is too long')
  await edit.fill('  ')
  await edit.press('Enter')
  await ann.log.getByRole('alert').filter({ hasText: 'The message is empty.' }).waitFor()
  await assertGood(ann, 'an edit without a word')
  assert.equal(await edit.inputValue(), '  ')
  await ann.log.getByRole('button', { name: 'Delete message' }).click()
  await edit.waitFor({ state: 'hidden' })
  await ann.log.getByText('This message was deleted.').waitFor()
  assert.equal(await ann.log.getByText('short and good').count(), 0)
  assert.equal(await ann.composer.evaluate((field) => field === document.activeElement), true)
  assert.deepEqual(ann.problems, [])
})

test('[W77] the message I reply to is kept with my draft, for each room', async () => {
  const ann = await member('Ursula')
  const answer = async (slug: string, body: string) => {
    await ann.page.goto(`${server.url}/${slug}`)
    await ann.log.getByText(body).last().hover()
    await ann.page.getByRole('button', { name: 'Reply' }).click()
    await ann.page.getByText('Replying to').waitFor()
  }
  const rooms = ['Half answers', 'Half questions'].map((name) => olivia.run('room:create', { name, kind: 'open' }))
  const [one, other] = (await Promise.all(rooms)).map(accepted)
  assert.ok(one && other)
  for (const { id } of [one, other]) {
    const cookie = await sessionCookie(ann.context)
    accepted(await olivia.run('message:send', { roomId: id, clientId: `ask ${id}`, body: 'who is coming?' }))
    await done(server, { token: cookie?.value ?? '' }, 'room:join', { roomId: id })
  }
  await answer(one.slug, 'who is coming?')
  await ann.composer.fill('half an answer')
  await ann.page.reload()
  await ann.page.getByText('Replying to').waitFor()
  await eventually(async () => assert.equal(await ann.composer.inputValue(), 'half an answer'))
  await answer(other.slug, 'who is coming?')
  await ann.say('/help')
  await ann.page.getByRole('dialog').waitFor()
  await ann.page.keyboard.press('Escape')
  await ann.page.getByText('Replying to').waitFor()
  await ann.page.goto(`${server.url}/${one.slug}`)
  await ann.page.getByText('Replying to').waitFor()
  await ann.composer.press('Enter')
  await ann.log.locator('article', { hasText: 'half an answer' }).locator('.quoted').waitFor()
  await ann.page.getByText('Replying to').waitFor({ state: 'detached' })
  assert.deepEqual(ann.problems, [])
})

test('[W78] ↑ edits my last message, wherever in the room I read', async () => {
  const room = accepted(await olivia.run('room:create', { name: 'Long ago', kind: 'open' }))
  const ann = await member('Vera')
  const cookie = await sessionCookie(ann.context)
  const vera = { token: cookie?.value ?? '' }
  await done(server, vera, 'room:join', { roomId: room.id })
  const say = (body: string) => done(server, vera, 'message:send', { roomId: room.id, clientId: body, body })
  await say('said first')
  const others = Array.from({ length: 200 }, (_, index) =>
    olivia.run('message:send', { roomId: room.id, clientId: `filler ${index}`, body: `filler ${index}` }),
  )
  for (const result of await Promise.all(others)) accepted(result)
  await say('said last')
  await ann.page.goto(`${server.url}/${room.slug}/1`)
  await ann.log.getByText('said first').waitFor()
  assert.equal(await ann.log.getByText('said last').count(), 0)
  // Where the room ends is known to the server alone.
  await untilOnline(ann.page)
  await ann.composer.press('ArrowUp')
  const edit = ann.page.getByRole('textbox', { name: 'Edit message' })
  await edit.waitFor()
  assert.equal(await edit.inputValue(), 'said last')
  assert.deepEqual(ann.problems, [])
})

test('[W78] ↑ finds my last message however far back it is, and does nothing without one', async () => {
  const room = accepted(await olivia.run('room:create', { name: 'Longer ago', kind: 'open' }))
  const others = Array.from({ length: 150 }, (_, index) =>
    olivia.run('message:send', { roomId: room.id, clientId: `line ${index}`, body: `line ${index}` }),
  )
  for (const result of await Promise.all(others)) accepted(result)
  const ann = await member('Zora')
  const cookie = await sessionCookie(ann.context)
  const zora = { token: cookie?.value ?? '' }
  await done(server, zora, 'room:join', { roomId: room.id })
  const edit = ann.page.getByRole('textbox', { name: 'Edit message' })
  const open = async (path: string) => {
    await ann.page.goto(`${server.url}/${room.slug}${path}`)
    await untilOnline(ann.page)
  }

  await open('/10')
  const first = ann.log.getByText('line 9', { exact: true })
  await first.waitFor()
  const before = await first.boundingBox()
  await ann.composer.press('ArrowUp')
  await atRest(ann.page)
  assert.deepEqual(await first.boundingBox(), before)

  await done(server, zora, 'message:send', { roomId: room.id, clientId: 'only', body: 'all I ever said' })
  for (let line = 0; line < 150; line++)
    accepted(await olivia.run('message:send', { roomId: room.id, clientId: `later ${line}`, body: `later ${line}` }))
  await done(server, zora, 'room:read', { roomId: room.id, seq: 301 })
  await open('')
  await ann.log.getByText('later 149').waitFor()
  assert.equal(await ann.log.getByText('all I ever said').count(), 0)
  await ann.composer.press('ArrowUp')
  await edit.waitFor()
  assert.equal(await edit.inputValue(), 'all I ever said')
  await eventually(async () => assert.ok(await edit.evaluate((field) => field === document.activeElement)))
  await edit.fill('all I ever meant')
  await edit.press('Enter')
  await ann.log.getByText('all I ever meant').waitFor()
  assert.deepEqual(ann.problems, [])
})

test('[W79] a change to a message is not lost with its row or the message', async () => {
  const room = accepted(await olivia.run('room:create', { name: 'Changes', kind: 'open' }))
  const fillers = Array.from({ length: 450 }, (_, index) =>
    olivia.run('message:send', { roomId: room.id, clientId: `before ${index}`, body: `before ${index}` }),
  )
  for (const result of await Promise.all(fillers)) accepted(result)
  const ann = await member('Wilma')
  await ann.page.goto(`${server.url}/${room.slug}`)
  await ann.page.getByRole('button', { name: 'Join Changes' }).click()
  await ann.composer.waitFor()
  await ann.say('to be changed')
  await ann.log.getByText('to be changed').waitFor()
  await eventually(async () => assert.equal(await ann.page.locator('article[data-state]').count(), 0))
  await ann.composer.press('ArrowUp')
  const edit = ann.page.getByRole('textbox', { name: 'Edit message' })
  await edit.fill('changed by half')
  await ann.page.evaluate(() => {
    history.pushState(null, '', `${location.pathname}/1`)
    dispatchEvent(new PopStateEvent('popstate'))
  })
  await ann.log.getByText('before 0', { exact: true }).waitFor()
  await edit.waitFor({ state: 'detached' })
  await ann.page.getByRole('button', { name: /newest/i }).click()
  await edit.waitFor()
  assert.equal(await edit.inputValue(), 'changed by half')

  accepted(await olivia.run('message:delete', { roomId: room.id, seq: 451 }))
  await ann.page.getByText('The message was deleted while you edited it.').waitFor()
  assert.equal(await ann.composer.inputValue(), 'changed by half')
  assert.equal(await ann.composer.evaluate((field) => field === document.activeElement), true)
  assert.deepEqual(ann.problems, [])
})

test('[W79] a change to a message is not lost when it is deleted off the screen, or where I cannot write', async () => {
  const room = accepted(await olivia.run('room:create', { name: 'Far changes', kind: 'open' }))
  const fillers = Array.from({ length: 450 }, (_, index) =>
    olivia.run('message:send', { roomId: room.id, clientId: `far ${index}`, body: `before ${index}` }),
  )
  for (const result of await Promise.all(fillers)) accepted(result)
  const ann = await member('Wanda')
  const cookie = await sessionCookie(ann.context)
  const wanda = { token: cookie?.value ?? '' }
  await done(server, wanda, 'room:join', { roomId: room.id })
  for (const body of ['the first', 'the second'])
    await done(server, wanda, 'message:send', { roomId: room.id, clientId: body, body })
  await ann.page.goto(`${server.url}/${room.slug}`)
  await untilOnline(ann.page)
  const edit = ann.page.getByRole('textbox', { name: 'Edit message' })
  const toFirst = async () => {
    await ann.page.evaluate(() => {
      history.pushState(null, '', `${location.pathname.replace(/\/\d+$/, '')}/1`)
      dispatchEvent(new PopStateEvent('popstate'))
    })
    await ann.log.getByText('before 0', { exact: true }).waitFor()
    await edit.waitFor({ state: 'detached' })
  }

  await ann.log.getByText('the second').waitFor()
  await ann.composer.press('ArrowUp')
  await edit.fill('the second, changed by half')
  await toFirst()
  accepted(await olivia.run('message:delete', { roomId: room.id, seq: 452 }))
  await ann.page.getByRole('button', { name: /newest/i }).click()
  await ann.page.getByText('The message was deleted while you edited it.').waitFor()
  assert.equal(await ann.composer.inputValue(), 'the second, changed by half')
  await ann.composer.fill('')

  await ann.composer.press('ArrowUp')
  await eventually(async () => assert.equal(await edit.inputValue(), 'the first'))
  await edit.fill('the first, changed by half')
  accepted(await olivia.run('room:update', { roomId: room.id, isLocked: true }))
  await ann.page.getByText('This room is locked.').waitFor()
  accepted(await olivia.run('message:delete', { roomId: room.id, seq: 451 }))
  await edit.waitFor({ state: 'detached' })
  accepted(await olivia.run('room:update', { roomId: room.id, isLocked: false }))
  await eventually(async () => assert.equal(await ann.composer.inputValue(), 'the first, changed by half'))
  assert.deepEqual(ann.problems, [])
})

test('[W79] a row that comes back with its change takes nobody’s focus', async () => {
  const room = accepted(await olivia.run('room:create', { name: 'Coming back', kind: 'open' }))
  const fillers = Array.from({ length: 450 }, (_, index) =>
    olivia.run('message:send', { roomId: room.id, clientId: `back ${index}`, body: `back ${index}` }),
  )
  for (const result of await Promise.all(fillers)) accepted(result)
  const ann = await member('Wenke')
  await ann.page.goto(`${server.url}/${room.slug}`)
  await ann.page.getByRole('button', { name: 'Join Coming back' }).click()
  await ann.composer.waitFor()
  await ann.say('to be changed')
  await ann.log.getByText('to be changed').waitFor()
  await eventually(async () => assert.equal(await ann.page.locator('article[data-state]').count(), 0))
  const edit = ann.page.getByRole('textbox', { name: 'Edit message' })
  const composer = ann.page.locator('.composer textarea')
  const isActive = async (field: typeof edit) => field.evaluate((element) => element === document.activeElement)
  const go = (seq: number) =>
    ann.page.evaluate((path) => {
      history.pushState(null, '', path)
      dispatchEvent(new PopStateEvent('popstate'))
    }, `/${room.slug}/${seq}`)
  const goAway = async () => {
    await go(1)
    await ann.log.getByText('back 0', { exact: true }).waitFor()
    await edit.waitFor({ state: 'detached' })
  }
  await composer.press('ArrowUp')
  await edit.fill('changed by half')
  await goAway()
  await composer.fill('something else meanwhile')
  await go(451)
  await edit.waitFor()
  await atRest(ann.page)
  assert.ok(await isActive(composer))
  assert.equal(await composer.inputValue(), 'something else meanwhile')

  // A lost focus comes back to the field; ↑ takes it as ever.
  await edit.focus()
  await goAway()
  await go(451)
  await edit.waitFor()
  await eventually(async () => assert.ok(await isActive(edit)))
  await goAway()
  await composer.fill('')
  await composer.press('ArrowUp')
  await edit.waitFor()
  await eventually(async () => assert.ok(await isActive(edit)))
  assert.equal(await edit.inputValue(), 'changed by half')
  assert.deepEqual(ann.problems, [])
})

test('[W80] sending in one tab keeps the draft in another, also over a reload', async () => {
  const ann = await member('Xenia')
  const page = await ann.context.newPage()
  await page.goto(server.url)
  const second = page.getByRole('textbox', { name: 'Message' })
  await second.waitFor()
  await untilOnline(page)
  await ann.composer.fill('begun in the first')
  await second.fill('sent from the second')
  await second.press('Enter')
  await ann.log.getByText('sent from the second').waitFor()
  await eventually(async () => assert.equal(await second.inputValue(), ''))
  await ann.page.reload()
  await ann.composer.waitFor()
  await eventually(async () => assert.equal(await ann.composer.inputValue(), 'begun in the first'))
  assert.deepEqual(ann.problems, [])
})

test('[W80] a tab’s draft survives sending in another, whether it is open, reloaded or closed', async () => {
  const ann = await member('Yvette')
  const begun = 'a long thought of the first tab'
  const other = await ann.context.newPage()
  const there = other.getByRole('textbox', { name: 'Message' })
  const open = async (page: typeof other, act: () => Promise<unknown>) => {
    await act()
    await untilOnline(page)
  }
  const sendThere = async (body: string) => {
    await there.fill(body)
    await there.press('Enter')
    await eventually(async () => assert.equal(await there.inputValue(), ''))
  }
  await ann.composer.fill(begun)
  // It is there in a tab that comes later, too, which goes on to something else.
  await open(other, () => other.goto(server.url))
  await eventually(async () => assert.equal(await there.inputValue(), begun))
  await sendThere('a word of the second tab')
  await open(ann.page, () => ann.page.reload())
  await eventually(async () => assert.equal(await ann.composer.inputValue(), begun))
  await sendThere('another word')
  await ann.page.close()
  await sendThere('a third word')
  await open(other, () => other.reload())
  await eventually(async () => assert.equal(await there.inputValue(), begun))
  await there.press('Enter')
  await eventually(async () => assert.equal(await there.inputValue(), ''))
  await open(other, () => other.reload())
  await untilWhole(other)
  assert.equal(await there.inputValue(), '', 'what was sent does not come back')
})
