import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { MAX_SUBSCRIPTIONS } from '../../../protocol/limits.ts'
import { aDevice, inHours, type MakeFolder, type Somebody, Stage } from './stage.ts'

export function describeNotices(makeFolder: MakeFolder): void {
  describe('notices', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody

    before(async () => {
      ann = await stage.person('Ann')
    })

    const atFirst = {
      keywords: [],
      quiet: [],
      showWords: true,
      reactions: false,
      mutedMentions: false,
      sound: 'mentions',
    }
    const another = async (of: Somebody): Promise<Somebody> => ({ ...of, ...(await stage.signIn(of, aDevice())) })

    test('[Q1] notify settings are kept one by one over a restart, and deleted with a user who leaves', async () => {
      const eve = await stage.guest('Eve')
      assert.deepEqual(await stage.store.notifySettings(eve), atFirst)
      const quiet = [{ days: [1, 2], from: '22:00', to: '07:00' }]
      await stage.store.updateNotifySettings(eve, { keywords: ['release'], timeZone: 'Asia/Tokyo', quiet })
      await stage.store.updateNotifySettings(eve, { timeZone: '', reactions: true, keywords: undefined })
      await stage.restart()
      assert.deepEqual(await stage.store.notifySettings(eve), {
        ...atFirst,
        keywords: ['release'],
        quiet,
        reactions: true,
      })
      assert.deepEqual(await stage.store.notifySettings(ann), atFirst)
      await stage.store.leave(eve, 'keep')
      await assert.rejects(stage.store.notifySettings(eve), { code: 'unauthorized' })
    })

    test('[Q1] a snooze ends at its moment, or when it is taken back', async () => {
      const until = inHours(1)
      assert.equal((await stage.store.updateNotifySettings(ann, { snoozedUntil: until })).snoozedUntil, until)
      assert.equal((await stage.store.notifySettings(ann)).snoozedUntil, until)
      assert.deepEqual(await stage.store.updateNotifySettings(ann, { snoozedUntil: null }), atFirst)
      assert.deepEqual(await stage.store.updateNotifySettings(ann, { snoozedUntil: inHours(-1) }), atFirst)
    })

    test('[Q3] all nodes have the same keys for pushes, also after a restart', async () => {
      const keys = await Promise.all([0, 1, 2].map((n) => stage.node(n).vapidKeys()))
      await stage.restart()
      assert.deepEqual(new Set([...keys, await stage.store.vapidKeys()].map((key) => JSON.stringify(key))).size, 1)
      assert.equal(Buffer.from(keys[0]!.publicKey, 'base64url').length, 65)
      assert.equal(Buffer.from(keys[0]!.privateKey, 'base64url').length, 32)
    })

    test('[Q4] a session and a browser have one subscription each, a user has ten, and it ends with the session', async () => {
      const at = (place: string) => ({ endpoint: `https://push.example/${place}`, publicKey: 'p', secret: 's' })
      const endpoints = async (of: Somebody) =>
        (await stage.store.pushSubscriptionsOf([of.userId]))
          .map(({ endpoint }) => endpoint.slice(at('').endpoint.length))
          .toSorted()
      const eve = await stage.person('Eve')
      await stage.store.subscribe(eve, at('one'))
      await stage.store.subscribe(eve, at('two'))
      assert.deepEqual(await endpoints(eve), ['two'])

      // The same browser, as somebody else.
      await stage.store.subscribe(ann, at('two'))
      assert.deepEqual([await endpoints(eve), await endpoints(ann)], [[], ['two']])

      const devices: Somebody[] = []
      for (let n = 0; n <= MAX_SUBSCRIPTIONS; n++) devices.push(await another(eve))
      for (const [n, device] of devices.entries()) await stage.store.subscribe(device, at(`n${n}`))
      const kept = devices.slice(1).map((_, n) => `n${n + 1}`)
      assert.deepEqual(await endpoints(eve), kept.toSorted())

      await stage.store.removeSubscription(ann, at('n1').endpoint)
      assert.ok((await endpoints(eve)).includes('n1'))
      await stage.store.removeSubscription(eve, at('n1').endpoint)
      await stage.store.endSession(devices[2]!)
      assert.deepEqual(await endpoints(eve), kept.slice(2).toSorted())
      await stage.store.endSessions(eve, true)
      assert.deepEqual(await endpoints(eve), [])
    })

    test('[S14] nothing of notices is set in the name of a session that is over', async () => {
      const dan = await stage.person('Dan')
      await stage.store.endSession(dan)
      const over = { code: 'unauthorized' }
      const at = { endpoint: 'https://push.example/dan', publicKey: 'p', secret: 's' }
      await assert.rejects(stage.store.notifySettings(dan), over)
      await assert.rejects(stage.store.updateNotifySettings(dan, { reactions: true }), over)
      await assert.rejects(stage.store.subscribe(dan, at), over)
      await assert.rejects(stage.store.removeSubscription(dan, at.endpoint), over)
    })
  })
}
