/** Writing by hand: what undo takes back, what Enter does, and what is pasted. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSection } from '../support/account.ts'
import { type Look, untilWhole, type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { enterAsOwner, enterAsPerson } from '../support/people.ts'
import { atRest } from '../support/rest.ts'
import { assertGood } from '../support/screens.ts'
import { accepted } from '../support/sockets.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)
await enterAsPerson(server, 'Ben Bright')
const design = accepted(await olivia.run('room:create', { name: 'Design', kind: 'open' }))

async function member(name: string, look?: Look): Promise<Visitor> {
  const who = await visitor(browser, server.url, look)
  await who.join(name)
  await untilWhole(who.page)
  return who
}

const optionsOf = ({ page }: Visitor) => page.getByRole('listbox').getByRole('option')

const holds = ({ composer }: Visitor, text: string) =>
  eventually(async () => assert.equal(await composer.inputValue(), text))

/** Pastes as a person does, after copying it elsewhere; `types` is what else an editor puts there. */
async function paste({ page, composer }: Visitor, text: string, types: Record<string, string> = {}): Promise<void> {
  await composer.focus()
  await page.evaluate(
    (data) => {
      const give = (event: ClipboardEvent) => {
        for (const [type, value] of Object.entries(data)) event.clipboardData?.setData(type, value)
        event.preventDefault()
        event.stopImmediatePropagation()
      }
      addEventListener('copy', give, { capture: true, once: true })
      document.execCommand('copy')
    },
    { 'text/plain': text, ...types },
  )
  await composer.press('ControlOrMeta+v')
}

/** Ctrl+Z until nothing changes any more: everything that was in the field on the way. */
async function undone(who: Visitor): Promise<string[]> {
  const seen = [await who.composer.inputValue()]
  for (;;) {
    await who.composer.press('ControlOrMeta+z')
    const now = await who.composer.inputValue()
    if (now === seen.at(-1)) return seen
    seen.push(now)
  }
}

test('[W196] undo reverts each completion, and then the typed text', async () => {
  const ann = await member('Undine')
  const link = `[#Design](${server.url}/${design.slug}) `
  for (const [typed, offered, completed] of [
    ['hi @ben', 'Ben Bright', 'hi @Ben Bright '],
    ['nice :tad', ':tada:', 'nice 🎉 '],
    ['see #desi', 'Design', `see ${link}`],
    ['/shr', '/shrug', '/shrug '],
  ] as const) {
    await ann.composer.pressSequentially(typed)
    await optionsOf(ann).filter({ hasText: offered }).waitFor()
    await ann.composer.press('Enter')
    await holds(ann, completed)
    await ann.composer.pressSequentially('x')
    const seen = await undone(ann)
    assert.ok(seen.includes(typed), `${completed}: ${seen.join(' | ')}`)
    assert.equal(seen.at(-1), '')
    await ann.composer.press('ControlOrMeta+Shift+z')
    assert.notEqual(await ann.composer.inputValue(), '', 'and it can be done again')
    await ann.composer.fill('')
  }
  assert.deepEqual(ann.problems, [])
})

test('[W196] undo reverts a mention that a button inserted', async () => {
  const ann = await member('Mina')
  await ann.composer.pressSequentially('well')
  await olivia.say('here I am')
  const row = ann.log.locator('article').filter({ hasText: 'here I am' }).last()
  await row
    .getByRole('button', { name: /Olivia/ })
    .first()
    .click()
  await ann.page.getByRole('dialog', { name: 'Olivia' }).getByRole('button', { name: 'Mention' }).click()
  await holds(ann, 'well @Olivia ')
  await ann.composer.press('ControlOrMeta+z')
  await holds(ann, 'well')
  assert.deepEqual(ann.problems, [])
})

test('[W5, W196] pasted code keeps its lines, and the first undo takes only the fence away', async () => {
  const ann = await member('Paula')
  const code = 'if (a) {\n    b()\n}'
  await ann.composer.fill('look: and then')
  for (let step = 0; step < ' and then'.length; step++) await ann.composer.press('ArrowLeft')
  await paste(ann, code)
  await holds(ann, `look:\n\`\`\`\n${code}\n\`\`\`\n and then`)
  await ann.composer.press('ControlOrMeta+z')
  await holds(ann, `look:${code} and then`)
  await ann.composer.press('ControlOrMeta+z')
  await holds(ann, 'look: and then')
  await ann.composer.fill('')
  await paste(ann, code)
  await ann.composer.press('Enter')
  await ann.log.locator('pre', { hasText: '    b()' }).waitFor()
  assert.equal(await ann.log.locator('pre code').last().textContent(), code)
  assert.deepEqual(ann.problems, [])
})

test('[W5, W196] code of a thousand lines is fenced, and undo takes it back', async () => {
  const ann = await member('Paul')
  const code = `f(() => {\n${Array.from({ length: 1_000 }, (_, line) => `  a(${line})\n`).join('')}})`
  await paste(ann, `${code}\n`)
  await eventually(async () => assert.match((await ann.composer.inputValue()).slice(0, 5), /```/))
  assert.ok((await ann.composer.inputValue()) === `\`\`\`\n${code}\n\`\`\`\n`)
  const field = await ann.composer.evaluate((element) => (element as HTMLTextAreaElement).selectionStart)
  assert.equal(field, code.length + 9, 'the caret is behind it')
  const lengths = (await undone(ann)).map(({ length }) => length)
  assert.equal(lengths.at(-1), 0, lengths.join())
  assert.deepEqual(ann.problems, [])
})

test('[W195] lines that are merely indented, and code within a fence, are pasted as they are', async () => {
  const ann = await member('Petra')
  const list = '- milk\n  - whole\n  - two bottles\n- eggs'
  await paste(ann, list)
  await atRest(ann.page)
  await holds(ann, list)
  // The next that comes is not taken for it.
  await ann.composer.fill('```\n')
  await paste(ann, 'a {\n  b: c;\n}')
  await atRest(ann.page)
  await holds(ann, '```\na {\n  b: c;\n}')
  // Of what comes from an editor it is known that it is code, and which.
  await ann.composer.fill('')
  await paste(ann, 'one\ntwo', { 'vscode-editor-data': '{"version":1,"mode":"typescriptreact"}' })
  await holds(ann, '```tsx\none\ntwo\n```\n')
  await ann.composer.fill('')
  await paste(ann, 'one\n  two', { 'vscode-editor-data': '{"version":1,"mode":"markdown"}' })
  await atRest(ann.page)
  await holds(ann, 'one\n  two')
  assert.deepEqual(ann.problems, [])
})

test('[W197] a smiley is sent as typed, whatever it resembles', async () => {
  const ann = await member('Smila')
  for (const smile of ['hi :-p', ':-D', ':dd', ':3', ':oo', ':wq', 'we are #1', '12:30', ':-)'] as const) {
    await ann.composer.pressSequentially(smile)
    await atRest(ann.page)
    await ann.composer.press('Enter')
    await holds(ann, '')
    await ann.log.getByText(smile, { exact: true }).waitFor()
  }
  // A guess is taken by who goes to it, or by Tab.
  await ann.composer.pressSequentially(':dd')
  await optionsOf(ann).first().waitFor()
  assert.equal(await ann.page.getByRole('option', { selected: true }).count(), 0)
  await assertGood(ann, 'guesses')
  await ann.composer.press('ArrowDown')
  await ann.composer.press('Enter')
  assert.match(await ann.composer.inputValue(), /^\p{RGI_Emoji} $/v)
  await ann.composer.fill('')
  await ann.composer.pressSequentially(':dd')
  await optionsOf(ann).first().waitFor()
  await ann.composer.press('Tab')
  assert.match(await ann.composer.inputValue(), /^\p{RGI_Emoji} $/v)
  assert.deepEqual(ann.problems, [])
})

test('[W198] on a phone Enter begins a new line, and the button sends, in a message and in an edit', async () => {
  const ann = await member('Thumbelina', { screen: 'phone' })
  await ann.composer.pressSequentially('one')
  await ann.composer.press('Enter')
  await ann.composer.pressSequentially('two')
  await holds(ann, 'one\ntwo')
  assert.equal(await ann.composer.getAttribute('enterkeyhint'), 'enter')
  await ann.page.getByRole('button', { name: 'Send' }).tap()
  await ann.log.getByText('two').waitFor()
  await eventually(async () => assert.equal(await ann.page.locator('article[data-state]').count(), 0))
  await ann.composer.press('ArrowUp')
  const edit = ann.page.getByRole('textbox', { name: 'Edit message' })
  await edit.press('Enter')
  await edit.pressSequentially('three')
  assert.equal(await edit.inputValue(), 'one\ntwo\nthree')
  await ann.log.getByText('Ctrl+Enter to save').waitFor()
  await edit.press('ControlOrMeta+Enter')
  await edit.waitFor({ state: 'hidden' })
  await ann.log.getByText('three').waitFor()
  assert.deepEqual(ann.problems, [])
})

test('[W198] the setting for Enter is kept on the device, and on a phone a button starts a new line', async () => {
  const ann = await member('Settler', { screen: 'phone' })
  const { page } = ann
  const choose = async (what: string) => {
    await page.getByRole('button', { name: /^Rooms and people/ }).click()
    await page.getByRole('button', { name: 'You are Settler' }).click()
    const dialog = page.getByRole('dialog')
    await openSection(page, 'Language and keys')
    await dialog.getByRole('combobox', { name: 'Enter key' }).selectOption(what)
    await assertGood(ann, 'the settings')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await page.keyboard.press('Escape')
  }
  await choose('Sends the message')
  await page.reload()
  await untilWhole(page)
  assert.equal(await ann.composer.getAttribute('enterkeyhint'), 'send')
  await ann.composer.pressSequentially('half')
  await page.getByRole('button', { name: 'New line' }).tap()
  assert.ok(await ann.composer.evaluate((field) => field === document.activeElement), 'the keyboard stays open')
  await ann.composer.pressSequentially('whole')
  await holds(ann, 'half\nwhole')
  await assertGood(ann, 'the button for a new line')
  await ann.composer.press('Enter')
  await holds(ann, '')
  await ann.log.getByText('whole').waitFor()
  await choose('Starts a new line')
  await page.getByRole('button', { name: 'New line' }).waitFor({ state: 'hidden' })
  assert.deepEqual(ann.problems, [])
})

test('[W198] on a keyboard Enter sends unless set otherwise, Ctrl+Enter always, Shift+Enter never', async () => {
  const ann = await member('Kay')
  const { page } = ann
  await ann.composer.pressSequentially('first')
  await ann.composer.press('Shift+Enter')
  await ann.composer.pressSequentially('line')
  await ann.composer.press('ControlOrMeta+Enter')
  await holds(ann, '')
  await page.getByRole('button', { name: 'You are Kay' }).click()
  await openSection(page, 'Language and keys')
  await page.getByRole('dialog').getByRole('combobox', { name: 'Enter key' }).selectOption('Starts a new line')
  await page.keyboard.press('Escape')
  await ann.composer.pressSequentially('a')
  await ann.composer.press('Enter')
  await ann.composer.press('Shift+Enter')
  await ann.composer.pressSequentially('b')
  await holds(ann, 'a\n\nb')
  await ann.composer.press('ControlOrMeta+Enter')
  await holds(ann, '')
  // The list of keys says so.
  await page.getByRole('log').focus()
  await page.keyboard.press('?')
  await page.getByRole('dialog').locator('.keys > div', { hasText: 'Send' }).getByText('Ctrl').waitFor()
  assert.deepEqual(ann.problems, [])
})
