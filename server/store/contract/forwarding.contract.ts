import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message } from '../../../protocol/models.ts'
import type { Forward } from '../store.ts'
import { inHours, type MakeFolder, type Somebody, Stage } from './stage.ts'

const noSuch = { code: 'not_found' }

export function describeForwarding(makeFolder: MakeFolder): void {
  describe('forwarding', () => {
    const stage = new Stage(makeFolder)
    let olga: Somebody
    let ann: Somebody
    let bob: Somebody
    let den: string

    before(async () => {
      olga = await stage.owner('Olga')
      ann = await stage.person('Ann')
      bob = await stage.person('Bob')
      den = await stage.room('closed', 'Den', [olga, ann])
    })

    const forward = async (who: Somebody, { roomId, seq }: Pick<Message, 'roomId' | 'seq'>, rest: Partial<Forward>) =>
      stage.store.forward(who, { roomId, seq, toRoomId: LOBBY, clientId: randomUUID(), comment: '', ...rest })

    test('[R78] a forwarded message is a quotation that mentions nobody, said once for one clientId', async () => {
      const source = await stage.say(ann, '@Bob look\n\nat *this*')
      const clientId = randomUUID()
      const given = { toRoomId: den, clientId, comment: 'See @Olga', mentions: [['olga']] }
      const { message, isNew } = await forward(olga, source, given)
      assert.equal(isNew, true)
      assert.equal(message.body, 'See @Olga\n\n> **Ann**\n>\n> @Bob look\n>\n> at *this*')
      assert.deepEqual(message.mentions, [{ id: olga.userId, name: 'Olga' }])
      assert.deepEqual([message.isForwarded, message.author.id, message.roomId], [true, olga.userId, den])
      const again = await forward(olga, source, given)
      assert.deepEqual(again, { message, isNew: false })
      assert.deepEqual((await stage.wholeHistory(den)).at(-1), message)
      await stage.store.edit(ann, { roomId: LOBBY, seq: source.seq, body: 'other words' })
      assert.deepEqual(await forward(olga, source, given), { message, isNew: false }, 'after an edit of its source')
      await stage.store.deleteMessage(ann, LOBBY, source.seq)
      assert.deepEqual(await forward(olga, source, given), { message, isNew: false }, 'after its source is gone')
    })

    test('[R80] a retry is answered when its source can no longer be seen, and only to its author', async () => {
      const hidden = await stage.room('closed', 'Hidden soon', [olga, ann])
      const source = await stage.say(olga, 'soon out of sight', { roomId: hidden })
      const clientId = randomUUID()
      const first = await forward(ann, source, { clientId })
      await stage.store.unseat(olga, hidden, ann.userId, inHours(1))
      assert.deepEqual(await forward(ann, source, { clientId }), { message: first.message, isNew: false })
      await stage.store.deleteRoom(olga, hidden)
      assert.deepEqual(await forward(ann, source, { clientId }), { message: first.message, isNew: false })
      const edited = await stage.store.edit(ann, { roomId: LOBBY, seq: first.message.seq, body: 'my own words' })
      assert.deepEqual(await forward(ann, source, { clientId }), { message: edited.message, isNew: false })

      await assert.rejects(forward(ann, source, {}), noSuch, 'another clientId is no retry')
      await assert.rejects(forward(bob, source, { clientId }), noSuch, 'a clientId is its author’s own')
      await assert.rejects(forward(ann, source, { clientId, toRoomId: den }), noSuch, 'nor is another room')
      const plain = await stage.say(ann, 'no forward')
      await assert.rejects(forward(ann, source, { clientId: plain.clientId }), noSuch)
    })

    test('[R78] it takes a message that one sees and a room in which one may write', async () => {
      const secret = await stage.say(ann, 'secret', { roomId: den })
      await assert.rejects(forward(bob, secret, {}), noSuch)
      const open = await stage.say(ann, 'for all')
      await assert.rejects(forward(bob, open, { toRoomId: den }), noSuch)
      const notMine = await stage.room('open', 'Not mine', [olga])
      await assert.rejects(forward(bob, open, { toRoomId: notMine }), { code: 'forbidden' })
      await stage.store.mute(olga, { userId: bob.userId, until: inHours(1), reason: '' })
      await assert.rejects(forward(bob, open, {}), { code: 'forbidden' })
      await stage.store.unmute(olga, { userId: bob.userId })
      await stage.store.deleteMessage(ann, LOBBY, open.seq)
      await assert.rejects(forward(bob, open, {}), noSuch)
      const long = await stage.say(ann, 'x'.repeat(16_380))
      await assert.rejects(forward(bob, long, {}), { code: 'too_long' })
    })

    test('[R79] the source of an open room is told to those who see it, and of a closed one to nobody', async () => {
      const source = await stage.say(ann, 'in the open')
      const { message: toDen } = await forward(ann, source, { toRoomId: den })
      const found = await stage.store.sourceOf(olga, den, toDen.seq)
      assert.deepEqual([found.room.id, found.seq], [LOBBY, source.seq])
      await assert.rejects(stage.store.sourceOf(bob, den, toDen.seq), noSuch)

      const secret = await stage.say(ann, 'secret', { roomId: den })
      const { message: leaked } = await forward(ann, secret, {})
      assert.equal(leaked.isForwarded, true)
      assert.doesNotMatch(JSON.stringify(leaked), new RegExp(den))
      for (const reader of [ann, olga, bob])
        await assert.rejects(stage.store.sourceOf(reader, LOBBY, leaked.seq), noSuch)

      const closing = await stage.room('open', 'Closing', [olga])
      const { message } = await forward(olga, await stage.say(olga, 'soon closed', { roomId: closing }), {})
      assert.equal((await stage.store.sourceOf(bob, LOBBY, message.seq)).room.id, closing)
      await stage.store.updateRoom(olga, closing, { kind: 'closed' })
      await assert.rejects(stage.store.sourceOf(bob, LOBBY, message.seq), noSuch)
      assert.equal((await stage.store.sourceOf(olga, LOBBY, message.seq)).room.id, closing)
    })

    test('[R79] an edit makes a forwarded message the editor’s own words, and a deleted one leads nowhere', async () => {
      const source = await stage.say(ann, 'as it was')
      const [first, second] = [(await forward(bob, source, {})).message, (await forward(bob, source, {})).message]
      const { message } = await stage.store.edit(bob, {
        roomId: LOBBY,
        seq: first.seq,
        body: '> **Ann**\n>\n> never said',
      })
      assert.equal(message.isForwarded, undefined)
      await assert.rejects(stage.store.sourceOf(bob, LOBBY, first.seq), noSuch)
      const deleted = await stage.store.deleteMessage(bob, LOBBY, second.seq)
      assert.equal(deleted.message.isForwarded, undefined)
      await assert.rejects(stage.store.sourceOf(bob, LOBBY, second.seq), noSuch)
    })

    test('[S14] nothing is forwarded in the name of a session that is over', async () => {
      const source = await stage.say(ann, 'still here')
      const dan = await stage.person('Dan')
      await stage.store.endSession(dan)
      await assert.rejects(forward(dan, source, {}), { code: 'unauthorized' })
      await assert.rejects(stage.store.sourceOf(dan, LOBBY, 1), { code: 'unauthorized' })
    })
  })
}
