import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { LOBBY } from '../../../protocol/limits.ts'
import { aDevice, hash, inHours, type MakeFolder, named, newRoom, type Somebody, Stage } from './stage.ts'

const noSuch = { code: 'not_found' }

export function describeProfiles(makeFolder: MakeFolder): void {
  describe('profiles', () => {
    const stage = new Stage(makeFolder)
    let olga: Somebody
    let ann: Somebody

    before(async () => {
      olga = await stage.owner('Olga')
      ann = await stage.person('Ann')
    })

    const statusIn = async (reader: Somebody) => (await stage.seatOf(reader, LOBBY, 'ann'))?.status

    test('[P60] a status is shown until its time, and an ended one is in no list', async () => {
      const until = inHours(1)
      await stage.store.setStatus(ann, { emoji: '🏖️', text: 'On leave', until })
      const status = { emoji: '🏖️', text: 'On leave', until }
      assert.deepEqual(await statusIn(olga), status)
      assert.deepEqual((await stage.store.findPeople(olga, 'ann', 5))[0]?.status, status)
      assert.deepEqual((await stage.store.meOf(ann.userId)).status, status)
      await stage.restart()
      assert.deepEqual(await statusIn(olga), status)

      await stage.store.setStatus(ann, { text: 'Over', until: inHours(-1) })
      assert.equal(await statusIn(olga), undefined)
      assert.equal((await stage.store.meOf(ann.userId)).status, undefined)
    })

    test('[P61] a blocked person’s status is not shown to the one who blocks', async () => {
      await stage.store.setStatus(ann, { text: 'Here' })
      await stage.store.block(olga, ann.userId, true)
      assert.equal(await statusIn(olga), undefined)
      assert.equal((await stage.store.profile(olga, ann.userId)).status, undefined)
      await stage.store.block(olga, ann.userId, false)
      assert.deepEqual(await statusIn(olga), { text: 'Here' })
    })

    test('[P62] a muted person sets no status and can clear it; a mute everywhere and a ban clear it', async () => {
      await stage.store.mute(olga, { userId: ann.userId, until: inHours(1), reason: '' })
      assert.equal(await statusIn(olga), undefined)
      await assert.rejects(stage.store.setStatus(ann, { text: 'Still talking' }), { code: 'forbidden' })
      await stage.store.setStatus(ann, {})
      await stage.store.unmute(olga, { userId: ann.userId })
      await stage.store.mute(olga, { userId: ann.userId, roomId: LOBBY, until: inHours(1), reason: '' })
      await assert.rejects(stage.store.setStatus(ann, { text: 'Still talking' }), { code: 'forbidden' })
      await stage.store.unmute(olga, { userId: ann.userId, roomId: LOBBY })

      const bob = await stage.person('Bob')
      await stage.store.setStatus(bob, { text: 'Rude' })
      await stage.store.ban(olga, { userId: bob.userId, reason: '', address: false })
      assert.equal((await stage.store.profile(olga, bob.userId)).status, undefined)
    })

    test('[R83] a mute in a room that a person has not accepted takes neither name nor status from them', async () => {
      const [stranger, eli] = [await stage.person('Stranger with a room'), await stage.person('Eli')]
      const { roomId } = await stage.store.createRoom(stranger, newRoom('closed', 'Trap', [eli.userId]))
      await stage.store.mute(stranger, { userId: eli.userId, roomId, until: inHours(1), reason: '' })
      await stage.store.setStatus(eli, { text: 'Still talking' })
      await stage.store.rename(eli, named('Eli Free'))
      await stage.store.acceptRequest(eli, roomId)
      await assert.rejects(stage.store.setStatus(eli, { text: 'In it now' }), { code: 'forbidden' })
      await assert.rejects(stage.store.rename(eli, named('Eli Bound')), { code: 'forbidden' })
    })

    test('[P62] a user who leaves for good has no profile', async () => {
      const cleo = await stage.person('Cleo')
      await stage.store.setStatus(cleo, { text: 'Soon gone' })
      await stage.store.setTimeZone(cleo, 'Europe/Berlin')
      await stage.store.leave(cleo, 'keep')
      await assert.rejects(stage.store.profile(olga, cleo.userId), noSuch)
    })

    test('[P63] a profile tells name, role, since when and time zone; an outsider sees their own room’s people', async () => {
      await stage.store.setTimeZone(ann, 'Asia/Tokyo')
      const { since, ...rest } = await stage.store.profile(olga, ann.userId)
      assert.ok(Date.parse(since) <= Date.now())
      assert.deepEqual(rest, { user: ann.user, role: 'member', timeZone: 'Asia/Tokyo' })
      await stage.store.setTimeZone(ann, undefined)
      assert.equal((await stage.store.profile(olga, ann.userId)).timeZone, undefined)

      const roomId = await stage.room('closed', 'Den', [olga])
      await stage.store.addInvite(olga, { codeHash: hash('den'), roomId })
      const { user, sessionId } = await stage.store.addUser({
        name: named('Out'),
        device: aDevice(),
        inviteHash: hash('den'),
      })
      const outsider = { user, userId: user.id, sessionId }
      assert.equal((await stage.store.profile(outsider, olga.userId)).role, 'owner')
      assert.equal((await stage.store.profile(outsider, outsider.userId)).role, 'outsider')
      await assert.rejects(stage.store.profile(outsider, ann.userId), noSuch)
      await assert.rejects(stage.store.profile(outsider, 'u_nobody'), noSuch)
    })

    test('[W304] a profile tells the host of a room to users who see the room', async () => {
      const bob = await stage.person('Robin')
      const roomId = await stage.room('closed', 'Hosted', [olga, ann, bob])
      const isHost = async (reader: typeof olga, userId: string, where = roomId) =>
        (await stage.store.profile(reader, userId, where)).isHost
      await stage.store.appointHost(olga, roomId, ann.userId, 'host')
      const other = await stage.person('Not in it')
      assert.equal(await isHost(bob, ann.userId), true)
      assert.equal((await stage.store.profile(bob, ann.userId)).isHost, undefined, 'no room was asked for')
      assert.equal(await isHost(bob, ann.userId, 'lobby'), undefined, 'of another room')
      assert.equal(await isHost(ann, bob.userId), undefined)
      assert.equal(await isHost(other, ann.userId), undefined, 'the room is hidden')
      assert.equal(await isHost(other, ann.userId, 'r_nowhere'), undefined)
    })

    test('[P69] an outsider learns the maker of their room only while the maker is in it', async () => {
      const maker = await stage.person('Maker')
      const roomId = await stage.room('closed', 'Workshop', [maker, olga])
      await stage.store.addInvite(maker, { codeHash: hash('workshop'), roomId })
      const { user, sessionId } = await stage.store.addUser({
        name: named('Visitor of one'),
        device: aDevice(),
        inviteHash: hash('workshop'),
      })
      const outsider = { user, userId: user.id, sessionId }
      assert.deepEqual((await stage.store.origin(outsider, roomId)).by, maker.user)
      await stage.store.leaveRoom(maker, roomId)
      await stage.store.rename(maker, named('Another name'))
      assert.equal((await stage.store.origin(outsider, roomId)).by, undefined)
      assert.equal((await stage.store.origin(olga, roomId)).by?.name, 'Another name')
    })

    test('[P64] the directory lists persons before guests by name, page by page, without people who are banned', async () => {
      for (const name of ['Zoe Directory', 'Dia Directory']) await stage.person(name)
      await stage.guest('Abel Directory')
      const banned = await stage.person('Bad Directory')
      await stage.store.ban(olga, { userId: banned.userId, reason: '', address: false })
      const names: string[] = []
      let after: string | undefined
      do {
        const page = await stage.store.directory(olga, { query: 'direct', after, limit: 1 })
        assert.ok(page.people.length <= 1)
        names.push(...page.people.map(({ user }) => user.name))
        after = page.next
      } while (after !== undefined)
      assert.deepEqual(names, ['Dia Directory', 'Zoe Directory', 'Abel Directory'])
      assert.deepEqual(await stage.store.directory(olga, { query: 'irectory', limit: 5 }), { people: [] })
      const { people } = await stage.store.directory(olga, { query: '', limit: 100 })
      assert.equal(people.find(({ user }) => user.id === olga.userId)?.role, 'owner')
      const [zoe] = (await stage.store.directory(olga, { query: 'zoe', limit: 1 })).people
      const among = await stage.store.directory(olga, { query: '', only: [zoe!.user.id, banned.userId], limit: 5 })
      assert.deepEqual(
        among.people.map(({ user }) => user.name),
        ['Zoe Directory'],
      )
      assert.deepEqual(await stage.store.directory(olga, { query: '', only: [], limit: 5 }), { people: [] })
      const ofRole = async (role: 'owner' | 'member' | 'guest') =>
        (await stage.store.directory(olga, { query: '', role, limit: 100 })).people
      assert.deepEqual(
        (await ofRole('owner')).map(({ user }) => user.id),
        [olga.userId],
      )
      for (const role of ['member', 'guest'] as const) {
        const found = await ofRole(role)
        assert.ok(found.length > 0 && found.every((one) => one.role === role), role)
      }
    })

    test('[W231] people of direct rooms are told with what they say, without requests and without a blocked person’s status', async () => {
      const [near, far] = [await stage.person('Near'), await stage.person('Far')]
      await stage.store.createRoom(olga, newRoom('direct', '', [near.userId]))
      await stage.store.createRoom(far, newRoom('direct', '', [olga.userId]))
      await stage.store.setStatus(near, { text: 'Close by' })
      await stage.store.setTimeZone(near, 'Asia/Tokyo')
      const one = { userId: near.userId, timeZone: 'Asia/Tokyo' }
      assert.deepEqual(await stage.store.directPeople(olga), [{ ...one, status: { text: 'Close by' } }])
      assert.deepEqual(await stage.store.directPeople(far), [])
      await stage.store.block(olga, near.userId, true)
      assert.deepEqual(await stage.store.directPeople(olga), [one])
    })

    test('[P65] preferences are kept one by one over a restart, and deleted with a user who leaves', async () => {
      const eve = await stage.guest('Eve')
      assert.deepEqual(await stage.store.preferences(eve), {})
      await stage.store.updatePreferences(eve, { clock: '24', favourites: ['r_1', 'r_2'] })
      await stage.store.updatePreferences(eve, { favourites: ['r_2'], folded: ['direct'], clock: undefined })
      await stage.restart()
      const all = { clock: '24', favourites: ['r_2'], folded: ['direct'] }
      assert.deepEqual(await stage.store.preferences(eve), all)
      assert.deepEqual(await stage.store.preferences(ann), {})
    })

    test('[R73] all rooms are marked read at once, and a request stays as it is', async () => {
      const [here, there] = [
        await stage.room('closed', 'Here', [ann, olga]),
        await stage.room('open', 'There', [ann, olga]),
      ]
      const stranger = await stage.person('Stranger')
      const { roomId: asked } = await stage.store.createRoom(stranger, newRoom('direct', '', [olga.userId]))
      for (const roomId of [here, there]) await stage.say(ann, '@Olga one', { roomId, mentions: [['olga']] })
      await stage.say(stranger, 'hello', { roomId: asked })
      const marks = await stage.store.markAllRead(olga)
      const moved = new Map(marks.map((mark) => [mark.roomId, mark]))
      for (const roomId of [here, there]) {
        assert.deepEqual(moved.get(roomId), { roomId, readSeq: 1, mentions: 0 })
        const view = await stage.view(olga, roomId)
        assert.deepEqual([view?.readSeq, view?.mentions], [1, 0])
      }
      assert.equal((await stage.view(olga, asked))?.readSeq, 0)
      assert.deepEqual(await stage.store.markAllRead(olga), [])
    })

    test('[R74] the first message at or after a moment is found, a deleted one too', async () => {
      const roomId = await stage.room('closed', 'Days', [ann])
      assert.equal(await stage.store.seqAt(ann, roomId, inHours(-1)), undefined)
      const said = []
      for (const body of ['one', 'two', 'three', 'four', 'five']) {
        said.push(await stage.say(ann, body, { roomId }))
        await pause(2)
      }
      await stage.store.deleteMessage(ann, roomId, 3)
      for (const { seq, sentAt } of said) assert.equal(await stage.store.seqAt(ann, roomId, sentAt), seq)
      const justAfter = new Date(Date.parse(said[1]!.sentAt) + 1).toISOString()
      assert.equal(await stage.store.seqAt(ann, roomId, justAfter), 3)
      assert.equal(await stage.store.seqAt(ann, roomId, inHours(-1)), 1)
      assert.equal(await stage.store.seqAt(ann, roomId, inHours(1)), undefined)
      await assert.rejects(stage.store.seqAt(olga, roomId, inHours(-1)), noSuch)
    })

    test('[S14] nothing of a profile is set or read in the name of a session that is over', async () => {
      const dan = await stage.person('Dan')
      await stage.store.endSession(dan)
      const over = { code: 'unauthorized' }
      await assert.rejects(stage.store.setStatus(dan, { text: 'late' }), over)
      await assert.rejects(stage.store.setTimeZone(dan, 'UTC'), over)
      await assert.rejects(stage.store.profile(dan, olga.userId), over)
      await assert.rejects(stage.store.directory(dan, { query: '', limit: 1 }), over)
      await assert.rejects(stage.store.preferences(dan), over)
      await assert.rejects(stage.store.updatePreferences(dan, { clock: '12' }), over)
      await assert.rejects(stage.store.markAllRead(dan), over)
      await assert.rejects(stage.store.seqAt(dan, LOBBY, inHours(-1)), over)
    })
  })
}
