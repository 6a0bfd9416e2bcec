import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import type { Message } from '../../../protocol/models.ts'
import { Refusal } from '../../../protocol/errors.ts'
import { eventually } from '../../../test/support/eventually.ts'
import { type MakeFolder, type Somebody, Stage } from './stage.ts'

/** Longer than any test takes. */
const HOUR_SECONDS = 3_600
const HOUR_MS = HOUR_SECONDS * 1_000

export function describeTurns(makeFolder: MakeFolder): void {
  describe('slow rooms', () => {
    const stage = new Stage(makeFolder)
    let host: Somebody
    let ann: Somebody
    let bob: Somebody
    let rooms = 0

    before(async () => {
      host = await stage.person('Host')
      ann = await stage.person('Ann')
      bob = await stage.guest('Bob')
    })

    const slowRoom = async (slowSeconds = HOUR_SECONDS) => {
      const roomId = await stage.room('open', `Slow ${++rooms}`, [host, ann, bob])
      await stage.store.updateRoom(host, roomId, { slowSeconds })
      return roomId
    }
    const draft = (roomId: string, body = 'words') => ({ roomId, body, clientId: randomUUID() })
    const say = async (who: Somebody, roomId: string) => (await stage.store.append(who, draft(roomId))).message
    const edit = (who: Somebody, { roomId, seq }: Message, body: string) => stage.store.edit(who, { roomId, seq, body })
    /** The time to wait, of a write that comes too early. */
    const wait = async (write: Promise<unknown>): Promise<number> => {
      const error = await write.then(
        () => assert.fail('it was written'),
        (refused: unknown) => refused as Refusal,
      )
      assert.ok(error instanceof Refusal)
      assert.equal(error.toFailure().reason, 'room_slow')
      return error.retryAfterMs ?? 0
    }
    const almostAnHour = (ms: number) => assert.ok(ms > HOUR_MS - 120_000 && ms <= HOUR_MS, `${ms}`)

    test('[L66] a message, an edit and a forwarded message each take the turn, and hosts take none', async () => {
      const roomId = await slowRoom()
      const elsewhere = await stage.say(ann, 'to be forwarded')
      const forward = (who: Somebody) =>
        stage.store.forward(who, {
          roomId: elsewhere.roomId,
          seq: elsewhere.seq,
          toRoomId: roomId,
          clientId: randomUUID(),
          comment: '',
        })
      const allWait = async (who: Somebody, said: Message) => {
        almostAnHour(await wait(say(who, roomId)))
        almostAnHour(await wait(edit(who, said, 'other words')))
        almostAnHour(await wait(forward(who)))
      }
      await allWait(ann, await say(ann, roomId))
      await allWait(bob, (await forward(bob)).message)
      for (let time = 0; time < 3; time++) await edit(host, await say(host, roomId), 'freely')
      await forward(host)

      const other = await stage.room('open', `Slow ${++rooms}`, [host, ann])
      const before = await say(ann, other)
      await stage.store.updateRoom(host, other, { slowSeconds: HOUR_SECONDS })
      await edit(ann, before, 'a conversation by edits')
      await allWait(ann, before)
    })

    test('[L66] a retry, an edit to the same words and a refused write take no turn, and deleting gives none back', async () => {
      const roomId = await slowRoom()
      await assert.rejects(stage.store.append(ann, { ...draft(roomId), replyTo: 99 }), { code: 'bad_request' })
      const first = draft(roomId)
      const { message } = await stage.store.append(ann, first)
      assert.deepEqual(await stage.store.append(ann, first), { message, isNew: false })
      assert.equal((await edit(ann, message, message.body)).isNew, false)
      await stage.store.deleteMessage(ann, roomId, message.seq)
      almostAnHour(await wait(say(ann, roomId)))
      assert.equal((await stage.store.append(ann, first)).isNew, false)
    })

    test('[L66] of many writes at once one is taken', async () => {
      const roomId = await slowRoom()
      const said = await Promise.allSettled(
        Array.from({ length: 21 }, (_, n) => stage.node(n).append(ann, draft(roomId))),
      )
      assert.equal(said.filter(({ status }) => status === 'fulfilled').length, 1)
      const { messages, rev } = await stage.store.history(roomId, { limit: 10 })
      assert.deepEqual([messages.length, rev], [1, 1])
    })

    test('[L66] the seconds that are set now count from the last turn, also after a restart', async () => {
      const roomId = await slowRoom()
      await say(ann, roomId)
      await stage.store.updateRoom(host, roomId, { slowSeconds: 1 })
      await eventually(() => say(ann, roomId))
      await stage.store.updateRoom(host, roomId, { slowSeconds: HOUR_SECONDS })
      await stage.restart()
      almostAnHour(await wait(say(ann, roomId)))
      await stage.store.updateRoom(host, roomId, { slowSeconds: 0 })
      await say(ann, roomId)
      await say(ann, roomId)
    })
  })
}
