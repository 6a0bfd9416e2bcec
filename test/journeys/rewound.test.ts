/** The server comes back with an older history than the page has seen: a backup was restored. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { NETWORK_IS_AWAY, openBrowser, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { post, signIn, wholeHistory } from '../support/http.ts'
import { startServer } from '../support/server.ts'

const NOTE = 'This chat was restored from a backup.'

const browser = await openBrowser()
after(async () => browser.close())

/** The lobby loses everything after `lastSeq`, as by an older backup. */
function rewind(dataDir: string, lastSeq: number, epoch: string | undefined): void {
  const database = new DatabaseSync(join(dataDir, 'earshot.db'))
  const { rev } = database
    .prepare(`select max(rev) as rev from messages where room_id = 'lobby' and seq <= ?`)
    .get(lastSeq) as { rev: number }
  database.prepare(`delete from messages where room_id = 'lobby' and seq > ?`).run(lastSeq)
  database.prepare(`update rooms set last_seq = ?, rev = ? where id = 'lobby'`).run(lastSeq, rev)
  if (epoch) database.prepare(`update meta set value = ? where key = 'epoch'`).run(epoch)
  database.close()
}

for (const [how, epoch] of [
  ['another epoch', 'restored-from-backup'],
  ['the same epoch, but a room that is behind', undefined],
] as const) {
  test(`[C6, C8, C9] after ${how} the page shows what the server has, says so, and sends what it held`, async () => {
    let server = await startServer({ args: ['--limits', 'off'] })
    const bob = await signIn(server, 'Bob')
    const ann = await visitor(browser, server.url)
    await ann.join('Ann')
    for (let number = 1; number <= 12; number++) await post(server, bob.token, `message ${number}`)
    await ann.log.getByText('message 12', { exact: true }).waitFor()

    await server.stop()
    await ann.page.locator('main[data-connection=offline]').waitFor()
    for (const body of ['held 1', 'held 2', 'held 3']) {
      await ann.say(body)
      await eventually(async () => assert.equal(await ann.composer.inputValue(), ''))
    }
    await ann.page.getByText('3 waiting').waitFor()
    rewind(server.dataDir, 8, epoch)
    server = await startServer({ args: ['--limits', 'off', '--port', String(server.port)], dataDir: server.dataDir })

    const expected = [...Array.from({ length: 8 }, (_, index) => `message ${index + 1}`), 'held 1', 'held 2', 'held 3']
    await eventually(async () => {
      const stored = await wholeHistory(server, bob.token)
      assert.deepEqual(
        stored.map(({ body }) => body),
        expected,
      )
    }, 20_000)
    const note = ann.page.getByRole('status').filter({ hasText: NOTE })
    await note.waitFor()
    await eventually(async () => {
      const shown = await ann.log.locator('article[data-seq] .body').allTextContents()
      assert.deepEqual(shown, expected)
      assert.equal(await ann.log.locator('article[data-state]').count(), 0)
    })
    await note.getByRole('button', { name: 'OK' }).click()
    await note.waitFor({ state: 'detached' })

    // And on it goes: what comes now is new again.
    await post(server, bob.token, 'after the restore')
    await ann.log.getByText('after the restore').waitFor()
    await ann.page.reload()
    await ann.log.getByText('after the restore').waitFor()
    assert.equal(await note.count(), 0, 'a page that never saw the old history has nothing to explain')
    assert.deepEqual(
      ann.problems.filter((problem) => !NETWORK_IS_AWAY.test(problem)),
      [],
    )
    await server.stop()
  })
}
