import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Picture } from '../store.ts'
import { hash, inHours, type MakeFolder, type Somebody, Stage } from './stage.ts'

const pictureOf = (text: string): Picture => ({
  hash: Buffer.from(hash(text)).toString('hex'),
  type: 'image/png',
  bytes: new Uint8Array(Buffer.from(text)),
})

export function describeLook(makeFolder: MakeFolder): void {
  describe('the look of the chat', () => {
    const stage = new Stage(makeFolder)
    let olga: Somebody
    let ann: Somebody
    const AT_FIRST = { auditFor: 'moderators', roomsBy: 'everyone' }

    before(async () => {
      olga = await stage.owner('Olga')
      ann = await stage.person('Ann')
    })

    test('[M50] name, colour and emoji are changed one by one, kept, cleared and audited', async () => {
      await stage.store.updateSettings(olga, { name: 'Choir', accent: '#1a7f5a' })
      const after = await stage.store.updateSettings(olga, { emoji: '🎵', accent: '', roomsBy: 'members' })
      const settings = { auditFor: 'moderators', roomsBy: 'members', chat: { name: 'Choir', emoji: '🎵' } }
      assert.deepEqual(after, settings)
      await stage.restart()
      assert.deepEqual(await stage.store.settings(), settings)
      assert.deepEqual(await stage.store.updateSettings(olga, { name: '', emoji: '', roomsBy: 'everyone' }), AT_FIRST)
      assert.deepEqual(await stage.store.updateSettings(olga, { name: '' }), AT_FIRST, 'which changes nothing')
      const acts = (await stage.acts(olga)) as { act: string }[]
      assert.equal(acts.filter(({ act }) => act === 'settings:update').length, 3)
      await assert.rejects(stage.store.updateSettings(ann, { name: 'Mine' }), { code: 'forbidden' })
    })

    test('[M51] a picture is found by its hash until another one or none takes its place', async () => {
      const [first, second] = [pictureOf('first'), pictureOf('second')]
      assert.equal((await stage.store.setPicture(olga, first)).chat?.picture, first.hash)
      const found = await stage.store.picture(first.hash)
      assert.deepEqual([found?.type, Buffer.from(found!.bytes).toString()], ['image/png', 'first'])
      await stage.store.updateSettings(olga, { name: 'Choir' })
      await stage.store.setPicture(olga, second)
      await stage.restart()
      assert.deepEqual((await stage.store.settings()).chat, { name: 'Choir', picture: second.hash })
      assert.equal(await stage.store.picture(first.hash), undefined)
      assert.deepEqual((await stage.store.setPicture(olga, undefined)).chat, { name: 'Choir' })
      assert.equal(await stage.store.picture(second.hash), undefined)
      await assert.rejects(stage.store.setPicture(ann, first), { code: 'forbidden' })
    })

    test('[P66] an invitation tells its room and its maker, is not used up by looking, and one that is over tells nothing', async () => {
      const roomId = await stage.room('closed', 'Altos', [olga])
      const expiresAt = inHours(1)
      await stage.store.addInvite(olga, { codeHash: hash('to the room'), roomId, uses: 1, expiresAt })
      const look = { by: olga.user, room: { name: 'Altos', kind: 'closed' }, expiresAt }
      for (let count = 0; count < 2; count++)
        assert.deepEqual(await stage.store.lookAtInvite(hash('to the room')), look)
      const { id } = await stage.store.addInvite(olga, { codeHash: hash('to all') })
      assert.deepEqual(await stage.store.lookAtInvite(hash('to all')), { by: olga.user })
      await stage.store.revokeInvite(olga, id)
      await assert.rejects(stage.store.lookAtInvite(hash('to all')), /revoked/)
      await assert.rejects(stage.store.lookAtInvite(hash('none')), /isn’t valid/)
    })

    test('[S14] no picture is set in the name of a session that is over', async () => {
      const dan = await stage.person('Dan')
      await stage.store.endSession(dan)
      await assert.rejects(stage.store.setPicture(dan, undefined), { code: 'unauthorized' })
    })
  })
}
