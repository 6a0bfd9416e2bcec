import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { hash, inHours, type MakeFolder, type Somebody, Stage } from './stage.ts'

export function describeMail(makeFolder: MakeFolder): void {
  describe('mail', () => {
    const stage = new Stage(makeFolder)
    let olga: Somebody
    let ann: Somebody

    before(async () => {
      olga = await stage.owner('Olga')
      ann = await stage.person('Ann')
    })

    /** Takes what is due at this node, and answers with the one mail for this person. */
    async function takeFor(who: Somebody, node = stage.store) {
      const mine = (await node.takeMails(0)).filter(({ userId }) => userId === who.userId)
      assert.equal(mine.length, 1)
      return mine[0]!
    }

    async function confirmed(who: Somebody, address: string): Promise<void> {
      await stage.store.giveAddress(who, address, 'en')
      const { id } = await takeFor(who)
      assert.ok(await stage.store.addCodeOfMail(id, address, hash(address), inHours(1)))
      await stage.store.mailSent(id)
      await stage.store.confirmAddress(who, hash(address))
    }

    test('[Y9] a mail is handed out to one node, again when it is due again, and not after it was sent', async () => {
      await stage.store.giveAddress(ann, 'ann@example.org', 'ar')
      assert.equal(await stage.store.areMailsDue(), true)
      const taken = await Promise.all([0, 1, 2].map((n) => stage.node(n).takeMails()))
      const [mail] = taken.flat()
      assert.equal(taken.flat().length, 1)
      const { id, ...rest } = mail!
      const what = { userId: ann.userId, name: 'Ann', to: 'ann@example.org', language: 'ar', purpose: 'confirm' }
      assert.deepEqual(rest, { ...what, tries: 1 })
      assert.equal(await stage.store.areMailsDue(), false)

      await stage.store.mailDelayed(id, 3_600_000)
      assert.equal(await stage.store.areMailsDue(), false)
      await stage.store.mailDelayed(id, 0)
      await stage.restart()
      assert.deepEqual(await takeFor(ann, stage.node(1)), { ...what, id, tries: 2 })
      await stage.store.mailDelayed(id, 0)
      await stage.store.mailSent(id)
      assert.equal(await stage.store.areMailsDue(), false)
    })

    test('[Y3] each try has a code of its own; the first one that is used ends all, and none is another person’s', async () => {
      const cid = await stage.person('Cid')
      await stage.store.giveAddress(cid, 'cid@example.org', 'en')
      const { id } = await takeFor(cid)
      for (const code of ['first', 'second'])
        assert.ok(await stage.store.addCodeOfMail(id, 'cid@example.org', hash(code), inHours(1)))
      await stage.store.addCodeOfMail(id, 'cid@example.org', hash('late'), inHours(-1))
      await assert.rejects(stage.store.confirmAddress(olga, hash('first')), { code: 'forbidden' })
      await assert.rejects(stage.store.confirmAddress(cid, hash('late')), { code: 'forbidden' })
      assert.equal((await stage.store.confirmAddress(cid, hash('first'))).address, 'cid@example.org')
      await assert.rejects(stage.store.confirmAddress(cid, hash('second')), { code: 'forbidden' })
      assert.equal(await stage.store.addCodeOfMail(id, 'cid@example.org', hash('third'), inHours(1)), false)
    })

    test('[Y24] a mail that was taken before its address was replaced gets no code', async () => {
      const pam = await stage.person('Pam')
      await confirmed(pam, 'pam@example.org')
      await stage.store.askForMail('password', 'Pam')
      const { id, to } = await takeFor(pam)
      await confirmed(pam, 'new@example.org')
      assert.equal(await stage.store.addCodeOfMail(id, to, hash('former'), inHours(1)), false)
      await assert.rejects(stage.store.checkPasswordCode(hash('former')), { code: 'forbidden' })
      assert.equal(await stage.store.addCodeOfMail(id, 'new@example.org', hash('present'), inHours(1)), true)
    })

    test('[Y10] after three bounces in a row an address is not used, until it is confirmed anew', async () => {
      const ben = await stage.person('Ben')
      await confirmed(ben, 'ben@example.org')
      const bounce = async (how: 'mailBounced' | 'mailSent') => {
        await stage.store.askForMail('sign_in', 'Ben')
        await stage.store[how]((await takeFor(ben)).id)
      }
      for (const how of ['mailBounced', 'mailBounced', 'mailSent', 'mailBounced', 'mailBounced'] as const)
        await bounce(how)
      assert.equal((await stage.store.mailSettings(ben)).isUnusable, undefined)
      await bounce('mailBounced')
      assert.equal((await stage.store.mailSettings(ben)).isUnusable, true)
      await stage.store.askForMail('sign_in', 'Ben')
      assert.deepEqual(await stage.store.takeMails(), [])
      await confirmed(ben, 'ben@example.org')
      assert.equal((await stage.store.mailSettings(ben)).isUnusable, undefined)
    })

    const missedAt = async (who: Somebody, sentBefore = inHours(1)) =>
      (await stage.store.roomsMissed([{ userId: who.userId, sentBefore }])).map(({ roomId }) => roomId)

    test('[Y14] direct messages, mentions and replies are missed until they are read, and nothing else is', async () => {
      const [eva, fay] = [await stage.person('Eva'), await stage.person('Fay')]
      await confirmed(eva, 'eva@example.org')
      assert.ok(
        (await stage.store.missedReaders('')).some(
          ({ userId, missedAfter }) => userId === eva.userId && missedAfter === 60,
        ),
      )
      const direct = await stage.room('direct', '', [fay, eva])
      const club = await stage.room('closed', 'Club', [fay, eva])
      const own = await stage.say(eva, 'mine', { roomId: club })
      await stage.say(fay, 'to nobody', { roomId: club })
      assert.deepEqual(await missedAt(eva), [])

      const said = await stage.say(fay, 'psst', { roomId: direct })
      assert.deepEqual(await missedAt(eva), [direct])
      assert.deepEqual(await missedAt(eva, inHours(-1)), [], 'not before the time is over')
      await stage.store.markRead(eva, direct, said.seq)
      assert.deepEqual(await missedAt(eva), [])

      await stage.say(fay, 'hello @eva', { roomId: club, mentions: [['eva']] })
      const reply = await stage.say(fay, 'yes', { roomId: club, replyTo: own.seq })
      assert.deepEqual(await missedAt(eva), [club])
      await stage.store.queueMissed([
        { userId: eva.userId, roomId: club },
        { userId: eva.userId, roomId: club },
      ])
      const mail = await takeFor(eva)
      const { messages, count, upTo, follows, room } = mail.missed!
      assert.deepEqual(
        [messages.map(({ body }) => body), count, upTo, follows, room.name],
        [['hello @eva', 'yes'], 2, reply.seq, [], 'Club'],
      )
      await stage.store.mailSent(mail.id, upTo)
      assert.deepEqual(await missedAt(eva), [])
      // The next mail of the room waits for an hour, unless this one was read.
      const next = await stage.say(fay, '@eva once more', { roomId: club, mentions: [['eva']] })
      assert.deepEqual(await missedAt(eva), [])
      await stage.store.markRead(eva, club, reply.seq)
      assert.deepEqual(await missedAt(eva), [club])
      await stage.store.queueMissed([{ userId: eva.userId, roomId: club }])
      const second = await takeFor(eva)
      assert.deepEqual(second.missed?.follows, [mail.id])
      assert.deepEqual(
        second.missed?.messages.map(({ seq }) => seq),
        [next.seq],
      )
      await stage.store.mailSent(second.id, next.seq)
    })

    test('[Y21] messages whose mail is never taken are not mailed of again', async () => {
      const [kim, lea] = [await stage.person('Kim'), await stage.person('Lea')]
      await confirmed(kim, 'kim@example.org')
      const roomId = await stage.room('direct', '', [lea, kim])
      await stage.say(lea, 'buy now', { roomId })
      assert.deepEqual(await missedAt(kim), [roomId])
      await stage.store.queueMissed([{ userId: kim.userId, roomId }])
      const { id, missed } = await takeFor(kim)
      await stage.store.mailDropped(id, missed!.upTo)
      assert.deepEqual(await missedAt(kim), [])
      const { seq } = await stage.say(lea, 'sorry', { roomId })
      await stage.store.markRead(kim, roomId, seq - 1)
      assert.deepEqual(await missedAt(kim), [roomId], 'the next one counts')
    })

    test('[Y22] many are looked at together, each for their own rooms and since their own time', async () => {
      const [mia, ned, oda] = [await stage.person('Mia'), await stage.person('Ned'), await stage.person('Oda')]
      const direct = await stage.room('direct', '', [mia, ned])
      const club = await stage.room('closed', 'Many', [mia, ned, oda])
      await stage.say(mia, 'psst', { roomId: direct })
      await stage.say(mia, 'all of you', { roomId: club })
      await stage.say(mia, '@oda you', { roomId: club, mentions: [['oda']] })
      const look = (...readers: [Somebody, number][]) =>
        stage.store.roomsMissed(readers.map(([{ userId }, hours]) => ({ userId, sentBefore: inHours(hours) })))
      const [nedMissed, odaMissed] = [
        { userId: ned.userId, roomId: direct },
        { userId: oda.userId, roomId: club },
      ]
      assert.deepEqual(await look([mia, 1], [ned, 1], [oda, -1]), [nedMissed])
      assert.deepEqual(await look([oda, 1], [ned, -1]), [odaMissed])
      const both = await look([ned, 1], [oda, 2])
      assert.deepEqual(
        both.toSorted((one, other) => one.roomId.localeCompare(other.roomId)),
        [nedMissed, odaMissed].toSorted((one, other) => one.roomId.localeCompare(other.roomId)),
      )
    })

    test('[Y15] what changed until a mail is sent counts: read, deleted, blocked, left, turned off, a level', async () => {
      const [gil, hal] = [await stage.person('Gil'), await stage.person('Hal')]
      await confirmed(gil, 'gil@example.org')
      const changes: ((roomId: string, seq: number) => Promise<unknown>)[] = [
        (roomId, seq) => stage.store.markRead(gil, roomId, seq),
        (roomId, seq) => stage.store.deleteMessage(hal, roomId, seq),
        (roomId) => stage.store.setLevel(gil, roomId, 'nothing'),
        (roomId) => stage.store.leaveRoom(gil, roomId),
        () => stage.store.block(gil, hal.userId, true),
        () => stage.store.stopMail(gil.userId, 'missed'),
      ]
      for (const [place, change] of changes.entries()) {
        const roomId = await stage.room('closed', `Room ${place}`, [hal, gil])
        const { seq } = await stage.say(hal, '@gil look', { roomId, mentions: [['gil']] })
        await stage.store.queueMissed([{ userId: gil.userId, roomId }])
        await change(roomId, seq)
        assert.deepEqual(await stage.store.takeMails(0), [], `change ${place}`)
        await stage.store.block(gil, hal.userId, false)
      }
      assert.deepEqual(
        (await stage.store.missedReaders('')).filter(({ userId }) => userId === gil.userId),
        [],
      )
    })

    test('[Y29] an address that is not confirmed within a day is forgotten', async () => {
      const noa = await stage.person('Noa')
      const give = async (expiresAt: string) => {
        await stage.store.giveAddress(noa, 'noa@example.org', 'en')
        const { id, to } = await takeFor(noa)
        assert.ok(await stage.store.addCodeOfMail(id, to, hash(expiresAt), expiresAt))
        while (await stage.store.purge());
        assert.equal((await stage.store.mailSettings(noa)).wanted, to, 'the mail is still on its way')
        await stage.store.mailSent(id)
        while (await stage.store.purge());
        return stage.store.mailSettings(noa)
      }
      assert.equal((await give(inHours(24))).wanted, 'noa@example.org')
      assert.deepEqual(await give(inHours(-1)), { missedAfter: 0, weekly: false })
    })

    test('[Y28] a mail shows no words where the person or the owners want none in notices', async () => {
      const [lou, max] = [await stage.person('Lou'), await stage.person('Max')]
      await confirmed(lou, 'lou@example.org')
      const showsWords = async () => {
        const roomId = await stage.room('direct', '', [max, lou])
        const { seq } = await stage.say(max, 'psst', { roomId })
        await stage.store.queueMissed([{ userId: lou.userId, roomId }])
        const mail = await takeFor(lou)
        await stage.store.mailSent(mail.id, seq)
        await stage.store.markRead(lou, roomId, seq)
        return mail.missed!.showsWords
      }
      assert.equal(await showsWords(), true)
      await stage.store.updateNotifySettings(lou, { showWords: false })
      assert.equal(await showsWords(), false)
      await stage.store.updateNotifySettings(lou, { showWords: true })
      await stage.store.updateSettings(olga, { noticeWords: 'off' })
      assert.equal(await showsWords(), false)
      await stage.store.updateSettings(olga, { noticeWords: 'on' })
    })

    test('[Y18] a weekly summary counts what is unread, for those who want it', async () => {
      const [ida, jan] = [await stage.person('Ida'), await stage.person('Jan')]
      await confirmed(ida, 'ida@example.org')
      const reader = async () => (await stage.store.weeklyReaders('')).find(({ userId }) => userId === ida.userId)
      assert.equal(await reader(), undefined, 'off at first')
      await stage.store.updateMail(ida, { weekly: true })
      const before = (await reader())!
      assert.equal(before.timeZone, 'UTC')
      const [club, direct] = [
        await stage.room('closed', 'Weekly', [jan, ida]),
        await stage.room('direct', '', [jan, ida]),
      ]
      await stage.store.markAllRead(ida)
      await stage.store.queueWeekly([ida.userId])
      assert.deepEqual(await stage.store.takeMails(), [], 'nothing is unread')
      for (const roomId of [club, club, direct]) await stage.say(jan, 'news', { roomId })
      await stage.store.queueWeekly([ida.userId])
      const mail = await takeFor(ida)
      assert.deepEqual(
        mail.weekly?.map(({ name, count }) => [name, count]),
        [
          ['Weekly', 2],
          ['Jan', 1],
        ],
      )
      await stage.store.mailSent(mail.id)
      assert.ok((await reader())!.weeklyAt >= before.weeklyAt)
      await stage.store.stopMail(ida.userId, 'weekly')
      assert.equal(await reader(), undefined)
    })

    test('[Y6] a ban and leaving take address, codes and waiting mails away', async () => {
      for (const end of [
        (who: Somebody) =>
          stage.store.ban(olga, { userId: who.userId, reason: 'Spam', address: false }).then(() => undefined),
        (who: Somebody) => stage.store.leave(who, 'keep').then(() => undefined),
      ]) {
        const dan = await stage.person(`Dan ${String(end).length}`)
        await confirmed(dan, `dan${String(end).length}@example.org`)
        await stage.store.giveAddress(dan, 'other@example.org', 'en')
        await end(dan)
        assert.deepEqual(await stage.store.takeMails(), [])
        await stage.store.askForMail('password', `dan${String(end).length}@example.org`)
        assert.deepEqual(await stage.store.takeMails(), [])
      }
    })
  })
}
