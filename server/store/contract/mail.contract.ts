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
      assert.ok(await stage.store.addCodeOfMail(id, hash(address), inHours(1)))
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
      for (const code of ['first', 'second']) assert.ok(await stage.store.addCodeOfMail(id, hash(code), inHours(1)))
      await stage.store.addCodeOfMail(id, hash('late'), inHours(-1))
      await assert.rejects(stage.store.confirmAddress(olga, hash('first')), { code: 'forbidden' })
      await assert.rejects(stage.store.confirmAddress(cid, hash('late')), { code: 'forbidden' })
      assert.equal((await stage.store.confirmAddress(cid, hash('first'))).address, 'cid@example.org')
      await assert.rejects(stage.store.confirmAddress(cid, hash('second')), { code: 'forbidden' })
      assert.equal(await stage.store.addCodeOfMail(id, hash('third'), inHours(1)), false)
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
