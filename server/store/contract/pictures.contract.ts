import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import { inHours, type MakeFolder, named, type Somebody, Stage } from './stage.ts'

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const gone = { code: 'not_found' }

export function describePictures(makeFolder: MakeFolder): void {
  describe('pictures of people and rooms', () => {
    const stage = new Stage(makeFolder)
    let olga: Somebody
    let ann: Somebody
    let bob: Somebody
    let gus: Somebody

    before(async () => {
      olga = await stage.owner('Olga')
      ann = await stage.person('Ann')
      bob = await stage.person('Bob')
      gus = await stage.guest('Gus')
    })

    /** A content that was kept a moment ago. */
    async function kept(text: string): Promise<string> {
      const hash = hashOf(text)
      assert.equal(await stage.store.announceContent(hash, text.length), true)
      return hash
    }
    /** The contents that would be deleted in two days, without deleting them. */
    async function unused(): Promise<string[]> {
      const hashes = await stage.store.takeUnusedContents(inHours(48), 100)
      await stage.store.forgetContents(hashes)
      return hashes
    }

    test('[U130] a picture is in every view of its user, and in none after it is removed', async () => {
      const hash = await kept('gus')
      const shown = { ...gus.user, picture: hash }
      const roomId = await stage.room('closed', 'Pictured', [ann, gus])
      const twins = await stage.store.createRoom(ann, {
        kind: 'direct',
        name: '',
        look: '',
        slug: 'direct',
        memberIds: [gus.userId],
      })
      const { seq } = await stage.say(gus, 'hello')
      const before = await stage.say(bob, 'look')
      await stage.store.react(gus, LOBBY, before.seq, '👍', true)
      assert.deepEqual(await stage.store.setUserPicture(gus, hash), { user: shown, isNew: true })
      assert.equal((await stage.store.setUserPicture(gus, hash)).isNew, false)

      const views = async () => ({
        author: (await stage.wholeHistory(LOBBY)).find((one) => one.seq === seq)?.author,
        said: (await stage.say(gus, 'again')).author,
        account: (await stage.store.accountOf(gus)).user,
        me: (await stage.store.meOf(gus.userId)).user,
        profile: (await stage.store.profile(ann, gus.userId)).user,
        found: (await stage.store.findPeople(ann, 'gus', 5))[0]?.user,
        listed: (await stage.store.directory(ann, { query: 'gus', limit: 5 })).people[0]?.user,
        member: (await stage.seatOf(ann, roomId, 'gus'))?.user,
        joined: (await stage.store.joins(ann, roomId)).find(({ user }) => user.id === gus.userId)?.user,
        direct: (await stage.view(ann, twins.roomId))?.people?.find(({ id }) => id === gus.userId),
        reactor: (await stage.store.reactors(ann, LOBBY, before.seq, '👍', { limit: 5 })).people[0],
        known: (await stage.store.namedSince(inHours(-1))).find(({ id }) => id === gus.userId),
      })
      for (const [view, user] of Object.entries(await views())) assert.deepEqual(user, shown, view)
      const { user } = await stage.store.rename(gus, named('Gustav'))
      assert.deepEqual(user, { ...shown, name: 'Gustav' }, 'a new name')
      await stage.store.rename(gus, named('Gus'))

      await stage.restart()
      assert.deepEqual(await stage.store.setUserPicture(gus, undefined), { user: gus.user, isNew: true })
      for (const [view, was] of Object.entries(await views())) assert.deepEqual(was, gus.user, view)
    })

    test('[U131] a content stays while a person or a room shows it, is served to users, and then goes', async () => {
      const [hers, rooms, nobodys] = [await kept('hers'), await kept('the room’s'), await kept('nobody’s')]
      const roomId = await stage.room('closed', 'Framed', [olga, bob])
      await stage.store.setUserPicture(ann, hers)
      await stage.store.updateRoom(olga, roomId, { picture: rooms })
      assert.equal((await stage.view(bob, roomId))?.picture, rooms)
      for (const who of [gus, ann]) {
        assert.deepEqual(await stage.store.pictureToServe(who, hers), { hash: hers, type: 'image/webp', size: 4 })
        assert.equal((await stage.store.pictureToServe(who, rooms)).hash, rooms)
        await assert.rejects(stage.store.pictureToServe(who, nobodys), gone)
      }
      assert.ok(!(await unused()).some((hash) => [hers, rooms].includes(hash)))
      const acts = (await stage.acts(olga, roomId)) as { act: string; details: object }[]
      assert.deepEqual(
        acts.filter(({ act }) => act === 'room:update').map(({ details }) => details),
        [{ picture: true }],
      )

      await stage.store.updateRoom(olga, roomId, { picture: '' })
      assert.equal((await stage.view(bob, roomId))?.picture, undefined)
      assert.deepEqual(await unused(), [rooms])
      await stage.store.setUserPicture(bob, hers)
      await stage.store.setUserPicture(ann, undefined)
      assert.deepEqual(await unused(), [], 'another person has the same')
      await stage.store.setUserPicture(bob, undefined)
      assert.deepEqual(await unused(), [hers])
      await assert.rejects(stage.store.pictureToServe(ann, hers), gone)
    })

    test('[U132] it goes with a person who leaves, and with a room that is deleted', async () => {
      const [his, rooms] = [await kept('his'), await kept('its')]
      const leaver = await stage.person('Leaver')
      const { seq } = await stage.say(leaver, 'I leave soon')
      const roomId = await stage.room('open', 'Soon gone', [ann])
      await stage.store.setUserPicture(leaver, his)
      await stage.store.updateRoom(ann, roomId, { picture: rooms })
      const { user } = await stage.store.leave(leaver, 'keep')
      await stage.store.deleteRoom(ann, roomId)
      assert.equal(user.picture, undefined)
      assert.equal((await stage.wholeHistory(LOBBY)).find((one) => one.seq === seq)?.author.picture, undefined)
      for (const hash of [his, rooms]) await assert.rejects(stage.store.pictureToServe(ann, hash), gone)
      assert.deepEqual((await unused()).sort(), [his, rooms].sort())
    })

    test('[U133] who is muted sets none, but removes theirs; a moderator removes it, which is audited', async () => {
      const [hash, other] = [await kept('hers again'), await kept('another')]
      await stage.store.setUserPicture(ann, hash)
      await stage.store.mute(olga, { userId: ann.userId, until: inHours(1), reason: '' })
      await assert.rejects(stage.store.setUserPicture(ann, other), { code: 'forbidden' })
      const hers = await stage.store.createRoom(bob, {
        kind: 'closed',
        name: 'Hers',
        look: 'hers',
        slug: 'hers',
        memberIds: [ann.userId],
      })
      await stage.store.acceptRequest(ann, hers.roomId)
      await stage.store.appointHost(bob, hers.roomId, ann.userId, 'host')
      await assert.rejects(stage.store.updateRoom(ann, hers.roomId, { picture: other }), { code: 'forbidden' })
      assert.equal((await stage.store.setUserPicture(ann, undefined)).isNew, true)
      await stage.store.unmute(olga, { userId: ann.userId })
      await stage.store.setUserPicture(ann, hash)

      await assert.rejects(stage.store.removeUserPicture(bob, ann.userId), { code: 'forbidden' })
      await assert.rejects(stage.store.removeUserPicture(olga, olga.userId), { code: 'bad_request' })
      assert.deepEqual(await stage.store.removeUserPicture(olga, ann.userId), { user: ann.user, isNew: true })
      assert.equal((await stage.store.removeUserPicture(olga, ann.userId)).isNew, false)
      const acts = (await stage.acts(olga)) as { act: string }[]
      assert.equal(acts.filter(({ act }) => act === 'user:removePicture').length, 1)
    })
  })
}
