/** The index by itself: that it says where to look, follows what happens, and may be lost. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { type Database, openForWriting } from '../database.ts'
import { follow } from './follow.ts'
import { searchable, termsOf } from './grams.ts'
import { openIndex, type SearchIndex, turned } from './index-file.ts'
import { merge } from './merge.ts'
import { noSample, shareOf, takeSample } from './sample.ts'
import { search } from './search.ts'

describe('the search index', () => {
  let folder: string
  let messages: Database
  let index: SearchIndex
  const indexPath = () => join(folder, 'search.db')

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-index-'))
    messages = openForWriting(join(folder, 'earshot.db'))
    messages.run(
      `insert into users (id, name, name_key, name_look, kind, created_at) values ('u', 'Ann', 'ann', 'ann', 'guest', '')`,
    )
    index = openIndex(indexPath(), messages)
  })
  after(async () => {
    messages.close()
    index.database.close()
    await rm(folder, { recursive: true })
  })

  function say(body: string, roomId = 'lobby', sentAt = '2026-01-01T00:00:00.000Z'): number {
    messages.run('update rooms set last_seq = last_seq + 1, rev = rev + 1 where id = ?', roomId)
    return messages.get<{ rowid: number }>(
      `insert into messages (room_id, seq, rev, client_id, author_id, body, sent_at)
       select id, last_seq, rev, hex(randomblob(8)), 'u', ?2, ?3 from rooms where id = ?1
       returning rowid`,
      roomId,
      body,
      sentAt,
    )!.rowid
  }
  const followAll = () => {
    while (follow(messages, index));
  }
  const rowsOf = (text: string) => {
    const terms = termsOf(searchable(text))
    if (terms.length === 0) return undefined
    return index.database
      .all<{ rowid: number }>(
        'select rowid from grams where grams match ?',
        terms.map(({ match }) => match).join(' AND '),
      )
      .map(({ rowid }) => turned(rowid))
  }

  test('[F10] whatever part of whatever text: the message is where the index says to look', () => {
    const anyText = fc.oneof(
      fc.string({ minLength: 1, maxLength: 30 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc
        .array(fc.constantFrom('a', 'b', ' ', '会', '🙂', 'é', '\u{E000}', '"'), { minLength: 1, maxLength: 9 })
        .map((all) => all.join('')),
    )
    const said = fc
      .sample(
        anyText.filter((text) => text.isWellFormed() && !text.includes('\0')),
        2_000,
      )
      .map((body) => ({ body, rowid: say(body) }))
    followAll()
    let asked = 0
    for (const { body, rowid } of said) {
      const characters = Array.from(searchable(body))
      for (let from = 0; from < characters.length; from += 3) {
        for (const length of [1, 2, 3, 5]) {
          const part = characters.slice(from, from + length).join('')
          const rows = rowsOf(part)
          if (rows === undefined) continue
          asked++
          assert.ok(rows.includes(rowid), JSON.stringify({ body, part }))
        }
      }
    }
    assert.ok(asked > 10_000)
  })

  test('[F10] it follows edits and deletes by rev, and forgets what was there before', () => {
    const row = say('a platypus')
    followAll()
    assert.deepEqual(rowsOf('platypus'), [row])
    messages.run(`update rooms set rev = rev + 1 where id = 'lobby'`)
    messages.run(
      `update messages set body = 'an echidna', rev = (select rev from rooms where id = 'lobby') where rowid = ?`,
      row,
    )
    followAll()
    assert.deepEqual([rowsOf('platypus'), rowsOf('echidna')], [[], [row]])
    messages.run(`update rooms set rev = rev + 1 where id = 'lobby'`)
    messages.run(
      `update messages set body = '', deleted_at = 'now', rev = (select rev from rooms where id = 'lobby') where rowid = ?`,
      row,
    )
    followAll()
    assert.deepEqual(rowsOf('echidna'), [])
  })

  test('[F10] a sample says which runs are common, and is taken anew when there is twice as much', () => {
    const sample = noSample()
    const takeAll = () => {
      while (takeSample(messages, sample));
    }
    for (let count = 0; count < 1_000; count++) say(count % 4 === 0 ? 'a narwhal' : 'nothing')
    takeAll()
    assert.equal(sample.taken, 1_000)
    assert.ok(shareOf(sample, 'nar') > 0.03 && shareOf(sample, 'not') > 2 * shareOf(sample, 'nar'))
    assert.ok(shareOf(sample, 'qzx') < 0.001)
    const { top } = sample
    for (let count = 0; count <= top; count++) say('a narwhal')
    takeAll()
    assert.ok(sample.top > 2 * top && shareOf(sample, 'nar') > 0.5)
  })

  test('[F4] whatever the clock did: exactly what was sent from then until then', () => {
    messages.run(`insert into sessions (id, user_id, token_hash, created_at) values ('s', 'u', x'00', '')`)
    messages.run(`insert into memberships (room_id, user_id, role, joined_at) values ('lobby', 'u', 'member', '')`)
    const somewhen = fc.date({
      min: new Date('2026-02-27T00:00Z'),
      max: new Date('2026-03-02T00:00Z'),
      noInvalidDate: true,
    })
    const onTheHour = somewhen.map((time) => new Date(Math.floor(time.getTime() / 3_600_000) * 3_600_000))
    const times = fc.sample(fc.oneof(somewhen, onTheHour), 300).map((time) => time.toISOString())
    const said = times.map((sentAt, count) => ({ sentAt, row: say(`okapi ${count}`, 'lobby', sentAt) }))
    followAll()
    const bound = fc.option(
      fc.oneof(
        fc.constantFrom(...times),
        fc.oneof(somewhen, onTheHour).map((time) => time.toISOString()),
      ),
      { nil: undefined },
    )
    fc.assert(
      fc.property(bound, bound, (since, until) => {
        const asked = { texts: ['okapi'], without: [], has: [], isPinned: false, limit: 1_000, since, until }
        const { hits } = search(messages, index, { userId: 'u', sessionId: 's' }, asked)
        const meant = said.filter(
          ({ sentAt }) => (since === undefined || sentAt >= since) && (until === undefined || sentAt < until),
        )
        assert.deepEqual(
          hits.map(({ message }) => message.sentAt),
          meant.map(({ sentAt }) => sentAt).toReversed(),
        )
      }),
    )
  })

  test('[F10] a room that is gone leaves it', () => {
    messages.run(`insert into rooms (id, slug, name, kind, created_at) values ('r', 'r', 'R', 'open', '')`)
    const row = say('a quagga', 'r')
    followAll()
    assert.deepEqual(rowsOf('quagga'), [row])
    messages.run(`update rooms set deleted_at = 'now' where id = 'r'`)
    followAll()
    assert.deepEqual(rowsOf('quagga'), [])
  })

  test('[F10] its segments are put together a few pages at a time, also where it was closed meanwhile', () => {
    const segments = () =>
      index.database.get<{ count: number }>('select count(distinct segid) as count from grams_idx')!.count
    const rows: number[] = []
    for (let count = 0; count < 30; count++) {
      rows.unshift(say(`wombat ${'of many words '.repeat(count)}`))
      followAll()
    }
    const before = segments()
    let turns = 1
    for (; merge(index); turns++) {
      assert.deepEqual(rowsOf('wombat'), rows)
      index.database.close()
      index = openIndex(indexPath(), messages)
    }
    assert.ok(turns > 1 && segments() < before / 2, `${turns} turns, ${before} segments before, ${segments()} after`)
    assert.deepEqual(rowsOf('wombat'), rows)
  })

  test('[F11] what was there before it is taken up slice by slice, the newest first', async () => {
    for (let count = 0; count < 2_500; count++) say(`old ${count} tapir`)
    index.database.close()
    await rm(indexPath())
    index = openIndex(indexPath(), messages)
    const { top } = messages.get<{ top: number }>('select max(rowid) as top from messages')!
    assert.equal(index.floor, top + 1)
    follow(messages, index)
    assert.ok(index.floor > 1 && index.floor < top - 500)
    const some = rowsOf('tapir')!
    assert.deepEqual(
      some.toSorted((a, b) => a - b),
      Array.from({ length: some.length }, (_, place) => index.floor + place),
    )
    followAll()
    assert.deepEqual([index.floor, rowsOf('tapir')?.length], [0, 2_500])
  })

  test('[F11] damaged, or of another history, it is made anew', async () => {
    for (const spoil of [
      () => writeFile(indexPath(), 'this is no database, but it is long enough to be taken for one\n'.repeat(100)),
      async () => messages.run(`update meta set value = 'another' where key = 'epoch'`),
      async () => messages.run(`update rooms set rev = rev - 1 where id = 'lobby'`),
    ]) {
      index.database.close()
      await spoil()
      index = openIndex(indexPath(), messages)
      assert.ok(index.floor > 0, 'it begins anew')
      followAll()
      assert.equal(rowsOf('tapir')?.length, 2_500)
    }
    index.database.close()
    index = openIndex(indexPath(), messages)
    assert.equal(index.floor, 0, 'and else it is taken as it is')
  })
})
