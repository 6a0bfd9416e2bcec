/** The behaviour that every place for the bytes of files must show. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { MissingBytes, type Place } from './place.ts'

/** `folder` is for files of this machine. `beside` is the same place, as another server has it. */
type Opened = { place: Place; beside: Place; folder: string }

export function describePlace(kind: string, open: () => Promise<Opened>): void {
  describe(kind, async () => {
    const { place, beside, folder } = await open()
    const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    const upload = () => `f_${randomBytes(16).toString('base64url')}`

    async function* inChunks(bytes: Uint8Array, size: number, cutAt = Infinity): AsyncIterable<Uint8Array> {
      for (let at = 0; at < bytes.length; at += size) {
        if (at >= cutAt) throw new Error('the line was cut')
        yield bytes.subarray(at, at + size)
      }
    }
    /** Writes, and answers with the counts that were said to be safe. */
    async function write(to: Place, id: string, from: number, bytes: AsyncIterable<Uint8Array>): Promise<number[]> {
      const safe: number[] = []
      await to.write(id, from, bytes, async (received) => void safe.push(received))
      return safe
    }
    async function keep(bytes: Uint8Array): Promise<string> {
      const path = join(folder, randomBytes(8).toString('hex'))
      await writeFile(path, bytes)
      await place.keep(hashOf(bytes), path)
      return hashOf(bytes)
    }
    /** A piece is valid only until the next one, so each is copied. */
    async function read(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
      const copies: Buffer[] = []
      for await (const piece of pieces) copies.push(Buffer.from(piece))
      return Buffer.concat(copies)
    }
    const borrowedBytes = async (from: Place, id: string, size: number) => {
      await using borrowed = await from.borrow(id, size)
      return readFile(borrowed.path)
    }

    test('[U108] all servers that use a place know it by one name', () => {
      assert.ok(place.id.length > 10)
      assert.equal(beside.id, place.id)
    })

    test('[U101] an upload grows part by part, also through another server, and is borrowed whole', async () => {
      const [id, bytes] = [upload(), randomBytes(20_000_000)]
      const safe = await write(place, id, 0, inChunks(bytes.subarray(0, 18_000_000), 65_536))
      assert.ok(safe.length >= 3, 'long parts become safe in the middle')
      assert.deepEqual([safe.at(-1), safe.toSorted((a, b) => a - b)], [18_000_000, safe])
      await write(beside, id, 18_000_000, inChunks(bytes.subarray(18_000_000), 1_000_000))
      assert.deepEqual(await place.uploads(), [id])
      assert.ok((await borrowedBytes(place, id, bytes.length)).equals(bytes))
      await place.discard(id)
      await place.discard(id)
      assert.deepEqual(await beside.uploads(), [])
    })

    test('[U102] bytes that came before the line was cut are safe, and it goes on after them', async () => {
      const [id, bytes] = [upload(), randomBytes(300_000)]
      const safe: number[] = []
      const cut = place.write(id, 0, inChunks(bytes, 10_000, 120_000), async (received) => void safe.push(received))
      await assert.rejects(cut, /the line was cut/)
      assert.equal(safe.at(-1), 120_000)
      // A request that was stopped had got further than was noted.
      await write(place, id, 50_000, inChunks(bytes.subarray(50_000, 90_000), 10_000))
      await write(beside, id, 90_000, inChunks(bytes.subarray(90_000), 70_000))
      assert.ok((await borrowedBytes(place, id, bytes.length)).equals(bytes))
      await assert.rejects(place.borrow(id, bytes.length + 1), MissingBytes)
      await assert.rejects(place.borrow(upload(), 1), MissingBytes)
      assert.equal((await borrowedBytes(place, upload(), 0)).length, 0)
      for (const left of await place.uploads()) await place.discard(left)
    })

    test('[U103] an upload that is not noted any more stops at once', async () => {
      const id = upload()
      const stopped = place.write(id, 0, inChunks(randomBytes(1_000), 100), () => Promise.reject(new Error('another')))
      await assert.rejects(stopped, /another/)
      await place.discard(id)
    })

    test('[U104] a content is kept once, read whole and in ranges, and gone when it is deleted', async () => {
      const bytes = randomBytes(9_000_000)
      const hash = await keep(bytes)
      assert.equal(await keep(bytes), hash)
      assert.equal(await beside.sizeOf(hash), bytes.length)
      assert.ok((await read(await beside.read(hash))).equals(bytes))
      const middle = await read(await place.read(hash, { start: 8_000_000, end: 8_000_009 }))
      assert.ok(middle.equals(bytes.subarray(8_000_000, 8_000_010)))
      assert.ok((await read(await place.read(hash, { start: 0, end: 0 }))).equals(bytes.subarray(0, 1)))
      const empty = await keep(Buffer.of())
      assert.deepEqual([await place.sizeOf(empty), await read(await place.read(empty))], [0, Buffer.of()])
      await place.delete(hash)
      await place.delete(hash)
      assert.equal(await beside.sizeOf(hash), undefined)
      await assert.rejects(beside.read(hash), MissingBytes)
      assert.equal(await keep(bytes), hash, 'it can come again')
    })

    test('[U104] those who read at once, or go away in the middle, get no bytes of each other', async () => {
      const all = Array.from({ length: 12 }, () => randomBytes(1_500_000))
      const hashes = await Promise.all(all.map(keep))
      for (let time = 0; time < 2; time++) {
        for await (const _piece of await place.read(hashes[0]!)) break
        const found = await Promise.all(hashes.map(async (hash) => read(await place.read(hash))))
        assert.ok(found.every((bytes, which) => bytes.equals(all[which]!)))
      }
    })

    test('[U105] a content that is too short, as after a crash, is put there anew', async () => {
      const bytes = randomBytes(50_000)
      const path = join(folder, 'short')
      await writeFile(path, bytes.subarray(1))
      await place.keep(hashOf(bytes), path)
      await keep(bytes)
      assert.ok((await read(await place.read(hashOf(bytes)))).equals(bytes))
    })
  })
}
