import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { PushLimits } from '../store.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import { hash, type MakeFolder, newRoom, type Somebody, Stage } from './stage.ts'

const of = (figures: Partial<PushLimits['guest']>): PushLimits => {
  const limits = { roomsAnHour: 1_000, requestsAnHour: 1_000, waitingOfNetwork: 1_000, waiting: 1_000, ...figures }
  return {
    guest: limits,
    person: { ...limits, waitingOfNetwork: limits.waitingOfNetwork + 1, waiting: limits.waiting + 1 },
  }
}
const HOUR_MS = 60 * 60 * 1_000
/** A refusal that asks to wait this many hours, or a little less. */
const waits =
  (hours: number, message: RegExp) =>
  (error: unknown): boolean => {
    const { code, retryAfterMs = 0, message: said } = error as Error & { code: string; retryAfterMs?: number }
    assert.equal(code, 'rate_limited')
    assert.match(said, message)
    assert.ok(retryAfterMs > (hours - 1) * HOUR_MS && retryAfterMs <= hours * HOUR_MS, `${retryAfterMs}`)
    return true
  }

export function describeRequests(makeFolder: MakeFolder): void {
  describe('requests of strangers', () => {
    const stage = new Stage(makeFolder)
    let guests = 0
    const strangers = <N extends number>(count: N, network = '') =>
      Promise.all(Array.from({ length: count }, () => stage.guest(`Stranger ${++guests}`, network)))
    const direct = (by: Somebody, others: Somebody[], limits?: PushLimits) =>
      stage.store.createRoom(
        by,
        newRoom(
          'direct',
          '',
          others.map(({ userId }) => userId),
        ),
        limits,
      )
    const closed = (by: Somebody, others: Somebody[], limits?: PushLimits) =>
      stage.store.createRoom(
        by,
        newRoom(
          'closed',
          `Closed ${++guests}`,
          others.map(({ userId }) => userId),
        ),
        limits,
      )
    const requestOf = async (who: Somebody, roomId: string) => (await stage.view(who, roomId))?.request?.by
    const listed = async (who: Somebody) => (await stage.store.roomsOf(who)).map(({ id }) => id)
    let bob: Somebody

    before(async () => {
      bob = await stage.person('Bob')
    })

    test('[P50] a seat that a stranger gives is a request, in a room of any kind', async () => {
      const [ann, cid] = await strangers(2)
      const made = await Promise.all([direct(ann!, [cid!]), closed(ann!, [cid!])])
      const open = await stage.store.createRoom(ann!, newRoom('open', 'Open to all'))
      await stage.store.seat(ann!, open.roomId, cid!.userId)
      for (const { roomId } of [...made, open]) {
        assert.deepEqual(await requestOf(cid!, roomId), ann!.user)
        assert.equal(await requestOf(ann!, roomId), undefined)
        assert.ok((await listed(cid!)).includes(roomId))
      }
      const [seen] = await stage.store.viewsOf(made[0].roomId, [cid!.userId])
      assert.deepEqual(seen?.room.request, { by: ann!.user })
    })

    test('[P50] nobody is a stranger who is in a room with somebody that is not open, and that they have accepted', async () => {
      const [ann, cid, eve] = (await strangers(3)) as [Somebody, Somebody, Somebody]
      const { roomId } = await closed(ann, [cid, eve])
      // While it is a request, it makes no user known.
      assert.deepEqual(await requestOf(cid, (await direct(ann, [cid])).roomId), ann.user)
      await stage.store.acceptRequest(cid, roomId)
      assert.equal(await requestOf(cid, (await closed(ann, [cid])).roomId), undefined)
      assert.deepEqual(await requestOf(eve, (await direct(cid, [eve, ann])).roomId), cid.user)
      assert.equal(await requestOf(cid, (await direct(eve, [cid])).roomId), undefined)
    })

    test('[P50] whom somebody writes to is known to them, and so is everybody for whom the chat is', async () => {
      const [ann, cid] = (await strangers(2)) as [Somebody, Somebody]
      await direct(cid, [ann])
      assert.equal(await requestOf(cid, (await closed(ann, [cid])).roomId), undefined)
      const olga = await stage.owner('Olga of requests')
      assert.equal(await requestOf(cid, (await direct(olga, [cid])).roomId), undefined)
      await stage.store.appointHost(olga, LOBBY, ann.userId, 'host')
      const dan = await stage.guest('Dan')
      assert.equal(await requestOf(dan, (await closed(ann, [dan])).roomId), undefined)
    })

    test('[P51] a request is accepted, by an order, an answer or an invitation, and the room is like any other', async () => {
      const [ann, cid] = (await strangers(2)) as [Somebody, Somebody]
      const { roomId } = await closed(ann, [cid])
      assert.deepEqual([await stage.store.acceptRequest(cid, roomId), await requestOf(cid, roomId)], [true, undefined])
      assert.equal(await stage.store.acceptRequest(cid, roomId), false)

      const [dan, eve] = (await strangers(2)) as [Somebody, Somebody]
      const talk = await direct(dan, [eve])
      const said = await stage.store.append(dan, { roomId: talk.roomId, clientId: 'hello', body: 'hello' })
      assert.equal(said.shownTo, undefined)
      assert.deepEqual(await requestOf(eve, talk.roomId), dan.user)
      const answer = { roomId: talk.roomId, clientId: 'hello back', body: 'hello back' }
      assert.deepEqual((await stage.store.append(eve, answer)).shownTo, [eve.userId])
      assert.equal(await requestOf(eve, talk.roomId), undefined)

      const [fay, gil] = (await strangers(2)) as [Somebody, Somebody]
      const den = await closed(fay, [gil])
      await stage.store.addInvite(fay, { codeHash: hash('den'), roomId: den.roomId })
      await stage.store.redeemInvite(gil, hash('den'))
      assert.equal(await requestOf(gil, den.roomId), undefined)

      const [hal, ivy] = (await strangers(2)) as [Somebody, Somebody]
      const asked = await direct(hal, [ivy])
      assert.deepEqual((await direct(ivy, [hal])).seatedIds, [ivy.userId])
      assert.equal(await requestOf(ivy, asked.roomId), undefined)
    })

    test('[P51] a declined room is gone, in a room of two whatever is written, and is not asked again for a week', async () => {
      const [ann, cid] = (await strangers(2)) as [Somebody, Somebody]
      const [den, talk, three] = [await closed(ann, [cid]), await direct(ann, [cid]), await direct(ann, [cid, bob])]
      assert.deepEqual(await stage.store.declineRequest(cid, den.roomId), { roomId: den.roomId, reason: 'left' })
      assert.deepEqual(await stage.store.declineRequest(cid, talk.roomId), { roomId: talk.roomId, reason: 'hidden' })
      assert.equal((await stage.store.declineRequest(cid, three.roomId)).reason, 'left')
      assert.deepEqual(await listed(cid), [LOBBY])
      assert.equal(await stage.view(cid, den.roomId), undefined)
      const said = await stage.store.append(ann, { roomId: talk.roomId, clientId: 'still here', body: 'still here' })
      assert.equal(said.shownTo, undefined)
      assert.deepEqual(await listed(cid), [LOBBY])
      assert.deepEqual(await stage.store.viewsOf(talk.roomId, [cid.userId]), [])

      await assert.rejects(closed(ann, [cid]), waits(7 * 24, /can’t ask Stranger \d+ again until/))
      await assert.rejects(stage.store.seat(ann, den.roomId, cid.userId), waits(7 * 24, /again until/))
      await assert.rejects(direct(ann, [cid, bob]), waits(7 * 24, /again until/))
      assert.deepEqual((await direct(ann, [cid])).seatedIds, [])
      await assert.rejects(stage.store.declineRequest(cid, LOBBY), { code: 'not_found' })

      // A user who changes their mind writes.
      assert.deepEqual((await direct(cid, [ann])).seatedIds, [cid.userId])
      assert.equal(await requestOf(cid, talk.roomId), undefined)
      assert.ok((await closed(ann, [cid])).isNew)
    })

    test('[P51] whoever blocks somebody has declined all that they asked', async () => {
      const [ann, cid, eve] = (await strangers(3)) as [Somebody, Somebody, Somebody]
      const rooms = [await closed(ann, [cid]), await direct(ann, [cid]), await closed(ann, [cid, eve])]
      const other = await direct(eve, [cid])
      const declined = await stage.store.block(cid, ann.userId, true)
      assert.deepEqual(
        declined.map(({ roomId, reason }) => `${roomId} ${reason}`).sort(),
        rooms.map(({ roomId }, index) => `${roomId} ${index === 1 ? 'hidden' : 'left'}`).sort(),
      )
      assert.deepEqual((await listed(cid)).sort(), [LOBBY, other.roomId].sort())
      await assert.rejects(closed(ann, [cid]), { code: 'forbidden' })
      assert.deepEqual(await stage.store.block(cid, ann.userId, false), [])
      assert.ok((await closed(ann, [cid])).isNew)
    })

    test('[P52] what stands in a request speaks to nobody, and nobody looks after a room that they have not accepted', async () => {
      const [ann, cid] = (await strangers(2)) as [Somebody, Somebody]
      const { roomId } = await closed(ann, [cid])
      const mentions = [[cid.user.name.toLowerCase()]]
      await stage.say(ann, `@${cid.user.name}`, { roomId, mentions })
      assert.deepEqual((await stage.store.inbox(cid, { limit: 10 })).entries, [])
      await assert.rejects(stage.store.leaveRoom(ann, roomId), { code: 'conflict' })
      await stage.store.leave(ann, 'keep')
      assert.equal((await stage.view(cid, roomId))?.role, 'member')
      await stage.store.acceptRequest(cid, roomId)
      assert.equal((await stage.view(cid, roomId))?.role, 'host')
      assert.equal((await stage.store.inbox(cid, { limit: 10 })).entries.length, 1)
    })

    test('[P53] a direct room that is hidden comes back with the next message, but not of somebody blocked', async () => {
      const [ann, cid, eve] = (await strangers(3)) as [Somebody, Somebody, Somebody]
      const roomId = await stage.room('direct', '', [ann, cid, eve])
      await stage.store.hideRoom(cid, roomId)
      assert.deepEqual([await listed(cid), (await listed(eve)).includes(roomId)], [[LOBBY], true])
      await stage.store.block(cid, ann.userId, true)
      const say = (who: Somebody, clientId: string) => stage.store.append(who, { roomId, clientId, body: clientId })
      assert.equal((await say(ann, 'unheard')).shownTo, undefined)
      assert.deepEqual(await listed(cid), [LOBBY])
      assert.deepEqual((await say(eve, 'heard')).shownTo, [cid.userId])
      assert.ok((await listed(cid)).includes(roomId))
      await stage.store.hideRoom(cid, roomId)
      assert.deepEqual((await say(cid, 'my own')).shownTo, [cid.userId])
      await stage.store.hideRoom(cid, roomId)
      await stage.store.block(cid, ann.userId, false)
      assert.deepEqual((await direct(cid, [ann, eve])).seatedIds, [cid.userId])
      await assert.rejects(stage.store.hideRoom(cid, LOBBY), { code: 'forbidden' })
    })

    test('[P54] a direct room of more than two is left, and one of two is not', async () => {
      const [ann, cid, eve] = (await strangers(3)) as [Somebody, Somebody, Somebody]
      const [two, three] = [await stage.room('direct', '', [ann, cid]), await stage.room('direct', '', [ann, cid, eve])]
      await assert.rejects(stage.store.leaveRoom(cid, two), { code: 'forbidden' })
      assert.deepEqual(await stage.store.leaveRoom(cid, three), {})
      assert.equal(await stage.view(cid, three), undefined)
      const { people, formerPeople, memberCount, role } = (await stage.view(ann, three))!
      assert.deepEqual([people?.length, formerPeople, memberCount, role], [2, [cid.user], 2, 'member'])
      assert.deepEqual((await direct(ann, [cid, eve])).seatedIds, [cid.userId])
      assert.equal(await requestOf(cid, three), undefined)
    })

    test('[L55] few requests wait for one user, of one network and altogether, and guests leave room for persons', async () => {
      const target = await stage.guest('Target')
      const limits = of({ waitingOfNetwork: 2, waiting: 4 })
      const here = await strangers(3, '192.0.2.1')
      for (const one of here.slice(0, 2)) await direct(one, [target], limits)
      await assert.rejects(direct(here[2]!, [target], limits), waits(7 * 24, /^Target has many requests waiting/))
      await assert.rejects(closed(here[0]!, [target], limits), waits(7 * 24, /many requests/))
      const elsewhere = await strangers(3, '192.0.2.2')
      for (const one of elsewhere.slice(0, 2)) await direct(one, [target], limits)
      const [far] = (await strangers(1, '192.0.2.3')) as [Somebody]
      await assert.rejects(direct(far, [target], limits), waits(7 * 24, /many requests/))
      const person = await stage.person('Person with a request')
      await direct(person, [target], limits)
      assert.equal((await listed(target)).length, 6)

      // An answer makes room for another request at once; a refusal does so a day later.
      await stage.store.acceptRequest(target, (await direct(person, [target], limits)).roomId)
      await stage.store.acceptRequest(target, (await direct(here[0]!, [target], limits)).roomId)
      await direct(here[2]!, [target], limits)
      await stage.store.declineRequest(target, (await direct(elsewhere[0]!, [target], limits)).roomId)
      await assert.rejects(direct(elsewhere[2]!, [target], limits), waits(24, /many requests/))
      await direct(far, [target], limits)
    })

    test('[L56] so many rooms and requests are made from one network within the hour', async () => {
      const limits = of({ roomsAnHour: 2, requestsAnHour: 3 })
      const [ann, cid, ...others] = (await strangers(6, '192.0.2.9')) as [Somebody, Somebody, ...Somebody[]]
      const [far] = (await strangers(1, '192.0.2.10')) as [Somebody]
      await closed(ann, [], limits)
      await closed(cid, [], limits)
      await assert.rejects(closed(others[0]!, [], limits), waits(1, /creates too many rooms/))
      assert.ok((await closed(far, [], limits)).isNew)
      for (const other of others.slice(0, 3)) await direct(ann, [other], limits)
      await assert.rejects(direct(cid, [others[3]!], limits), waits(1, /sends too many requests/))
      // A refused request leaves nothing behind.
      assert.deepEqual(await listed(others[3]!), [LOBBY])
      assert.ok((await direct(far, [others[3]!], limits)).isNew)
    })
  })
}
