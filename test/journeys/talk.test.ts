/** Two people with a browser each. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '../support/eventually.ts'
import { visitor } from '../support/browser.ts'
import { startJourney } from '../support/journey.ts'

const { server, browser } = await startJourney()

test('Ann and Bob join, talk both ways, and a reload keeps Ann in', async () => {
  const [ann, bob] = await Promise.all([
    visitor(browser, server.url, { screen: 'desktop' }),
    visitor(browser, server.url, { screen: 'phone', colors: 'dark' }),
  ])
  await ann.join('Ann')
  await bob.join('Bob')

  await ann.say('Can you hear me?')
  await bob.log.getByText('Can you hear me?').waitFor()
  await bob.say('Loud and clear.')
  await ann.log.getByText('Loud and clear.').waitFor()
  await bob.log.getByText('Ann', { exact: true }).first().waitFor()

  await ann.composer.fill('first line')
  await ann.composer.press('Shift+Enter')
  await ann.composer.pressSequentially('second line')
  await ann.composer.press('Enter')
  await bob.log.getByText('second line').waitFor()
  assert.equal(await ann.composer.inputValue(), '', 'the composer is empty again')

  for (const { shown } of [ann, bob])
    await eventually(async () =>
      assert.deepEqual(
        (await shown()).map(({ seq }) => seq),
        [1, 2, 3],
      ),
    )

  await ann.page.reload()
  await ann.composer.waitFor()
  await ann.log.getByText('Loud and clear.').waitFor()
  await ann.say('And after a reload?')
  await bob.log.getByText('And after a reload?').waitFor()
  assert.equal(await ann.page.getByLabel('Your name').count(), 0)

  await eventually(async () =>
    assert.equal(await ann.log.locator('article[data-state]').count(), 0, 'nothing is pending'),
  )
  assert.deepEqual([ann.problems, bob.problems], [[], []])
})
