/** The index alone: it says where to look, follows what happens, and may be lost. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import type { SqliteDatabase } from '../sqlite/database.ts'
import { openForWriting } from '../sqlite/open-database.ts'
import { follow } from './follow.ts'
import { beginningWith, matchIn, runsIn, searchable } from './grams.ts'
import { openIndex, rowOf, type SearchIndex, seqOf } from './index-file.ts'
import { merge } from './merge.ts'
import { rarestOf } from './rarity.ts'
import { search, type Searching } from './search.ts'

describe('the search index', () => {
  let folder: string
  let messages: SqliteDatabase
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

  /** Answers with its seq. */
  function say(body: string, roomId = 'lobby', sentAt = '2026-01-01T00:00:00.000Z'): number {
    messages.run('update rooms set last_seq = last_seq + 1, rev = rev + 1 where id = ?', roomId)
    return messages.get<{ seq: number }>(
      `insert into messages (room_id, seq, rev, client_id, author_id, body, sent_at)
       select id, last_seq, rev, hex(randomblob(8)), 'u', ?2, ?3 from rooms where id = ?1
       returning seq`,
      roomId,
      body,
      sentAt,
    )!.seq
  }
  function sayAll<T>(say: () => T): T {
    messages.run('begin')
    const said = say()
    messages.run('commit')
    return said
  }
  const followAll = () => {
    while (follow(messages, index));
  }
  const floor = () => index.rooms.get('lobby')!.floor
  const finish = (searching: Searching) => {
    for (;;) {
      const { done, value } = searching.next(false)
      if (done) return value
    }
  }
  const seqsOf = (text: string, roomId = 'lobby') => {
    const wanted = searchable(text)
    const terms = Array.from(wanted).length < 3 ? [beginningWith(wanted)] : runsIn(wanted)
    return seqsWith(
      terms.map((term) => [term]),
      roomId,
    )
  }
  const seqsWith = (terms: string[][], roomId: string) => {
    const { number } = index.rooms.get(roomId) ?? {}
    if (number === undefined) return []
    const found = index.database.all<{ rowid: number }>(
      'select rowid from grams where grams match ? order by rowid',
      matchIn(number, terms),
    )
    assert.ok(found.every(({ rowid }) => rowOf(number, seqOf(rowid)) === rowid))
    return found.map(({ rowid }) => seqOf(rowid))
  }

  test('[F10] whatever part of whatever text: the message is where the index says to look', () => {
    const anyText = fc.oneof(
      fc.string({ minLength: 1, maxLength: 30 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc
        .array(fc.constantFrom('a', 'b', ' ', '会', '🙂', 'é', '\u{E000}', '"'), { minLength: 1, maxLength: 9 })
        .map((all) => all.join('')),
    )
    const bodies = fc.sample(
      anyText.filter((text) => text.isWellFormed() && !text.includes('\0')),
      2_000,
    )
    const said = sayAll(() => bodies.map((body) => ({ body, seq: say(body) })))
    followAll()
    let asked = 0
    for (const { body, seq } of said) {
      const characters = Array.from(searchable(body))
      for (let from = 0; from < characters.length; from += 3) {
        for (const length of [1, 2, 3, 5]) {
          const part = characters.slice(from, from + length).join('')
          asked++
          assert.ok(seqsOf(part).includes(seq), JSON.stringify({ body, part }))
        }
      }
    }
    assert.ok(asked > 10_000)
  })

  test('[F10] it follows edits and deletes by rev, and forgets what was there before', () => {
    const seq = say('a platypus')
    followAll()
    assert.deepEqual(seqsOf('platypus'), [seq])
    messages.run(`update rooms set rev = rev + 1 where id = 'lobby'`)
    messages.run(
      `update messages set body = 'an echidna', rev = (select rev from rooms where id = 'lobby') where room_id = 'lobby' and seq = ?`,
      seq,
    )
    followAll()
    assert.deepEqual([seqsOf('platypus'), seqsOf('echidna')], [[], [seq]])
    messages.run(`update rooms set rev = rev + 1 where id = 'lobby'`)
    messages.run(
      `update messages set body = '', deleted_at = 'now', rev = (select rev from rooms where id = 'lobby') where room_id = 'lobby' and seq = ?`,
      seq,
    )
    followAll()
    assert.deepEqual(seqsOf('echidna'), [])
  })

  test('[F10] of many runs the rarest are asked for', () => {
    const seq = say('a narwhal')
    sayAll(() => {
      for (let count = 0; count < 300; count++) say('nothing that is whale')
    })
    followAll()
    const rarest = rarestOf(index, runsIn('narwhale'), index.rooms.get('lobby')!)
    assert.equal(rarest.length, 3)
    assert.deepEqual(new Set(rarest), new Set(runsIn('narwh')))
    assert.ok(seqsWith([[rarest[0]!]], 'lobby').includes(seq))
    assert.deepEqual(rarestOf(index, runsIn('hale'), index.rooms.get('lobby')!), runsIn('hale'))
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
    const said = sayAll(() => times.map((sentAt, count) => ({ sentAt, seq: say(`okapi ${count}`, 'lobby', sentAt) })))
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
        const { hits } = finish(search(messages, index, { userId: 'u', sessionId: 's' }, asked))
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
    const seq = say('a quagga', 'r')
    followAll()
    const { number, last } = index.rooms.get('r')!
    const count = () =>
      index.database.get<{ count: number }>(
        'select count(*) as count from grams_docsize where id between ? and ?',
        rowOf(number, last),
        rowOf(number, 0),
      )!.count
    assert.deepEqual([seqsOf('quagga', 'r'), seqsOf('quagga'), count()], [[seq], [], 1])
    messages.run(`update rooms set deleted_at = 'now' where id = 'r'`)
    followAll()
    assert.equal(count(), 0)
  })

  test('[F10] its segments are put together a few pages at a time, also where it was closed meanwhile', () => {
    const segments = () =>
      index.database.get<{ count: number }>('select count(distinct segid) as count from grams_idx')!.count
    const seqs: number[] = []
    for (let count = 0; count < 30; count++) {
      seqs.unshift(say(`wombat ${'of many words '.repeat(count)}`))
      followAll()
    }
    const before = segments()
    let turns = 1
    for (; merge(index); turns++) {
      assert.deepEqual(seqsOf('wombat'), seqs)
      index.database.close()
      index = openIndex(indexPath(), messages)
    }
    assert.ok(turns > 1 && segments() < before / 2, `${turns} turns, ${before} segments before, ${segments()} after`)
    assert.deepEqual(seqsOf('wombat'), seqs)
  })

  test('[F30] three hundred rooms are opened together, and none of them is asked for twice', (t) => {
    const MANY = 300
    messages.run(
      `insert into users (id, name, name_key, name_look, kind, created_at) values ('v', 'Bea', 'bea', 'bea', 'guest', '')`,
    )
    messages.run(`insert into sessions (id, user_id, token_hash, created_at) values ('t', 'v', x'01', '')`)
    sayAll(() => {
      for (let count = 0; count < MANY; count++) {
        const id = `many-${count}`
        messages.run(`insert into rooms (id, slug, name, kind, created_at) values (?1, ?1, ?1, 'closed', '')`, id)
        messages.run(`insert into memberships (room_id, user_id, role, joined_at) values (?, 'v', 'member', '')`, id)
        say(count === 7 ? 'a numbat' : 'a tree', id)
      }
    })
    followAll()
    const asked = (text: string) => {
      const questions = [index.database, messages].map((database) =>
        (['all', 'get', 'each'] as const).map((how) => t.mock.method(database, how).mock),
      )
      const wanted = { texts: [text], without: [], has: [], isPinned: false, limit: 20 }
      const { hits } = finish(search(messages, index, { userId: 'v', sessionId: 't' }, wanted))
      const [ofIndex = 0, ofMessages = 0] = questions.map((mocks) =>
        mocks.reduce((sum, mock) => sum + mock.callCount(), 0),
      )
      t.mock.restoreAll()
      return { hits: hits.length, ofIndex, ofMessages }
    }
    // The place of each room's newest message is remembered after the first look.
    asked('numbat')
    for (const [text, hits] of [
      ['numbat', 1],
      ['nowhere', 0],
    ] as const) {
      const found = asked(text)
      assert.equal(found.hits, hits)
      assert.ok(found.ofIndex < MANY / 10 && found.ofMessages < 20, JSON.stringify(found))
    }
  })

  test('[F11] what was there before it is taken up slice by slice, the newest first', async () => {
    sayAll(() => {
      for (let count = 0; count < 2_500; count++) say(`old ${count} tapir`)
    })
    index.database.close()
    await rm(indexPath())
    index = openIndex(indexPath(), messages)
    const { top } = messages.get<{ top: number }>(`select last_seq as top from rooms where id = 'lobby'`)!
    assert.equal(floor(), top + 1)
    follow(messages, index)
    assert.ok(floor() > 1 && floor() < top - 500)
    const some = seqsOf('tapir')
    assert.deepEqual(
      some,
      Array.from({ length: some.length }, (_, place) => top - place),
    )
    assert.equal(some.at(-1), floor())
    followAll()
    assert.deepEqual([floor(), seqsOf('tapir').length], [1, 2_500])
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
      assert.ok(floor() > 1, 'it begins anew')
      followAll()
      assert.equal(seqsOf('tapir').length, 2_500)
    }
    index.database.close()
    index = openIndex(indexPath(), messages)
    assert.equal(floor(), 1, 'and else it is taken as it is')
  })
})
