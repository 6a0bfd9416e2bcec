/** Files of somebody who wants to fill the disk, or to keep the server busy. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type ClientRequest, get, request } from 'node:http'
import { after, describe, test } from 'node:test'
import { eventually, inTime } from '../support/eventually.ts'
import { bearer, MESSAGES } from '../support/http.ts'
import { done, draft, guest, type Somebody } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { announce, begin, offsetOf, patch, tus, upload } from '../support/uploads.ts'

const small = await startServer({ args: ['--max-files', '6000000'] })
after(() => small.stop())
const dora = await guest(small, 'Dora')

/** The status of the answer to a form without a length that comes, and comes, and has no end. */
function endlessForm(who: Somebody): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(`${small.url}${MESSAGES}`, {
      method: 'POST',
      headers: { ...bearer(who.token), 'content-type': 'multipart/form-data; boundary=x' },
    })
    sending.once('response', ({ statusCode = 0 }) => {
      resolve(statusCode)
      sending.destroy()
    })
    sending.once('error', reject)
    sending.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n')
    const more = () => {
      if (sending.destroyed) return
      if (sending.write(Buffer.alloc(1_000_000))) setImmediate(more)
      else sending.once('drain', more)
    }
    more()
  })
}

describe('an attacker with files', () => {
  test('[U182] a form without a length and without an end is refused when there is no room for more', async () => {
    assert.equal(await inTime('the answer', endlessForm(dora), 10_000), 503)
    assert.equal(await inTime('the answer', endlessForm(dora), 10_000), 503, 'no place is held')
  })

  test('[U181] uploads that were announced one by one do not fill more than the limit together', async () => {
    const [first, second] = [await begin(small, dora, 4_000_000), await begin(small, dora, 4_000_000)]
    assert.equal((await patch(small, dora, first, { from: 0, bytes: randomBytes(3_500_000) })).status, 204)
    assert.equal((await announce(small, dora, 3_000_000)).body.error.reason, 'files_full', 'what has come is there')
    const part = { from: 0, bytes: randomBytes(4_000_000) }
    const full = await patch(small, dora, second, part)
    assert.deepEqual([full.status, full.body.error.reason], [503, 'files_full'])
    assert.equal(await offsetOf(small, dora, second), 0)
    const removed = await fetch(`${small.url}/api/files/${first}`, { method: 'DELETE', headers: tus(dora) })
    assert.equal(removed.status, 204)
    assert.equal((await patch(small, dora, second, part)).status, 204, 'it goes on when there is room')
  })

  test('[U183] who asks for the progress of an upload all the time has to wait', async () => {
    const eve = await guest(small, 'Eve')
    const id = await begin(small, eve, 10)
    const statuses = new Set<number>()
    for (let count = 0; count < 1_000 && !statuses.has(429); count += 10) {
      const asked = Array.from({ length: 10 }, async () =>
        fetch(`${small.url}/api/files/${id}`, { method: 'HEAD', headers: tus(eve) }),
      )
      for (const { status } of await Promise.all(asked)) statuses.add(status)
    }
    assert.deepEqual([...statuses], [200, 429])
  })

  test('[U186] guests of one network do not hold more and more files open by reading slowly', async () => {
    const large = await startServer()
    const guests = await Promise.all(Array.from({ length: 5 }, () => guest(large)))
    const [first] = guests
    const id = await upload(large, first!, randomBytes(20_000_000))
    await done(large, first!, 'message:send', { ...draft('lobby', 'look'), files: [id] })
    const reading: ClientRequest[] = []
    const open = (who: Somebody) =>
      new Promise<number>((resolve, reject) => {
        const asked = get(`${large.url}/api/files/${id}`, { headers: bearer(who.token), agent: false })
        asked.once('response', ({ statusCode = 0 }) => resolve(statusCode))
        asked.once('error', reject)
        reading.push(asked)
      })
    const statuses = (
      await Promise.all(guests.map((who) => Promise.all(Array.from({ length: 60 }, () => open(who)))))
    ).flat()
    assert.equal(statuses.filter((status) => status === 200).length, 256)
    assert.equal(statuses.filter((status) => status === 429).length, 44)
    for (const asked of reading) asked.destroy()
    await eventually(async () => {
      const { status } = await fetch(`${large.url}/api/files/${id}`, { method: 'HEAD', headers: bearer(first!.token) })
      assert.equal(status, 200)
    })
    await large.stop()
  })
})
