import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message } from '../../../protocol/models.ts'
import type { ArrivedFile, FileToCarry } from '../files-store.ts'
import { inHours, type MakeFolder, type Somebody, Stage } from './stage.ts'

const noSuch = { code: 'not_found' }

/** The hash of some bytes, which the store never sees. */
const hashOf = (bytes: string): string => createHash('sha256').update(bytes).digest('hex')
const arrived = (name: string, bytes = name): ArrivedFile => {
  const content = { hash: hashOf(bytes), type: 'image/png', size: bytes.length }
  const thumbnail = { hash: hashOf(`small ${bytes}`), type: 'image/webp', size: 3 }
  return {
    facts: { name, ...content, width: 40, height: 30 },
    forms: [
      { form: 'original', ...content },
      { form: 'thumbnail', ...thumbnail },
    ],
  }
}

export function describeFiles(makeFolder: MakeFolder): void {
  describe('files', () => {
    const stage = new Stage(makeFolder)
    let olga: Somebody
    let ann: Somebody
    let bob: Somebody

    before(async () => {
      olga = await stage.owner('Olga')
      ann = await stage.person('Ann')
      bob = await stage.person('Bob')
    })

    /** Uploads a file whose bytes are all there, and answers with its id. */
    async function upload(who: Somebody, name: string, bytes?: string): Promise<string> {
      const file = arrived(name, bytes)
      const { id } = await stage.store.addFile(who, { name, type: 'image/png', size: file.facts.size })
      for (const { hash, size } of file.forms) assert.equal(await stage.store.announceContent(hash, size), true)
      await stage.store.completeFile(id, file)
      return id
    }
    const say = (
      who: Somebody,
      files: FileToCarry[],
      rest: { roomId?: string; clientId?: string; body?: string } = {},
    ) => stage.store.append(who, { roomId: LOBBY, clientId: randomUUID(), body: '', files, ...rest })
    const serve = (who: Somebody, id: string) => stage.store.fileToServe(who, id, 'original')
    const namesOf = ({ files = [] }: Message) => files.map(({ name }) => name)
    const seen = async ({ seq, roomId }: Message) => (await stage.wholeHistory(roomId)).find((one) => one.seq === seq)!

    test('[U1] a message takes files of its author, in their order, with what they show', async () => {
      const [one, two] = [await upload(ann, 'one.png'), await upload(ann, 'two.png')]
      const { message } = await say(ann, [{ id: two, alt: 'a cat' }, { id: one }])
      assert.deepEqual(
        message.files?.map(({ id, name, alt }) => ({ id, name, alt })),
        [
          { id: two, name: 'two.png', alt: 'a cat' },
          { id: one, name: 'one.png', alt: undefined },
        ],
      )
      assert.equal(message.body, '')
      assert.deepEqual(await seen(message), message)
      assert.deepEqual(await serve(bob, two), { name: 'two.png', hash: hashOf('two.png'), type: 'image/png', size: 7 })
      assert.deepEqual((await stage.store.fileToServe(bob, two, 'thumbnail')).hash, hashOf('small two.png'))
      await assert.rejects(stage.store.fileToServe(bob, two, 'poster'), noSuch)
    })

    test('[U2] a message takes no file of another person, no unfinished one, none twice, and then nothing is said', async () => {
      const { lastSeq } = (await stage.view(ann, LOBBY))!
      const hers = await upload(ann, 'hers.png')
      await assert.rejects(say(bob, [{ id: hers }]), noSuch)
      const { id: unfinished } = await stage.store.addFile(ann, { name: 'late.png', type: '', size: 9 })
      await assert.rejects(say(ann, [{ id: unfinished }]), { code: 'conflict' })
      await assert.rejects(say(ann, [{ id: `f_${'x'.repeat(22)}` }]), noSuch)
      await assert.rejects(say(ann, [{ id: hers }, { id: unfinished }]), { code: 'conflict' })
      assert.equal((await stage.view(ann, LOBBY))!.lastSeq, lastSeq)
      await say(ann, [{ id: hers }])
      await assert.rejects(say(ann, [{ id: hers }]), noSuch, 'it is in a message already')
    })

    test('[U3] a retry is answered with its message, and with other files it is a conflict', async () => {
      const [one, two] = [await upload(ann, 'r1.png'), await upload(ann, 'r2.png')]
      const clientId = randomUUID()
      const first = await say(ann, [{ id: one }], { clientId })
      const again = await say(ann, [{ id: one }], { clientId })
      assert.deepEqual(again, { message: first.message, isNew: false })
      await assert.rejects(say(ann, [{ id: two }], { clientId }), { code: 'conflict' })
      await assert.rejects(say(ann, [], { clientId }), { code: 'conflict' })
    })

    test('[U4] only who sees the message may have the bytes, and nobody after it is gone', async () => {
      const den = await stage.room('closed', 'Files den', [olga, ann])
      const id = await upload(ann, 'secret.png')
      assert.equal((await serve(ann, id)).name, 'secret.png', 'her own, before it is sent')
      await assert.rejects(serve(bob, id), noSuch)
      await assert.rejects(serve(olga, id), noSuch, 'an owner sees no file that waits for a message')
      const { message } = await say(ann, [{ id }], { roomId: den })
      assert.equal((await serve(olga, id)).name, 'secret.png')
      await assert.rejects(serve(bob, id), noSuch)
      await stage.store.unseat(olga, den, ann.userId, inHours(1))
      await assert.rejects(serve(ann, id), noSuch, 'her own file, in a room that she sees no more')
      await stage.store.deleteMessage(olga, den, message.seq)
      await assert.rejects(serve(olga, id), noSuch)
      assert.deepEqual(namesOf(await seen(message)), [])
    })

    test('[U5] an edit keeps the files that it names, and cannot add one or leave nothing', async () => {
      const [one, two, other] = [await upload(ann, 'e1.png'), await upload(ann, 'e2.png'), await upload(ann, 'e3.png')]
      const { message } = await say(ann, [{ id: one }, { id: two }], { body: 'both' })
      const edit = (files: FileToCarry[] | undefined, body = 'both') =>
        stage.store.edit(ann, { roomId: LOBBY, seq: message.seq, body, files })
      assert.deepEqual(namesOf((await edit(undefined, 'new words')).message), ['e1.png', 'e2.png'])
      await assert.rejects(edit([{ id: one }, { id: other }]), noSuch)
      const less = await edit([{ id: two, alt: 'second' }], '')
      assert.deepEqual(
        [namesOf(less.message), less.message.files?.[0]?.alt, less.message.body],
        [['e2.png'], 'second', ''],
      )
      assert.ok(less.message.rev > message.rev)
      await assert.rejects(serve(bob, one), noSuch)
      await assert.rejects(edit([], ''), { code: 'bad_request' })
      assert.equal((await edit([{ id: two, alt: 'second' }], '')).isNew, false)
    })

    test('[U187] a report shows the files that its message carries now', async () => {
      const { message } = await say(ann, [{ id: await upload(ann, 'rude.png') }])
      await stage.store.report(bob, LOBBY, message.seq, 'rude')
      const reported = async () => (await stage.store.reports(olga)).reports.find(({ seq }) => seq === message.seq)!
      assert.deepEqual([(await reported()).body, (await reported()).files], ['', message.files])
      await stage.store.deleteMessage(ann, LOBBY, message.seq)
      const { id, files } = await reported()
      assert.equal(files, undefined)
      await stage.store.resolveReport(olga, id)
    })

    test('[U6] a removal hides the files, its undo brings them back, and without it they go', async () => {
      const carl = await stage.person('Carl')
      const [one, two] = [await upload(carl, 'c1.png'), await upload(carl, 'c2.png')]
      const { message } = await say(carl, [{ id: one }])
      const { message: late } = await say(carl, [{ id: two }])
      const { removal } = await stage.store.removeMessages(olga, carl.userId, inHours(-1))
      assert.deepEqual(namesOf(await seen(message)), [])
      await assert.rejects(serve(bob, one), noSuch)
      await assert.rejects(serve(carl, one), noSuch)
      await stage.store.undoRemoval(olga, removal.removalId)
      assert.deepEqual([namesOf(await seen(message)), namesOf(await seen(late))], [['c1.png'], ['c2.png']])
      assert.equal((await serve(bob, one)).name, 'c1.png')
    })

    test('[U7] a forwarded message carries copies, which stay when the first one goes', async () => {
      const id = await upload(ann, 'trip.png')
      const { message } = await say(ann, [{ id, alt: 'the lake' }])
      const den = await stage.room('closed', 'Forwarded files', [bob, olga])
      const forward = { roomId: LOBBY, seq: message.seq, toRoomId: den, clientId: randomUUID(), comment: '' }
      const { message: copy } = await stage.store.forward(bob, forward)
      const [file] = copy.files!
      assert.deepEqual([file!.name, file!.alt, file!.id === id], ['trip.png', 'the lake', false])
      assert.deepEqual(await seen(copy), copy)
      assert.deepEqual((await stage.store.forward(bob, forward)).message, copy)
      await assert.rejects(serve(ann, file!.id), noSuch, 'she does not see that room')
      await stage.store.deleteMessage(ann, LOBBY, message.seq)
      assert.equal((await serve(olga, file!.id)).hash, hashOf('trip.png'))
      await assert.rejects(serve(bob, id), noSuch)
    })

    test('[U8] files go with the messages of a person who leaves and wants that, and what was never sent goes always', async () => {
      const dan = await stage.person('Dan')
      const [sent, unsent] = [await upload(dan, 'd1.png'), await upload(dan, 'd2.png')]
      const { message } = await say(dan, [{ id: sent }])
      await stage.store.leave(dan, 'delete')
      assert.deepEqual(namesOf(await seen(message)), [])
      await assert.rejects(serve(bob, sent), noSuch)
      assert.deepEqual(await stage.store.uploadsUnderWay([sent, unsent]), [])
    })

    test('[U9] bytes count only for the writer that came last, and never fewer than before', async () => {
      const { id } = await stage.store.addFile(ann, { name: 'big', type: '', size: 100 })
      await stage.store.takeOverUpload(ann, id, 'first')
      assert.equal(await stage.store.noteReceived(id, 'first', 40), true)
      assert.deepEqual((await stage.other.takeOverUpload(ann, id, 'second')).received, 40)
      assert.equal(await stage.store.noteReceived(id, 'first', 60), false)
      assert.equal(await stage.other.noteReceived(id, 'second', 30), false)
      assert.equal(await stage.other.noteReceived(id, 'second', 100), true)
      assert.equal((await stage.store.upload(ann, id)).received, 100)
      await assert.rejects(stage.store.takeOverUpload(bob, id, 'third'), noSuch)
      assert.deepEqual(await stage.store.uploadsUnderWay([id, 'f_gone']), [id])
      await stage.store.removeFile(ann, id)
      assert.equal(await stage.store.noteReceived(id, 'second', 100), false)
    })

    test('[U10] bytes that no file names go late, and nobody counts on them meanwhile', async () => {
      const id = await upload(ann, 'same.png', 'shared bytes')
      const { message } = await say(ann, [{ id }])
      const twin = await upload(bob, 'twin.png', 'shared bytes')
      const { message: other } = await say(bob, [{ id: twin }])
      const hash = hashOf('shared bytes')
      const isUnused = async (since: string) => (await stage.store.takeUnusedContents(since, 1_000)).includes(hash)

      await stage.store.deleteMessage(ann, LOBBY, message.seq)
      assert.equal(await isUnused(inHours(1)), false, 'the twin has the same bytes')
      await stage.store.deleteMessage(bob, LOBBY, other.seq)
      assert.equal(await isUnused(inHours(-1)), false, 'they were announced a moment ago')
      assert.equal(await isUnused(inHours(1)), true)
      assert.equal(await stage.other.announceContent(hash, 12), false, 'they are being deleted')
      assert.equal(await isUnused(inHours(1)), true, 'as after a crash')
      const known = async () => (await stage.store.contentsAfter('', 1_000)).some((content) => content.hash === hash)
      assert.equal(await known(), false)
      await stage.store.forgetContents([hash])
      assert.equal(await stage.other.announceContent(hash, 12), true)
      assert.equal(await known(), true)
      await stage.store.forgetContents([hash])
      assert.equal(await known(), true, 'they are announced anew')
      assert.ok((await stage.store.keptBytes()) >= 12)
    })
  })
}
