/** Statements that Postgres is asked for many at once, and how often. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import { prepareName } from '../../../protocol/names/looks.ts'
import { startPostgres } from '../../../test/support/postgres.ts'
import { temporaryFolder } from '../../../test/support/server.ts'
import { aDevice } from '../contract/stage.ts'
import { openStore } from '../open.ts'
import { writes } from '../sql/calls.ts'
import { Refusal } from '../../../protocol/errors.ts'
import type { Parameters, Question } from '../sql/database.ts'
import type { Draft } from '../store.ts'
import type { Signed } from '../terms.ts'
import { PostgresDatabase } from './database.ts'

/** Counts how often Postgres is asked and waited for. */
class Counting extends PostgresDatabase {
  journeys = 0

  override get<T>(sql: string, ...parameters: Parameters): T | undefined {
    this.journeys++
    return super.get<T>(sql, ...parameters)
  }

  override askAll(...questions: Question[]): unknown[][] {
    this.journeys++
    return super.askAll(...questions)
  }

  override all<T>(sql: string, ...parameters: Parameters): T[] {
    this.journeys++
    return super.all<T>(sql, ...parameters)
  }
}

const postgres = await startPostgres()
const url = await postgres.newDatabase()
const store = await openStore({ url, folder: temporaryFolder() })
const database = new Counting(url, 'nothing')
after(async () => {
  database.close()
  await store.close()
})

describe('questions that differ only in their parameters', () => {
  const answers = (...questions: Question[]) => database.askAll(...questions)

  test('[S70] each gets its own rows, also none and several, and where it is null', () => {
    const rows = 'select value from json_each(?1) where ?2 is null or value = ?2 order by value'
    const number = 'select cast(? as bigint) + 1 as next'
    assert.deepEqual(
      answers(
        [rows, '["b","a"]', null],
        [number, 41],
        [rows, '["a","b"]', 'b'],
        [rows, '["a"]', 'c'],
        [number, 2 ** 52],
        [rows, '["b","a"]', null],
        [`select '?' as "quoted", ? as "given"`, `'"{}\\,NULL`],
        [`select '?' as "quoted", ? as "given"`, ''],
      ),
      [
        [{ value: 'a' }, { value: 'b' }],
        [{ next: 42 }],
        [{ value: 'b' }],
        [],
        [{ next: 2 ** 52 + 1 }],
        [{ value: 'a' }, { value: 'b' }],
        [{ quoted: '?', given: `'"{}\\,NULL` }],
        [{ quoted: '?', given: '' }],
      ],
    )
  })

  test('[S70] many rows are inserted in their order, each once', () => {
    database.exec('create table numbers (id bigint generated always as identity, number bigint, word text)')
    const insert = 'insert into numbers (number, word) values (?, ?)'
    database.beginWriting()
    for (let number = 0; number < 201; number++) database.run(insert, number, number % 2 === 0 ? null : `n${number}`)
    database.commit()
    const rows = database.all<{ id: number; number: number; word: string | null }>('select * from numbers order by id')
    assert.deepEqual(
      rows,
      Array.from({ length: 201 }, (_, n) => ({ id: n + 1, number: n, word: n % 2 === 0 ? null : `n${n}` })),
    )
  })
})

test('[S93] hundreds of messages ask as often as one', async () => {
  const people: Signed[] = []
  for (const name of ['Ann', 'Bob', 'Cid']) {
    const { user, sessionId } = await store.addUser({ name: prepareName(name), device: aDevice() })
    people.push({ userId: user.id, sessionId })
  }
  const { roomId } = await store.createRoom(people[0]!, {
    kind: 'direct',
    name: '',
    look: '',
    slug: '',
    memberIds: people.slice(1).map(({ userId }) => userId),
  })
  await store.append(people[0]!, { roomId, clientId: randomUUID(), body: 'the first' })
  for (const person of people) await store.acceptRequest(person, roomId)

  const journeysOf = (count: number): number => {
    const calls = Array.from({ length: count }, (_, n): [Signed, Draft] => {
      const clientId = n % 10 === 9 ? 'again' : randomUUID()
      const draft = {
        roomId: n % 2 === 0 ? roomId : LOBBY,
        clientId,
        body: 'words',
        replyTo: n % 2 === 0 ? 1 : undefined,
      }
      return [people[n % 3]!, { ...draft, mentions: [['bob']] }]
    })
    const before = database.journeys
    database.beginWriting([LOBBY, roomId])
    database.beginCall()
    const outcomes = writes.append.ofMany(database, calls)
    database.endCall()
    database.commit()
    assert.ok(!outcomes.some((outcome) => outcome instanceof Refusal))
    return database.journeys - before
  }
  const ofOne = journeysOf(1)
  assert.equal(ofOne, 3)
  assert.equal(journeysOf(400), ofOne)
})

test('[S93] one that Postgres cannot keep fails alone', async () => {
  const { user, sessionId } = await store.addUser({ name: prepareName('Dora'), device: aDevice() })
  const bodies = ['one', 'two\u0000', 'three', 'four']
  const said = await Promise.allSettled(
    bodies.map((body) => store.append({ userId: user.id, sessionId }, { roomId: LOBBY, body, clientId: randomUUID() })),
  )
  assert.deepEqual(
    said.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  )
  const { messages } = await store.history(LOBBY, { limit: 3 })
  assert.deepEqual(
    messages.map(({ body }) => body),
    ['one', 'three', 'four'],
  )
})
