import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message } from '../../../protocol/models.ts'
import { inHours, type MakeFolder, type Somebody, Stage } from './stage.ts'

const noSuch = { code: 'not_found' }
const hashOf = (bytes: string): string => createHash('sha256').update(bytes).digest('hex')

export function describeOlderFiles(makeFolder: MakeFolder): void {
  describe('deletions of older files', () => {
    const stage = new Stage(makeFolder)
    let olga: Somebody
    let oscar: Somebody
    let ann: Somebody
    let bob: Somebody

    before(async () => {
      olga = await stage.owner('Olga')
      oscar = await stage.owner('Oscar')
      ann = await stage.person('Ann')
      bob = await stage.person('Bob')
    })

    /** A message with files, each with an original and a thumbnail of three bytes. */
    async function carry(who: Somebody, names: string[], { body = '', roomId = LOBBY } = {}): Promise<Message> {
      const files = []
      for (const name of names) {
        const type = 'image/png'
        const original = { hash: hashOf(name), type, size: name.length }
        const thumbnail = { hash: hashOf(`small ${name}`), type, size: 3 }
        const { id } = await stage.store.addFile(who, { name, type, size: name.length })
        const forms = [
          { form: 'original' as const, ...original },
          { form: 'view' as const, ...original },
          { form: 'thumbnail' as const, ...thumbnail },
        ]
        for (const { hash, size } of forms) assert.equal(await stage.store.announceContent(hash, size), true)
        await stage.store.completeFile(id, { facts: { name, ...original }, forms })
        files.push({ id })
      }
      const { message } = await stage.store.append(who, { roomId, clientId: randomUUID(), body, files })
      // A deletion takes what was sent before it, to the millisecond.
      while (new Date().toISOString() <= message.sentAt) await setImmediate()
      return message
    }
    const seen = async ({ seq, roomId }: Message) => (await stage.wholeHistory(roomId)).find((one) => one.seq === seq)!
    const namesOf = async (message: Message) => (await seen(message)).files?.map(({ name }) => name) ?? []
    const serve = (who: Somebody, { files }: Message) => stage.store.fileToServe(who, files![0]!.id, 'original')
    /** After the command, the rest. Answers with the id and all changes. */
    async function deleteAll(by: Somebody, older: { before?: string; roomId?: string; userId?: string } = {}) {
      const { deletion, changes } = await stage.store.deleteOlderFiles(by, { before: inHours(1), ...older })
      return { ...deletion, changes: [...changes, ...(await goOn())] }
    }
    async function goOn() {
      const all = []
      for (let more = await stage.store.goOnWithFiles(); more; more = await stage.store.goOnWithFiles())
        all.push(...more)
      return all
    }
    async function restore(by: Somebody, id: string) {
      return [...(await stage.store.restoreFiles(by, id)), ...(await goOn())]
    }

    test('[U150] the usage tells rooms, people and months with their files and bytes, and no name of a hidden room', async () => {
      const den = await stage.room('closed', 'Usage den', [ann, bob])
      const open = await stage.room('open', 'Usage hall', [ann, bob])
      await carry(ann, ['twelve bytes', 'same'], { roomId: den })
      await carry(bob, ['same'], { roomId: open })
      const usage = await stage.store.fileUsage(olga)
      const month = new Date().toISOString().slice(0, 7)
      const bytes = { den: 12 + 3 + 4 + 3, hall: 4 + 3 }
      assert.deepEqual(usage.rooms, [
        { kind: 'closed', files: 2, bytes: bytes.den },
        {
          kind: 'open',
          room: { id: open, slug: 'usage-hall', name: 'Usage hall', kind: 'open' },
          files: 1,
          bytes: bytes.hall,
        },
      ])
      assert.deepEqual(usage.people, [
        { user: ann.user, files: 2, bytes: bytes.den },
        { user: bob.user, files: 1, bytes: bytes.hall },
      ])
      assert.deepEqual(usage.months, [{ month, files: 3, bytes: bytes.den + bytes.hall }])
      assert.deepEqual(usage.carried, { files: 3, bytes: bytes.den + bytes.hall })
      assert.equal(usage.bytes, 12 + 3 + 4 + 3, 'each content once')
      assert.deepEqual([usage.kept, usage.deletions], [{ files: 0, bytes: 0 }, []])
      await assert.rejects(stage.store.fileUsage(ann), { code: 'forbidden' })
    })

    test('[U151] a preview tells what a deletion takes, and only bytes that nothing else needs are freed', async () => {
      const room = await stage.room('open', 'Preview hall', [ann, bob])
      await carry(ann, ['eight by', 'shared'], { roomId: room })
      await carry(bob, ['shared'], { roomId: room })
      const older = (rest: object) => stage.store.olderFiles(olga, { before: inHours(1), roomId: room, ...rest })
      assert.deepEqual(await older({}), { files: 3, bytes: 29, frees: 20 })
      assert.deepEqual(await older({ roomId: 'preview-hall' }), { files: 3, bytes: 29, frees: 20 }, 'by its slug')
      assert.deepEqual(await older({ userId: ann.userId }), { files: 2, bytes: 20, frees: 11 })
      assert.deepEqual(await older({ before: inHours(-1) }), { files: 0, bytes: 0, frees: 0 })
      const den = await stage.room('closed', 'Preview den', [ann])
      await assert.rejects(older({ roomId: den }), noSuch)
      await assert.rejects(stage.store.deleteOlderFiles(olga, { before: inHours(1), roomId: den }), noSuch)
      await assert.rejects(stage.store.deleteOlderFiles(ann, { before: inHours(1), roomId: den }), {
        code: 'forbidden',
      })
      await assert.rejects(stage.store.deleteOlderFiles(olga, { before: inHours(1), userId: 'u_none' }), noSuch)
    })

    test('[U152] a deletion takes the files off older messages of its room and its person, each at a new rev', async () => {
      const [room, elsewhere] = [
        await stage.room('open', 'Old hall', [ann, bob]),
        await stage.room('open', 'Other hall', [ann]),
      ]
      const both = await carry(ann, ['o1', 'o2'], { roomId: room, body: 'words' })
      const bare = await carry(ann, ['o3'], { roomId: room })
      const his = await carry(bob, ['o4'], { roomId: room })
      const there = await carry(ann, ['o5'], { roomId: elsewhere })
      const { rev } = (await stage.view(olga, room))!
      assert.deepEqual((await deleteAll(olga, { before: inHours(-1), roomId: room })).changes, [])
      const { changes, files, bytes, state, undoUntil } = await deleteAll(olga, { roomId: room, userId: ann.userId })
      assert.deepEqual(
        changes.map(({ roomId, from, to, messages }) => ({ roomId, from, to, revs: messages.map((one) => one.rev) })),
        [{ roomId: room, from: rev, to: rev + 2, revs: [rev + 1, rev + 2] }],
      )
      assert.deepEqual([files, bytes, state], [3, 15, 'done'])
      assert.ok(undoUntil > inHours(23) && undoUntil < inHours(25))
      const [after, empty] = [await seen(both), await seen(bare)]
      assert.deepEqual(changes[0]!.messages, [after, empty])
      assert.deepEqual(
        [after.body, after.files, after.editedAt, typeof after.filesDeletedAt],
        ['words', undefined, undefined, 'string'],
      )
      assert.deepEqual([empty.body, empty.deletedAt, typeof empty.filesDeletedAt], ['', undefined, 'string'])
      for (const who of [ann, bob, olga]) await assert.rejects(serve(who, both), noSuch)
      assert.deepEqual([await namesOf(his), await namesOf(there)], [['o4'], ['o5']])
      assert.equal((await seen(his)).filesDeletedAt, undefined)
      assert.equal((await stage.view(olga, room))!.rev, rev + 2)
    })

    test('[U153] its undo brings the files back, once, and reactions in between do no harm', async () => {
      const room = await stage.room('open', 'Undo hall', [ann, bob])
      const message = await carry(ann, ['n1', 'n2'], { roomId: room })
      const { deletionId } = await deleteAll(olga, { roomId: room })
      await stage.store.react(bob, room, message.seq, '👍', true)
      assert.equal(
        (await stage.store.fileUsage(oscar)).deletions.find((one) => one.deletionId === deletionId)?.files,
        2,
      )
      const back = await Promise.allSettled([restore(olga, deletionId), stage.other.restoreFiles(oscar, deletionId)])
      assert.deepEqual(back.map(({ status }) => status).sort(), ['fulfilled', 'rejected'], 'two owners at once')
      const { rev } = await seen(message)
      assert.deepEqual(await seen(message), { ...message, rev, reactions: [{ emoji: '👍', userIds: [bob.userId] }] })
      assert.equal((await serve(bob, message)).name, 'n1')
      await assert.rejects(stage.store.restoreFiles(olga, deletionId), noSuch)
      await assert.rejects(stage.store.restoreFiles(olga, 'd_none'), noSuch)
      await assert.rejects(stage.store.restoreFiles(ann, deletionId), { code: 'forbidden' })
    })

    test('[U154] messages that were edited or deleted meanwhile stay as they are, and their files go', async () => {
      const room = await stage.room('open', 'Changed hall', [ann, bob])
      const [edited, deleted, same] = [
        await carry(ann, ['m1'], { roomId: room, body: 'before' }),
        await carry(ann, ['m2'], { roomId: room }),
        await carry(ann, ['m3'], { roomId: room }),
      ]
      const { deletionId } = await deleteAll(olga, { roomId: room })
      const edit = (seq: number, body: string, files?: { id: string }[]) =>
        stage.store.edit(ann, { roomId: room, seq, body, files })
      await assert.rejects(edit(edited.seq, 'x', [{ id: edited.files![0]!.id }]), noSuch, 'the edit came too late')
      await assert.rejects(edit(deleted.seq, ''), { code: 'bad_request' }, 'it leaves no empty message')
      await edit(edited.seq, 'after')
      await stage.store.deleteMessage(ann, room, deleted.seq)
      const before = [await seen(edited), await seen(deleted)]
      assert.equal(before[1]!.filesDeletedAt, undefined, 'a deleted message says only that')
      const changes = await restore(oscar, deletionId)
      assert.deepEqual(
        changes.flatMap(({ messages }) => messages.map(({ seq }) => seq)),
        [same.seq],
      )
      assert.deepEqual([await seen(edited), await seen(deleted)], before)
      assert.deepEqual(await namesOf(same), ['m3'])
      assert.equal(
        (await stage.store.fileUsage(olga)).deletions.some((one) => one.deletionId === deletionId),
        false,
      )
      for (const message of [edited, deleted]) await assert.rejects(serve(ann, message), noSuch)
    })

    test('[U155] a removal keeps files of its own, and neither undo touches what the other one keeps', async () => {
      const carl = await stage.person('Carl')
      const room = await stage.room('open', 'Removal hall', [carl, ann])
      const removedFirst = await carry(carl, ['v1'], { roomId: room })
      const { removal } = await stage.store.removeMessages(olga, carl.userId, inHours(-1))
      const deletedFirst = await carry(carl, ['v2'], { roomId: room })
      const { deletionId } = await deleteAll(olga, { roomId: room })
      const second = await stage.store.removeMessages(olga, carl.userId, inHours(-1))
      assert.equal(second.removal.count, 1)
      await stage.store.undoRemoval(olga, second.removal.removalId)
      assert.deepEqual([await namesOf(deletedFirst), typeof (await seen(deletedFirst)).filesDeletedAt], [[], 'string'])
      await restore(olga, deletionId)
      assert.deepEqual(await namesOf(deletedFirst), ['v2'])
      assert.deepEqual(await namesOf(removedFirst), [])
      await stage.store.undoRemoval(olga, removal.removalId)
      assert.deepEqual(await namesOf(removedFirst), ['v1'])
      assert.equal((await serve(ann, removedFirst)).name, 'v1')
      // While it is removed, nothing is restored.
      const again = await deleteAll(olga, { roomId: room })
      const third = await stage.store.removeMessages(olga, carl.userId, inHours(-1))
      await restore(olga, again.deletionId)
      await stage.store.undoRemoval(olga, third.removal.removalId)
      assert.deepEqual(await namesOf(deletedFirst), [])
    })

    test('[U156] copies in forwarded messages are files of those, and an empty message is not forwarded', async () => {
      const [room, den] = [
        await stage.room('open', 'Source hall', [ann, bob]),
        await stage.room('closed', 'Copy den', [ann, bob]),
      ]
      const message = await carry(ann, ['w1'], { roomId: room })
      const forward = () =>
        stage.store.forward(bob, { roomId: room, seq: message.seq, toRoomId: den, clientId: randomUUID(), comment: '' })
      const { message: copy } = await forward()
      await deleteAll(olga, { roomId: room })
      assert.equal((await serve(ann, copy)).hash, hashOf('w1'))
      await assert.rejects(forward(), { code: 'bad_request' })
    })

    test('[U157] a retry of a message whose files were deleted is answered with it', async () => {
      const room = await stage.room('open', 'Retry hall', [ann])
      const message = await carry(ann, ['y1'], { roomId: room })
      await deleteAll(olga, { roomId: room })
      const { clientId, files } = message
      const again = await stage.store.append(ann, {
        roomId: room,
        clientId,
        body: '',
        files: files!.map(({ id }) => ({ id })),
      })
      assert.deepEqual(again, { message: await seen(message), isNew: false })
    })

    test('[U158] two owners at once take each file once, and each undo restores its own', async () => {
      const room = await stage.room('open', 'Twice hall', [ann, bob])
      const [hers, his] = [await carry(ann, ['z1'], { roomId: room }), await carry(bob, ['z2'], { roomId: room })]
      const [one, two] = await Promise.all([
        stage.store.deleteOlderFiles(olga, { before: inHours(1), roomId: room, userId: ann.userId }),
        stage.other.deleteOlderFiles(oscar, { before: inHours(1), roomId: room }),
      ])
      await goOn()
      const { deletions } = await stage.store.fileUsage(olga)
      const taken = [one, two].map(
        ({ deletion }) => deletions.find(({ deletionId }) => deletionId === deletion.deletionId)!.files,
      )
      assert.ok(taken[0]! + taken[1]! === 2 && taken[1]! >= 1, String(taken))
      await restore(olga, two.deletion.deletionId)
      assert.deepEqual(await namesOf(his), ['z2'])
      await restore(olga, one.deletion.deletionId)
      assert.deepEqual(await namesOf(hers), ['z1'])
      const revs = (await stage.wholeHistory(room)).map(({ rev }) => rev)
      assert.equal(new Set(revs).size, revs.length)
    })

    test('[U159] it is in the audit log, with its room, its person and its moment', async () => {
      const room = await stage.room('open', 'Audited hall', [ann])
      await carry(ann, ['q1'], { roomId: room })
      const before = inHours(-1)
      const { deletionId } = await deleteAll(olga, { before, roomId: room, userId: ann.userId })
      await restore(oscar, deletionId)
      const about = { user: ann.user, roomId: room, roomName: 'Audited hall', details: { before, deletionId } }
      assert.deepEqual((await stage.acts(olga, room)).slice(0, 2), [
        { by: oscar.user, act: 'files:restore', ...about },
        { by: olga.user, act: 'files:deleteOlder', ...about },
      ])
    })

    test('[U160] a person who leaves and deletes their messages takes the kept files with them', async () => {
      const dan = await stage.person('Dan')
      const room = await stage.room('open', 'Leaving hall', [dan, ann])
      const message = await carry(dan, ['l1'], { roomId: room })
      const { deletionId } = await deleteAll(olga, { roomId: room })
      const { files } = (await stage.store.fileUsage(olga)).kept
      await stage.store.leave(dan, 'delete')
      assert.equal((await stage.store.fileUsage(olga)).kept.files, files - 1)
      await restore(olga, deletionId)
      assert.deepEqual(await namesOf(message), [])
    })

    test('[U161] a large one comes in parts, goes on after a restart, and stops when it is undone', async () => {
      const room = await stage.room('open', 'Large hall', [ann, bob])
      const messages = []
      for (let count = 0; count < 210; count++)
        messages.push(await carry(ann, ['g1', 'g2', 'g3', 'g4', 'g5'], { roomId: room }))
      const left = async () => (await stage.wholeHistory(room)).filter(({ files }) => files !== undefined).length
      const { deletion } = await stage.store.deleteOlderFiles(olga, { before: inHours(1), roomId: room })
      assert.deepEqual([deletion.state, deletion.files, await left()], ['deleting', 1_000, 10])
      await stage.restart()
      await goOn()
      assert.equal(await left(), 0)
      const first = await stage.store.restoreFiles(olga, deletion.deletionId)
      assert.equal(first.flatMap((change) => change.messages).length, 210)
      await goOn()
      assert.deepEqual([await left(), await namesOf(messages[209]!)], [210, ['g1', 'g2', 'g3', 'g4', 'g5']])

      const stopped = await stage.store.deleteOlderFiles(olga, { before: inHours(1), roomId: room })
      assert.equal(stopped.deletion.state, 'deleting')
      await restore(olga, stopped.deletion.deletionId)
      assert.equal(await left(), 210)
      await stage.store.deleteRoom(olga, room)
    })
  })
}
