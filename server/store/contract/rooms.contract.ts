import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { LOBBY } from '../../../protocol/limits.ts'
import { hash, inHours, type Effort, type MakeFolder, newRoom, type Somebody, Stage } from './stage.ts'

export function describeRooms(makeFolder: MakeFolder, { messages }: Effort): void {
  describe('rooms', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody
    let bob: Somebody
    let cid: Somebody

    before(async () => {
      ann = await stage.person('Ann')
      bob = await stage.guest('Bob')
      cid = await stage.guest('Cid')
    })

    const slugOf = async (roomId: string) => (await stage.view(ann, roomId))!.slug

    test('[S8] an open room is seen by all, without a seat as a visitor; another only by who has a seat', async () => {
      const open = await stage.room('open', 'Garden', [ann])
      const closed = await stage.room('closed', 'Cellar', [ann])
      const direct = await stage.room('direct', '', [ann, cid])
      const seen = (await stage.view(bob, open))!
      assert.deepEqual([seen.role, seen.level, seen.mentions, seen.memberCount], ['visitor', 'everything', 0, 1])
      assert.equal((await stage.view(ann, open))?.role, 'host')
      for (const hidden of [closed, direct]) {
        assert.equal(await stage.store.findRoom(hidden, bob), undefined)
        assert.equal(await stage.store.roomAccess(hidden, bob), undefined)
        assert.equal(await stage.store.findRoom(await slugOf(hidden), bob), undefined)
        assert.equal(await stage.store.peekRoom(await slugOf(hidden)), undefined)
      }
      assert.equal(await stage.store.findRoom('nowhere', bob), undefined)
      const { room: _room, ...account } = (await stage.store.findRoom(open, bob))!
      assert.deepEqual(account, { user: bob.user, role: 'guest' })
      assert.equal((await stage.store.peekRoom('garden'))?.role, 'visitor')
      assert.equal(await stage.store.peekRoom('nowhere'), undefined)
      const { seq } = await stage.say(ann, 'seen by strangers', { roomId: open })
      const preview = await stage.store.readPreview('garden', { limit: 10 })
      assert.deepEqual([preview?.room.lastSeq, preview?.messages.map(({ body }) => body)], [seq, ['seen by strangers']])
      for (const hidden of [closed, direct, await slugOf(closed), 'nowhere'])
        assert.equal(await stage.store.readPreview(hidden, { limit: 10 }), undefined)
    })

    test('[S51] a room whose host leaves gets another, the last one stays in a closed room', async () => {
      const roomId = await stage.room('closed', 'Attic', [ann, bob])
      await assert.rejects(stage.store.appointHost(ann, roomId, ann.userId, 'member'), { code: 'conflict' })
      // Seats from the same millisecond count as equally old.
      await sleep(2)
      await stage.store.seat(ann, roomId, cid.userId)
      assert.deepEqual(await stage.store.leaveRoom(ann, roomId), { newHostId: bob.userId })
      assert.equal((await stage.view(bob, roomId))?.role, 'host')
      assert.deepEqual(await stage.store.leaveRoom(cid, roomId), {})
      await assert.rejects(stage.store.leaveRoom(bob, roomId), { code: 'conflict' })
      assert.equal((await stage.view(bob, roomId))?.memberCount, 1)
      const dan = await stage.guest('Dan')
      await stage.seat(bob, roomId, dan)
      await stage.store.leave(bob, 'keep')
      assert.equal((await stage.view(dan, roomId))?.role, 'host')
      bob = await stage.guest('Bob')
    })

    test('[S51] a host who is removed or banned for good is followed by another, but not by one who is banned', async () => {
      const owner = await stage.owner('Olga of the cellar')
      const [fay, gil, hal] = [await stage.guest('Fay'), await stage.guest('Gil'), await stage.guest('Hal')]
      const roomId = await stage.room('open', 'Cellar stairs', [fay])
      for (const guest of [gil, hal]) {
        await sleep(2)
        await stage.store.join(guest, roomId)
      }
      await stage.store.ban(owner, { userId: gil.userId, reason: '', address: false })
      assert.deepEqual(await stage.store.unseat(owner, roomId, fay.userId, inHours(1)), { newHostId: hal.userId })
      const { newHosts } = await stage.store.ban(owner, { userId: hal.userId, reason: '', address: false })
      assert.deepEqual(newHosts, [])
    })

    test('[S52] what was under way when the room was locked, archived or left is not taken', async () => {
      const owner = await stage.owner('Olga of the lock')
      const roomId = await stage.room('open', 'Locked in time', [ann, bob])
      const { seq } = await stage.say(bob, 'before', { roomId })
      const refused = async () => {
        for (const late of [
          stage.store.append(bob, { roomId, clientId: 'late', body: 'late' }),
          stage.store.edit(bob, { roomId, seq, body: 'late' }),
          stage.store.react(bob, roomId, seq, '👍', true),
        ])
          await assert.rejects(late, { code: 'forbidden' })
      }
      await stage.store.updateRoom(ann, roomId, { isLocked: true })
      await refused()
      await stage.say(ann, 'a host may', { roomId })
      await stage.store.updateRoom(ann, roomId, { isLocked: false, isArchived: true })
      await refused()
      await assert.rejects(stage.say(ann, 'a host too', { roomId }), { code: 'forbidden' })
      await stage.store.updateRoom(ann, roomId, { isArchived: false })
      await stage.store.mute(owner, { userId: bob.userId, until: inHours(1), reason: '' })
      await refused()
      await stage.store.unmute(owner, { userId: bob.userId })
      await stage.say(bob, 'in between', { roomId })
      await stage.store.unseat(owner, roomId, bob.userId, inHours(1))
      await refused()
      // Only a user who could have removed him can let him in again.
      const fred = await stage.person('Fred')
      await stage.store.join(fred, roomId)
      await assert.rejects(stage.store.seat(fred, roomId, bob.userId), { code: 'forbidden' })
      await stage.store.seat(ann, roomId, bob.userId)
      await stage.say(bob, 'back', { roomId })
    })

    test('[S54] a room that is closed leaves its addresses behind', async () => {
      const roomId = await stage.room('open', 'Layoffs', [ann])
      await stage.store.updateRoom(ann, roomId, { kind: 'closed' })
      assert.match(await slugOf(roomId), /^layoffs-[a-z0-9]{6}$/)
      assert.equal(await stage.view(ann, 'layoffs'), undefined)
      assert.equal(await slugOf(await stage.room('open', 'Layoffs', [ann])), 'layoffs')
    })

    test('[S34] an open room has the slug that was wished for, or the next free one with a number', async () => {
      const one = await stage.room('open', 'Kitchen', [ann])
      await stage.store.updateRoom(ann, one, { name: 'Scullery', look: 'scullery' })
      const two = await stage.room('open', 'Kitchen', [ann])
      assert.deepEqual([await slugOf(one), await slugOf(two)], ['kitchen', 'kitchen-2'])
      const long = await stage.store.createRoom(ann, { ...newRoom('open', 'Long'), slug: 'a'.repeat(64) })
      const longer = await stage.store.createRoom(ann, { ...newRoom('open', 'Longer'), slug: 'a'.repeat(64) })
      assert.deepEqual(
        [await slugOf(long.roomId), await slugOf(longer.roomId)],
        ['a'.repeat(64), `${'a'.repeat(62)}-2`],
      )
    })

    test('[S34] a slug tells nobody of a closed room', async () => {
      const closed = await stage.room('closed', 'Secret', [ann])
      assert.match(await slugOf(closed), /^secret-[a-z0-9]{6}$/)
      assert.equal(await slugOf(await stage.room('open', 'Secret', [ann])), 'secret')
    })

    test('[S34] a room keeps the addresses that it had, until it is gone', async () => {
      const roomId = await stage.room('open', 'Library', [ann])
      const rename = (name: string) =>
        stage.store.updateRoom(ann, roomId, { name, look: name.toLowerCase(), slug: name.toLowerCase() })
      await rename('Archive')
      assert.equal((await stage.view(bob, 'library'))?.slug, 'archive')
      assert.equal((await stage.store.peekRoom('library'))?.id, roomId)
      const namesake = await stage.room('open', 'Library', [ann])
      assert.equal(await slugOf(namesake), 'library-2')
      // A room may take back its own former address.
      await stage.store.deleteRoom(ann, namesake)
      await rename('Library')
      assert.equal(await slugOf(roomId), 'library')
      assert.equal((await stage.view(bob, 'archive'))?.id, roomId)
      await rename('LIBRARY')
      assert.equal(await slugOf(roomId), 'library')
      await stage.store.deleteRoom(ann, roomId)
      assert.equal(await stage.store.findRoom('archive', ann), undefined)
      assert.equal(await slugOf(await stage.room('open', 'Archive', [ann])), 'archive')
      assert.equal(await slugOf(await stage.room('open', 'Library', [ann])), 'library')
    })

    test('[S34] a closed room draws no new slug for the same wish', async () => {
      const roomId = await stage.room('closed', 'Vault', [ann])
      const slug = await slugOf(roomId)
      await stage.store.updateRoom(ann, roomId, { name: 'VAULT', look: 'vault', slug: 'vault' })
      assert.equal(await slugOf(roomId), slug)
      await stage.store.updateRoom(ann, roomId, { name: 'Safe', look: 'safe', slug: 'safe' })
      assert.match(await slugOf(roomId), /^safe-[a-z0-9]{6}$/)
      assert.equal((await stage.view(ann, slug))?.id, roomId)
    })

    test('[S35] no two open rooms look alike by name, also when made at once, opened or brought back', async () => {
      const make = (node = stage.store) => node.createRoom(ann, newRoom('open', 'Design'))
      const results = await Promise.allSettled([make(), make(stage.other)])
      assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
      await assert.rejects(make(), {
        code: 'conflict',
        message: 'There is already a room called “Design”. Choose another name.',
      })
      const closed = await stage.room('closed', 'Design', [ann])
      await assert.rejects(stage.store.updateRoom(ann, closed, { kind: 'open' }), { code: 'conflict' })
      const open = (await stage.view(ann, 'design'))!.id
      await stage.store.updateRoom(ann, open, { isArchived: true })
      await stage.store.updateRoom(ann, closed, { kind: 'open' })
      await assert.rejects(stage.store.updateRoom(ann, open, { isArchived: false }), { code: 'conflict' })
    })

    test('[S36] there is one direct room for each set of people, also when made twice at once', async () => {
      const results = await Promise.all([
        stage.store.createRoom(ann, newRoom('direct', '', [bob.userId])),
        stage.other.createRoom(bob, newRoom('direct', '', [ann.userId])),
      ])
      assert.equal(results[0].roomId, results[1].roomId)
      assert.equal(results.filter(({ isNew }) => isNew).length, 1)
      const first = results.find(({ isNew }) => isNew)!
      assert.deepEqual(first.seatedIds.toSorted(), [ann.userId, bob.userId].toSorted())
      const view = (await stage.view(bob, results[0].roomId))!
      assert.deepEqual([view.name, view.role, view.people], ['', 'member', [ann.user, bob.user]])
      assert.match(view.slug, /^direct-[a-z0-9]{8}$/)
      assert.ok(!('people' in (await stage.view(bob, LOBBY))!))
      const three = await stage.store.createRoom(ann, newRoom('direct', '', [bob.userId, cid.userId, bob.userId]))
      assert.deepEqual([three.isNew, (await stage.view(cid, three.roomId))?.memberCount], [true, 3])
    })

    test('[S37] a room is made with its members, or not at all', async () => {
      await assert.rejects(stage.store.createRoom(ann, newRoom('open', 'Nobody’s', ['u_nobody'])), {
        code: 'not_found',
      })
      assert.equal(await stage.store.findRoom('nobody’s', ann), undefined)
      const { roomId, isNew, seatedIds } = await stage.store.createRoom(ann, newRoom('closed', 'Ours', [bob.userId]))
      assert.deepEqual([isNew, seatedIds], [true, [ann.userId, bob.userId]])
      const views = await stage.store.viewsOf(roomId, [ann.userId, bob.userId, cid.userId])
      assert.deepEqual(
        views.map(({ userId, room }) => [userId, room.role]),
        [
          [ann.userId, 'host'],
          [bob.userId, 'member'],
        ],
      )
      assert.deepEqual(views[1]?.room, await stage.view(bob, roomId))
    })

    test('[S38] a seat is taken once, given up once, and counted', async () => {
      const roomId = await stage.room('open', 'Terrace', [ann])
      await stage.say(ann, 'before', { roomId })
      await Promise.all([0, 1, 2].map((n) => stage.node(n).join(bob, roomId)))
      const joined = (await stage.view(bob, roomId))!
      assert.deepEqual([joined.memberCount, joined.role, joined.readSeq], [2, 'member', 1])
      assert.ok((await stage.store.roomIdsOf(bob.userId)).includes(roomId))
      await stage.store.leaveRoom(bob, roomId)
      await assert.rejects(stage.store.leaveRoom(bob, roomId), { code: 'forbidden' })
      assert.equal((await stage.view(bob, roomId))?.memberCount, 1)
      await assert.rejects(stage.store.join(bob, 'nowhere'), { code: 'not_found' })
    })

    test('[S38] a closed room is not joined, but a seat may be given', async () => {
      const roomId = await stage.room('closed', 'Attic', [ann])
      await assert.rejects(stage.store.join(bob, roomId), { code: 'not_found' })
      await stage.store.seat(ann, roomId, bob.userId)
      await stage.store.seat(ann, roomId, bob.userId)
      assert.equal((await stage.view(bob, roomId))?.memberCount, 2)
      await assert.rejects(stage.store.seat(ann, roomId, 'u_nobody'), { code: 'not_found' })
    })

    test('[S38] who was removed cannot come back by themselves for a while, and can when given a seat', async () => {
      const roomId = await stage.room('open', 'Balcony', [ann, bob, cid])
      const codeHash = hash('balcony')
      await stage.store.addInvite(ann, { codeHash, roomId })
      await stage.store.unseat(ann, roomId, bob.userId, inHours(1))
      await assert.rejects(stage.store.join(bob, roomId), { code: 'forbidden', message: /after \d{4}-/ })
      await assert.rejects(stage.store.redeemInvite(bob, codeHash), { code: 'forbidden', message: /after \d{4}-/ })
      await assert.rejects(stage.store.unseat(ann, roomId, bob.userId, inHours(1)), { code: 'not_found' })
      await stage.store.seat(ann, roomId, bob.userId)
      await stage.store.leaveRoom(bob, roomId)
      await stage.store.join(bob, roomId)
      await stage.store.unseat(ann, roomId, cid.userId, inHours(-1))
      await stage.store.join(cid, roomId)
      assert.equal((await stage.view(cid, roomId))?.memberCount, 3)
      assert.equal((await stage.acts(await stage.owner('Olga of the log'), roomId)).length, 2)
    })

    test('[S39] members come by rank and name, page by page, or by what their name contains', async () => {
      const olga = await stage.owner('Olga')
      const mod = await stage.person('Mod')
      await stage.store.appoint(olga, mod.userId, 'moderator')
      const zoe = await stage.guest('Zoe')
      const roomId = await stage.room('open', 'Hall', [ann, cid, bob, mod, olga, zoe])
      await stage.store.appointHost(ann, roomId, zoe.userId, 'host')
      const names: string[] = []
      let after: string | undefined
      do {
        const page = await stage.store.members(ann, roomId, { query: '', after, limit: 4 })
        names.push(...page.members.map(({ user, role }) => `${user.name} ${role}`))
        after = page.next
      } while (after !== undefined)
      assert.deepEqual(names, ['Olga owner', 'Mod moderator', 'Ann host', 'Zoe host', 'Bob guest', 'Cid guest'])
      const found = await stage.store.members(ann, roomId, { query: 'O', limit: 10 })
      assert.deepEqual(
        found.members.map(({ user }) => user.name),
        ['Olga', 'Mod', 'Zoe', 'Bob'],
      )
      await stage.store.appointHost(olga, roomId, zoe.userId, 'member')
      assert.deepEqual(await stage.seatOf(ann, roomId, 'Zoe'), { user: zoe.user, role: 'guest' })
      await assert.rejects(stage.store.appointHost(ann, roomId, 'u_nobody', 'host'), { code: 'not_found' })
    })

    test('[S39] in a direct room nobody has a rank', async () => {
      const olga = await stage.owner('Olga')
      const roomId = await stage.room('direct', '', [ann, olga])
      const { members } = await stage.store.members(ann, roomId, { query: '', limit: 10 })
      assert.deepEqual(
        members.map(({ user, role }) => [user.name, role]),
        [
          ['Ann', 'member'],
          ['Olga', 'member'],
        ],
      )
    })

    test('[S39] open rooms are browsed by name, page by page, archived ones apart', async () => {
      const ids = [
        await stage.room('open', 'Zoo 2', [ann]),
        await stage.room('open', 'zoo 1', [ann, bob]),
        await stage.room('open', 'Zoo 3', [ann]),
        await stage.room('closed', 'Zoo 4', [ann]),
      ]
      const first = await stage.store.browse(bob, { query: 'ZOO', isArchived: false, limit: 2 })
      assert.deepEqual(
        first.rooms.map(({ name, isMember, memberCount }) => [name, isMember, memberCount]),
        [
          ['zoo 1', true, 2],
          ['Zoo 2', false, 1],
        ],
      )
      const second = await stage.store.browse(bob, { query: 'zoo', isArchived: false, limit: 2, after: first.next })
      assert.deepEqual([second.rooms.map(({ name }) => name), 'next' in second], [['Zoo 3'], false])
      await stage.store.updateRoom(ann, ids[0]!, { isArchived: true })
      const archived = await stage.store.browse(bob, { query: 'zoo', isArchived: true, limit: 2 })
      assert.deepEqual(
        archived.rooms.map(({ name }) => name),
        ['Zoo 2'],
      )
    })

    test('[S40] what is changed of a room is seen, and written down unless it is the topic', async () => {
      const olga = await stage.owner('Olga')
      const roomId = await stage.room('open', 'Shed', [ann])
      await stage.store.updateRoom(ann, roomId, { topic: 'Tools', name: undefined })
      assert.deepEqual(await stage.acts(olga, roomId), [])
      await stage.store.updateRoom(ann, roomId, { name: 'Barn', look: 'barn', isLocked: true, slowSeconds: 30 })
      const { name, topic, isLocked, isArchived, slowSeconds, kind } = (await stage.view(bob, roomId))!
      assert.deepEqual(
        { name, topic, isLocked, isArchived, slowSeconds, kind },
        { name: 'Barn', topic: 'Tools', isLocked: true, isArchived: false, slowSeconds: 30, kind: 'open' },
      )
      assert.deepEqual(await stage.acts(olga, roomId), [
        {
          by: ann.user,
          act: 'room:update',
          roomId,
          roomName: 'Shed',
          details: { from: 'Shed', to: 'Barn', isLocked: true, slowSeconds: 30 },
        },
      ])
      await stage.store.updateRoom(ann, roomId, { kind: 'closed' })
      assert.equal(await stage.store.findRoom(roomId, bob), undefined)
      await assert.rejects(stage.store.updateRoom(ann, 'nowhere', { topic: '' }), { code: 'not_found' })
    })

    test('[S41] of the rooms that are asked about, those are named that have come further', async () => {
      const [quiet, loud] = [await stage.room('open', 'Quiet', [ann]), await stage.room('open', 'Loud', [ann])]
      await stage.room('open', 'Unasked', [ann])
      await stage.say(ann, 'one', { roomId: loud })
      const told = [quiet, loud, 'nowhere'].map((roomId) => ({ roomId, rev: 0 }))
      assert.deepEqual(await stage.store.ahead(told), [{ roomId: loud, rev: 1 }])
      assert.deepEqual(await stage.store.ahead([{ roomId: loud, rev: 1 }]), [])
    })

    test('[S41] a deleted room is gone for everybody at once', async () => {
      const roomId = await stage.room('open', 'Doomed', [ann, bob])
      await stage.say(bob, 'last words', { roomId, clientId: 'last words' })
      await stage.store.deleteRoom(ann, roomId)
      assert.equal(await stage.store.findRoom(roomId, ann), undefined)
      assert.ok(!(await stage.store.roomIdsOf(bob.userId)).includes(roomId))
      assert.ok(!(await stage.store.roomsOf(bob)).some(({ id }) => id === roomId))
      assert.deepEqual(await stage.store.viewsOf(roomId, [ann.userId]), [])
      assert.deepEqual(await stage.store.ahead([{ roomId, rev: 0 }]), [])
      await assert.rejects(stage.store.members(ann, roomId, { query: '', limit: 1 }), { code: 'not_found' })
      await assert.rejects(stage.store.history(roomId, { limit: 1 }), { code: 'not_found' })
      await assert.rejects(stage.store.changesSince(roomId, 0, 1), { code: 'not_found' })
      await assert.rejects(stage.say(bob, 'late', { roomId }), { code: 'not_found' })
      await assert.rejects(stage.say(bob, 'last words', { roomId, clientId: 'last words' }), { code: 'not_found' })
      await assert.rejects(stage.store.edit(bob, { roomId, seq: 1, body: 'late' }), { code: 'not_found' })
      await assert.rejects(stage.store.join(cid, roomId), { code: 'not_found' })
      await assert.rejects(stage.store.deleteRoom(ann, roomId), { code: 'not_found' })
    })

    test('[S41] what a deleted room held is cleared away in slices, and nothing else is', async () => {
      const roomId = await stage.room('closed', 'Heap', [ann, bob])
      await Promise.all(
        Array.from({ length: messages }, (_, index) =>
          stage.say(bob, `@room ${index}`, { roomId, clientId: `heap ${index}`, mentions: [['room']] }),
        ),
      )
      await stage.store.mute(ann, { userId: bob.userId, roomId, until: inHours(1), reason: '' })
      await stage.store.report(ann, roomId, 1, '')
      const kept = await stage.say(bob, 'kept')
      await stage.store.deleteRoom(ann, roomId)
      let slices = 0
      while (await stage.store.purge()) slices++
      assert.ok(slices >= 3, `${slices}`)
      assert.equal(await stage.store.purge(), false)
      // A draft of the room is no message any more, so its clientId is free.
      await stage.say(bob, 'anew', { clientId: 'heap 7' })
      assert.equal((await stage.wholeHistory()).at(-2)?.seq, kept.seq)
      assert.ok((await stage.view(bob, LOBBY))!.memberCount >= 3)
    })
  })
}
