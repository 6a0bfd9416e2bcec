/** Forwarding a message to another room, at both doors. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { plainWords } from '../protocol/markdown/plain-words.ts'
import { codeOf, done, draft, limitedGuest, online, overHttp, owner, person } from './support/people.ts'
import { startServer } from './support/server.ts'
import { accepted } from './support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const olga = await owner(server)
const ann = await person(server, 'Ann *(they)*')
const den = await done(server, olga, 'room:create', { kind: 'closed', name: 'Den' })

test('[R78] a forwarded message is heard in the other room with the author’s name as it is', async () => {
  const source = await done(server, ann, 'message:send', draft('lobby', '@room **listen**'))
  const listener = await online(server, olga)
  const clientId = crypto.randomUUID()
  const given = { roomId: 'lobby', seq: source.seq, toRoomId: den.id, clientId }
  const message = accepted(await listener.run('message:forward', given))
  assert.equal(plainWords(message.body), 'Ann *(they)*\n@room listen')
  assert.deepEqual([message.mentionsRoom, message.mentions, message.isForwarded], [undefined, undefined, true])
  await listener.hears(message.body)
  assert.deepEqual(await done(server, olga, 'message:forward', given), message, 'a retry is the same message')

  const outsider = await limitedGuest(server, olga, den.id, 'Out')
  const where = { roomId: den.id, seq: message.seq }
  assert.equal((await done(server, olga, 'message:source', where)).seq, source.seq)
  assert.equal(codeOf(await overHttp(server, outsider.token, 'message:source', where)), 'not_found')
  listener.leave()
})

test('[R80] a client that lost the answer gets it, though it was removed from the room of the source meanwhile', async () => {
  const nook = await done(server, olga, 'room:create', { kind: 'closed', name: 'Nook', memberIds: [ann.user.id] })
  await done(server, ann, 'room:accept', { roomId: nook.id })
  const source = await done(server, olga, 'message:send', draft(nook.id, 'read this'))
  const given = { roomId: nook.slug, seq: source.seq, toRoomId: 'lobby', clientId: crypto.randomUUID() }
  const message = await done(server, ann, 'message:forward', given)
  await done(server, olga, 'room:remove', { roomId: nook.id, userId: ann.user.id })
  assert.deepEqual(await done(server, ann, 'message:forward', given), message)
  const anew = { ...given, clientId: crypto.randomUUID() }
  assert.equal(codeOf(await overHttp(server, ann.token, 'message:forward', anew)), 'not_found')
})

test('[R79] a message forwarded from a closed room carries its words and nothing else of the room', async () => {
  const secret = await done(server, olga, 'message:send', draft(den.id, 'the words'))
  const wanted = { roomId: den.id, seq: secret.seq, toRoomId: 'lobby', clientId: crypto.randomUUID() }
  assert.equal(codeOf(await overHttp(server, ann.token, 'message:forward', wanted)), 'not_found')
  const message = await done(server, olga, 'message:forward', { ...wanted, comment: 'Look:' })
  assert.equal(message.body, 'Look:\n\n> **Olga Owner**\n>\n> the words')
  assert.doesNotMatch(JSON.stringify(message), new RegExp(`${den.id}|${den.slug}|Den`))
  const where = { roomId: 'lobby', seq: message.seq }
  assert.equal(codeOf(await overHttp(server, olga.token, 'message:source', where)), 'not_found')
})
