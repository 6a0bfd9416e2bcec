import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { LOBBY, MAX_CUSTOM_EMOJI } from '../../../protocol/limits.ts'
import { inHours, type MakeFolder, type Somebody, Stage } from './stage.ts'

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const [gone, forbidden, taken] = [{ code: 'not_found' }, { code: 'forbidden' }, { code: 'conflict' }]

export function describeEmoji(makeFolder: MakeFolder): void {
  describe('custom emoji', () => {
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
      await stage.store.updateSettings(olga, { emojiBy: 'members' })
    })

    /** A content that was kept a moment ago. */
    async function kept(text: string): Promise<string> {
      const hash = hashOf(text)
      assert.equal(await stage.store.announceContent(hash, text.length), true)
      return hash
    }
    async function add(who: Somebody, name: string, text = name) {
      return stage.store.addEmoji(who, { name, picture: await kept(text) })
    }
    const names = async () => (await stage.store.customEmoji(gus)).emoji.map(({ name }) => name)
    const version = async () => (await stage.store.settings()).customEmoji
    /** The contents that would be deleted in two days. */
    async function unused(): Promise<string[]> {
      const hashes = await stage.store.takeUnusedContents(inHours(48), 100)
      await stage.store.forgetContents(hashes)
      return hashes
    }

    test('[U190] all see an emoji and its adder, its name is its own, and of two at once one gets it', async () => {
      const [picture, still] = [await kept('moving'), await kept('still')]
      const { emoji, settings } = await stage.store.addEmoji(ann, { name: 'party_parrot', picture, still })
      assert.deepEqual({ ...emoji, addedAt: '' }, { name: 'party_parrot', picture, still, by: ann.user, addedAt: '' })
      assert.deepEqual(await stage.store.settings(), settings)
      await add(bob, 'b-2')
      await stage.restart()
      const list = await stage.store.customEmoji(gus)
      assert.equal(list.version, await version())
      assert.deepEqual(list.emoji[1], emoji)
      assert.deepEqual(await names(), ['b-2', 'party_parrot'])
      await assert.rejects(add(bob, 'party_parrot', 'another'), taken)
      await assert.rejects(stage.store.checkEmoji(bob, 'party_parrot'), taken)
      const both = await Promise.allSettled(
        [ann, bob].map(async (who, place) =>
          stage.node(place).addEmoji(who, { name: 'raced', picture: await kept(`raced by ${place}`) }),
        ),
      )
      assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
      for (const name of ['b-2', 'raced']) await stage.store.removeEmoji(olga, name)
      await stage.store.removeEmoji(ann, 'party_parrot')
    })

    test('[U191] the owners’ setting says who adds, guests and muted users never do', async () => {
      assert.equal((await stage.store.settings()).emojiBy, 'members')
      await assert.rejects(add(gus, 'by-gus'), forbidden)
      await stage.store.mute(olga, { userId: bob.userId, until: inHours(1), reason: '' })
      await assert.rejects(add(bob, 'muted'), forbidden)
      await stage.store.unmute(olga, { userId: bob.userId })
      const settings = await stage.store.updateSettings(olga, { emojiBy: 'moderators' })
      assert.equal(settings.emojiBy, undefined)
      await assert.rejects(add(ann, 'by-ann'), forbidden)
      await assert.rejects(stage.store.checkEmoji(ann, 'by-ann'), forbidden)
      await add(olga, 'by-olga')
      await stage.store.removeEmoji(olga, 'by-olga')
      await stage.store.updateSettings(olga, { emojiBy: 'members' })
      const acts = (await stage.acts(olga)) as { act: string; details: object }[]
      const details = acts.filter(({ act }) => act === 'settings:update').map((one) => one.details)
      assert.deepEqual(details.slice(0, 2), [{ emojiBy: 'members' }, { emojiBy: 'moderators' }])
    })

    test('[U192] its adder, moderators and owners remove it, and only what they remove of others is audited', async () => {
      await add(ann, 'hers')
      await add(ann, 'hers-too')
      for (const who of [bob, gus]) await assert.rejects(stage.store.removeEmoji(who, 'hers'), forbidden)
      await stage.store.updateSettings(olga, { emojiBy: 'moderators' })
      await stage.store.removeEmoji(ann, 'hers')
      await assert.rejects(stage.store.removeEmoji(ann, 'hers'), gone)
      await stage.store.appoint(olga, bob.userId, 'moderator')
      await stage.store.removeEmoji(bob, 'hers-too')
      await stage.store.appoint(olga, bob.userId, 'member')
      assert.deepEqual(await names(), [])
      const acts = (await stage.acts(olga)) as { act: string; user: object; details: object }[]
      assert.deepEqual(
        acts
          .filter(({ act }) => act === 'emoji:remove')
          .map(({ user, details }) => [user, details])
          .slice(0, 1),
        [[ann.user, { name: 'hers-too' }]],
      )
      await stage.store.updateSettings(olga, { emojiBy: 'members' })
    })

    test('[U193] a reaction with it counts as any other; it is begun only while the emoji is there, and ends at any time', async () => {
      const { seq } = await stage.say(ann, 'look')
      await assert.rejects(stage.store.react(ann, LOBBY, seq, ':wow:', true), gone)
      await add(bob, 'wow')
      await stage.store.react(ann, LOBBY, seq, ':wow:', true)
      const { message } = await stage.store.react(gus, LOBBY, seq, ':wow:', true)
      assert.deepEqual(message.reactions, [{ emoji: ':wow:', userIds: [ann.userId, gus.userId] }])
      const { people, count } = await stage.store.reactors(bob, LOBBY, seq, ':wow:', { limit: 5 })
      assert.deepEqual([people, count], [[ann.user, gus.user], 2])
      await stage.store.removeEmoji(bob, 'wow')
      const before = (await stage.wholeHistory()).find((one) => one.seq === seq)!
      assert.deepEqual([before.rev, before.reactions], [message.rev, message.reactions], 'no message is written anew')
      await assert.rejects(stage.store.react(bob, LOBBY, seq, ':wow:', true), gone)
      const ended = await stage.store.react(gus, LOBBY, seq, ':wow:', false)
      assert.deepEqual(ended.message.reactions, [{ emoji: ':wow:', userIds: [ann.userId] }])
      await add(ann, 'wow')
      assert.equal((await stage.store.react(bob, LOBBY, seq, ':wow:', true)).isNew, true)
      await stage.store.removeEmoji(ann, 'wow')
    })

    test('[U195] both contents stay while it is there, are served to users, and go after its removal', async () => {
      await unused()
      const [picture, still] = [await kept('it moves'), await kept('it stands')]
      await stage.store.addEmoji(ann, { name: 'mover', picture, still })
      for (const hash of [picture, still]) assert.equal((await stage.store.pictureToServe(gus, hash)).hash, hash)
      assert.deepEqual(await unused(), [])
      await stage.store.removeEmoji(ann, 'mover')
      await assert.rejects(stage.store.pictureToServe(gus, picture), gone)
      assert.deepEqual((await unused()).toSorted(), [picture, still].toSorted())
    })

    test('[U198] the version changes with the list, is that of an equal list, and stays when other settings change', async () => {
      assert.equal(await version(), undefined)
      await add(ann, 'one')
      const first = await version()
      await add(ann, 'two')
      const second = await version()
      assert.equal(new Set([undefined, first, second]).size, 3)
      await stage.store.updateSettings(olga, { name: 'Choir' })
      await stage.store.setPicture(olga, undefined)
      assert.equal(await version(), second)
      await stage.store.removeEmoji(ann, 'two')
      assert.equal(await version(), first)
      assert.equal((await stage.store.removeEmoji(ann, 'one')).customEmoji, undefined)
      assert.deepEqual(await stage.store.customEmoji(gus), { version: '', emoji: [] })
    })

    test('[U190] who leaves keeps no name beside their emoji, which stays', async () => {
      const leaver = await stage.person('Leaver')
      await add(leaver, 'legacy')
      const { user } = await stage.store.leave(leaver, 'delete')
      assert.deepEqual((await stage.store.customEmoji(gus)).emoji[0]?.by, user)
      await stage.store.removeEmoji(olga, 'legacy')
    })

    test('[U194] the chat has no more than its bound', async () => {
      const picture = await kept('the same for all')
      for (let count = 0; count < MAX_CUSTOM_EMOJI; count++)
        await stage.store.addEmoji(ann, { name: `n${count}`, picture })
      await assert.rejects(stage.store.addEmoji(ann, { name: 'one-more', picture }), taken)
      assert.equal((await stage.store.customEmoji(gus)).emoji.length, MAX_CUSTOM_EMOJI)
      await stage.store.removeEmoji(ann, 'n7')
      await stage.store.addEmoji(ann, { name: 'one-more', picture })
    })
  })
}
