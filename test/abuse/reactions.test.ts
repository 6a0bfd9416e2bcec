/** A crowd that reacts to one message: all hear of each reaction, so its weight must not grow with the crowd. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { NewSession } from '../../protocol/models.ts'
import { bystander } from '../support/bystander.ts'
import { ask, bearer, MESSAGES, signIn } from '../support/http.ts'
import { done, owner, overHttp } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { accepted, enter, refused } from '../support/sockets.ts'

const CROWD = 400
const AT_ONCE = 20

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const unnoticed = await bystander(server)

test('[M44] the four hundredth reaction weighs as much as the fiftieth, and a bystander is answered as before', (t) =>
  unnoticed(async () => {
    const talker = await enter(server.url, { name: 'Talker' })
    const { seq } = await talker.say('React to this')
    const crowd: NewSession[] = []
    while (crowd.length < CROWD) {
      const some = Array.from({ length: AT_ONCE }, (_, n) => signIn(server, `Crowd ${crowd.length + n}`))
      crowd.push(...(await Promise.all(some)))
    }
    const react = async (some: NewSession[]) => {
      const times: number[] = []
      for (let from = 0; from < some.length; from += AT_ONCE) {
        const acts = some
          .slice(from, from + AT_ONCE)
          .map((one) => done(server, one, 'message:react', { roomId: 'lobby', seq, emoji: '👍', on: true }))
        const began = performance.now()
        await talker.say(`beside ${from}`)
        times.push(performance.now() - began)
        await Promise.all(acts)
      }
      return median(times)
    }
    const weightOfNow = async () => {
      const { text } = await ask(server, `${MESSAGES}?around=${seq}&limit=1`, { headers: bearer(crowd[0]!.token) })
      return text.length
    }
    const control = await react(crowd.slice(0, 60))
    const light = await weightOfNow()
    const took = await react(crowd.slice(60))
    const heavy = await weightOfNow()
    t.diagnostic(
      `a page of it weighs ${light} and ${heavy}; a bystander waited ${control.toFixed(0)} and ${took.toFixed(0)} ms`,
    )
    assert.ok(heavy < light + 50, `${heavy} characters with ${CROWD}, ${light} with 60`)
    assert.ok(took < 10 * control + 250, `${took} ms, and ${control} ms with few`)

    const [heard] = talker.changes.flatMap(({ messages }) => messages.filter((one) => one.seq === seq)).slice(-1)
    assert.equal(heard?.reactions[0]?.count, CROWD)
    assert.equal(heard.reactions[0]!.userIds.length, 50)
    talker.leave()
  }))

test('[M44, M46] readers of the message learn who reacted, and each is told of their own ones on all devices', () =>
  unnoticed(async () => {
    const olga = await owner(server)
    const [ann, bob] = [await signIn(server, 'Ann'), await signIn(server, 'Bob')]
    const memberIds = [ann.user.id]
    const room = await done(server, olga, 'room:create', { kind: 'closed', name: 'Hidden', memberIds })
    const message = { roomId: room.id, clientId: 'c', body: 'hidden' }
    const { seq } = await done(server, olga, 'message:send', message)
    const [phone, desk, other] = await Promise.all([ann, ann, olga].map(({ token }) => enter(server.url, { token })))
    const heard: unknown[] = []
    for (const [who, member] of Object.entries({ phone, desk, other }))
      member!.socket.on('reaction:changed', (fact: object) => heard.push({ who, ...fact }))
    const { rev } = accepted(await phone!.run('message:react', { roomId: room.id, seq, emoji: '👍', on: true }))
    const again = accepted(await phone!.run('message:react', { roomId: room.id, seq, emoji: '👍', on: true }))
    assert.equal(again.rev, rev)
    await other!.run('message:react', { roomId: room.id, seq, emoji: '👍', on: true })
    await Promise.all([phone, desk, other].map((member) => member!.run('room:history', { roomId: room.id })))
    const fact = { roomId: room.id, seq, emoji: '👍', on: true }
    assert.deepEqual(heard.toSorted(byWho), [
      { who: 'desk', ...fact, rev },
      { who: 'other', ...fact, rev: rev + 1 },
      { who: 'phone', ...fact, rev },
    ])

    const asked = { roomId: room.id, seq, emoji: '👍' }
    for (const result of [
      await desk!.run('reactions:list', asked),
      await overHttp(server, ann.token, 'reactions:list', asked),
    ]) {
      const { people, count, isMine } = accepted(result)
      assert.deepEqual([people.map(({ name }) => name), count, isMine], [['Ann', olga.user.name], 2, true])
    }
    assert.equal(refused(await overHttp(server, bob.token, 'reactions:list', asked)).code, 'not_found')
    // A cursor is of one person, one message and one emoji.
    const page = accepted(await desk!.run('reactions:list', { ...asked, limit: 1 }))
    const foreign = { ...asked, after: page.next! }
    assert.equal(refused(await overHttp(server, olga.token, 'reactions:list', foreign)).code, 'bad_request')
    assert.equal(refused(await desk!.run('reactions:list', { ...foreign, emoji: '🎉' })).code, 'bad_request')
    assert.equal(accepted(await desk!.run('reactions:list', foreign)).people[0]?.name, olga.user.name)
    const path = `/api/rooms/${room.id}/messages/${seq}/reactions?emoji=xx`
    assert.equal((await ask(server, path, { headers: bearer(ann.token) })).status, 400)
    for (const member of [phone, desk, other]) member!.leave()
  }))

const byWho = (one: unknown, other: unknown): number =>
  (one as { who: string }).who.localeCompare((other as { who: string }).who)
