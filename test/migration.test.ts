/** A data folder of the first version, started by this one. Its expected.json says how that version made it. */
import assert from 'node:assert/strict'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Message, RoomView } from '../protocol/models.ts'
import { ask, bearer, json, MESSAGES, post, type Refused, wholeHistory } from './support/http.ts'
import { ROOT } from './support/root.ts'
import { startServer, temporaryFolder } from './support/server.ts'

const FIXTURE = join(ROOT, 'test/fixtures/first-version')

type Expected = { tokens: Record<string, string>; messages: Message[] }
const { tokens, messages: said } = JSON.parse(readFileSync(join(FIXTURE, 'expected.json'), 'utf8')) as Expected
/** As the first version told them, with the author that each answers, which it did not tell. */
const messages = said.map((message) => ({
  ...message,
  ...(message.replyTo !== undefined && { answers: said[message.replyTo - 1]!.author.id }),
}))
const ann = tokens.Ann!

function firstVersionsFolder(): string {
  const folder = temporaryFolder()
  copyFileSync(join(FIXTURE, 'earshot.db'), join(folder, 'earshot.db'))
  return folder
}

const lobbyOf = async (server: { url: string }, token: string) => {
  const { body } = await ask<{ room: RoomView }>(server, `${MESSAGES}?limit=1`, { headers: bearer(token) })
  return body.room
}

test('[S49] the first version’s folder: its people are signed in, its messages are the same, and it goes on', async () => {
  const server = await startServer({ dataDir: firstVersionsFolder() })

  assert.ok(Object.keys(tokens).length === 3 && messages.length === 40)
  for (const token of Object.values(tokens)) {
    assert.deepEqual(await wholeHistory(server, token), messages)
    const { lastSeq, readSeq, mentions, role } = await lobbyOf(server, token)
    assert.deepEqual({ lastSeq, readSeq, mentions, role }, { lastSeq: 40, readSeq: 40, mentions: 0, role: 'member' })
  }

  const next = await post(server, ann, 'Still here.')
  assert.deepEqual([next.seq, next.rev, next.author.name], [41, 41, 'Ann'])
  assert.equal((await server.stop()).code, 0)
})

test('[S49] a message of the first version sent again is still the same message', async () => {
  const server = await startServer({ dataDir: firstVersionsFolder() })
  const first = messages.find(({ clientId }) => clientId === 'fixture-8')!
  const author = tokens[first.author.name]!
  const { body, replyTo, clientId } = first
  const again = await ask<Message>(server, MESSAGES, json({ body, clientId, replyTo }, bearer(author)))
  assert.deepEqual(again.body, first)
  const other = await ask<Refused>(server, MESSAGES, json({ body: 'Other words.', clientId }, bearer(author)))
  assert.equal(other.body.error.code, 'conflict')
  assert.equal((await lobbyOf(server, ann)).lastSeq, 40)
})

test('[S49] brought up to date once, the folder opens like any other', async () => {
  const dataDir = firstVersionsFolder()
  const first = await startServer({ dataDir })
  await post(first, ann, 'After the first start.')
  await first.stop()

  const second = await startServer({ dataDir })
  const history = await wholeHistory(second, ann)
  assert.deepEqual(history.slice(0, 40), messages)
  assert.deepEqual(
    history.slice(40).map(({ seq, body }) => [seq, body]),
    [[41, 'After the first start.']],
  )
  // Messages read before the marks were kept stay read, and new ones are unread.
  const { lastSeq, readSeq } = await lobbyOf(second, tokens.Boris!)
  assert.deepEqual([lastSeq, readSeq], [41, 40])
})
