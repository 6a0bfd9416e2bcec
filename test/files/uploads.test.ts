/** Uploads from outside: by a foreign tus client, by curl's form, cut off, taken over, and by an attacker. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { Upload } from 'tus-js-client'
import type { Message } from '../../protocol/models.ts'
import { eventually } from '../support/eventually.ts'
import { ask, bearer, MESSAGES, type Refused } from '../support/http.ts'
import { done, draft, guest, type Somebody } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { announce, begin, bytesOf, offsetOf, patch, tus, upload } from '../support/uploads.ts'

const server = await startServer({ args: ['--max-file', '20000000'] })
after(() => server.stop())
const ann = await guest(server, 'Ann')
const bob = await guest(server, 'Bob')

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
/** Uploads with the reference client of the protocol's authors, and answers with the file's id. */
function uploadByTus(
  who: Somebody,
  bytes: Buffer,
  options: { name?: string; chunkSize?: number; uploadUrl?: string } = {},
) {
  const { name = 'a file', ...rest } = options
  return new Promise<string>((resolve, reject) => {
    const upload: Upload = new Upload(bytes, {
      endpoint: `${server.url}/api/files`,
      headers: bearer(who.token),
      metadata: { filename: name, filetype: 'application/x-own' },
      retryDelays: [0, 100],
      ...rest,
      onError: reject,
      onSuccess: () => resolve(idOf(upload.url!)),
    })
    upload.start()
  })
}
const idOf = (url: string) => url.split('/').at(-1)!

const say = (who: Somebody, id: string) => done(server, who, 'message:send', { ...draft('lobby', ''), files: [id] })
/** Sends the first bytes of a part, and cuts the line. */
function sendAndCut(who: Somebody, id: string, offset: number, bytes: Uint8Array, announced: number): Promise<void> {
  return new Promise((resolve) => {
    const half = request(`${server.url}/api/files/${id}`, {
      method: 'PATCH',
      headers: tus(who, {
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
        'content-length': String(announced),
      }),
    })
    half.on('error', () => resolve())
    half.on('close', () => resolve())
    half.write(bytes)
    // The line is cut once some of it has come.
    const hasCome = eventually(() => assert.ok(statSync(join(server.dataDir, 'files/uploads', id)).size > offset))
    void hasCome.finally(() => half.destroy())
  })
}

describe('uploads', () => {
  test('[U11] the client of the protocol’s authors uploads in one piece, in many, and goes on with a part', async () => {
    const bytes = randomBytes(3_000_000)
    const whole = await uploadByTus(ann, bytes, { name: 'Größe 1.bin' })
    const many = await uploadByTus(ann, bytes, { chunkSize: 400_000 })
    const id = await begin(server, ann, bytes.length)
    assert.equal((await patch(server, ann, id, { from: 0, bytes: bytes.subarray(0, 1_234_567) })).status, 204)
    await uploadByTus(ann, bytes, { uploadUrl: `${server.url}/api/files/${id}` })
    for (const each of [whole, many, id]) {
      const message = await say(ann, each)
      assert.equal(message.files?.[0]?.hash, sha256(bytes))
      assert.equal(sha256(await bytesOf(server, bob, each)), sha256(bytes))
    }
    assert.equal(
      (await say(ann, await uploadByTus(ann, Buffer.from('x'), { name: 'Größe 1.bin' }))).files?.[0]?.name,
      'Größe 1.bin',
    )
  })

  test('[U12] a file that was cut ten times goes on after its last safe byte, and arrives whole', async () => {
    const bytes = randomBytes(8_000_000)
    const id = await begin(server, ann, bytes.length)
    for (let cut = 0; cut < 10; cut++) {
      const offset = await offsetOf(server, ann, id)
      await sendAndCut(ann, id, offset, bytes.subarray(offset, offset + 600_000), bytes.length - offset)
    }
    const offset = await offsetOf(server, ann, id)
    assert.ok(offset > 0 && offset < bytes.length, `${offset} bytes came before the last cut`)
    assert.equal((await patch(server, ann, id, { from: offset, bytes: bytes.subarray(offset) })).status, 204)
    assert.equal((await say(ann, id)).files?.[0]?.hash, sha256(bytes))
  })

  test('[U13] a newer request goes on at once, though the older line still seems alive', async () => {
    const bytes = randomBytes(2_000_000)
    const id = await begin(server, ann, bytes.length)
    const older = request(`${server.url}/api/files/${id}`, {
      method: 'PATCH',
      headers: tus(ann, {
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': String(bytes.length),
      }),
    })
    const ended = new Promise<number | undefined>((resolve) => {
      older.on('response', (response) => resolve(response.statusCode))
      older.on('error', () => resolve(undefined))
    })
    older.write(bytes.subarray(0, 700_000))
    await eventually(() => assert.ok(statSync(join(server.dataDir, 'files/uploads', id)).size > 0))
    // A client that asks gets the count of what came, and the older request is over.
    const offset = await offsetOf(server, ann, id)
    assert.ok(offset > 0)
    assert.equal(await ended, 409)
    assert.equal((await patch(server, ann, id, { from: offset, bytes: bytes.subarray(offset) })).status, 204)
    assert.equal(sha256(await bytesOf(server, ann, id)), sha256(bytes))
  })

  test('[U14] a part counts only with its right checksum', async () => {
    const bytes = randomBytes(1_000)
    const id = await begin(server, ann, bytes.length)
    const of = (algorithm: string, what: Uint8Array) =>
      `${algorithm} ${createHash(algorithm).update(what).digest('base64')}`
    assert.equal(
      (
        await patch(server, ann, id, {
          from: 0,
          bytes: bytes,
          headers: { 'upload-checksum': of('sha1', bytes.subarray(1)) },
        })
      ).status,
      460,
    )
    assert.equal(await offsetOf(server, ann, id), 0)
    assert.equal(
      (await patch(server, ann, id, { from: 0, bytes: bytes, headers: { 'upload-checksum': 'crc32 AAAA' } })).status,
      400,
    )
    const first = bytes.subarray(0, 600)
    assert.equal(
      (await patch(server, ann, id, { from: 0, bytes: first, headers: { 'upload-checksum': of('sha256', first) } }))
        .status,
      204,
    )
    const rest = bytes.subarray(600)
    assert.equal(
      (await patch(server, ann, id, { from: 600, bytes: rest, headers: { 'upload-checksum': of('md5', rest) } }))
        .status,
      204,
    )
    assert.equal((await say(ann, id)).files?.[0]?.hash, sha256(bytes))
  })

  test('[U15] what is wrong with an upload is said in one sentence, before its bytes come', async () => {
    const tooLarge = await announce(server, ann, 20_000_001)
    assert.deepEqual([tooLarge.status, tooLarge.body.error.reason], [413, 'file_too_large'])
    assert.equal(tooLarge.body.error.message, 'This file is too large: at most 20 MB.')
    for (const length of ['-1', '1.5', 'x', '1e3', '9'.repeat(30)])
      assert.equal((await announce(server, ann, 0, { 'upload-length': length })).status, 400, length)
    const without = await ask(server, '/api/files', { method: 'POST', headers: tus(ann) })
    assert.equal(without.status, 400)
    const newer = await ask(server, '/api/files', {
      method: 'POST',
      headers: { ...tus(ann), 'tus-resumable': '2.0.0' },
    })
    assert.deepEqual([newer.status, newer.headers.get('tus-version')], [412, '1.0.0'])
    const able = await ask(server, '/api/files', { method: 'OPTIONS' })
    assert.deepEqual(
      ['tus-version', 'tus-extension', 'tus-max-size', 'tus-checksum-algorithm'].map((name) => able.headers.get(name)),
      ['1.0.0', 'creation,termination,checksum', '20000000', 'sha256,sha1,md5'],
    )
    const stranger = await ask(server, '/api/files', { method: 'POST', headers: { 'upload-length': '1' } })
    assert.equal(stranger.status, 401)
  })

  test('[U16] bytes that do not fit their upload are refused, and what was there stays', async () => {
    const id = await begin(server, ann, 10)
    assert.equal((await patch(server, ann, id, { from: 0, bytes: Buffer.from('01234') })).status, 204)
    assert.equal((await patch(server, ann, id, { from: 4, bytes: Buffer.from('45678') })).status, 409)
    assert.equal(
      (await patch(server, ann, id, { from: 5, bytes: Buffer.from('567890') })).status,
      400,
      'one byte too many',
    )
    assert.equal(await offsetOf(server, ann, id), 5)
    assert.equal(
      (await patch(server, ann, id, { from: 5, bytes: Buffer.from('5'), headers: { 'content-type': 'text/plain' } }))
        .status,
      415,
    )
    assert.equal((await patch(server, bob, id, { from: 5, bytes: Buffer.from('56789') })).status, 404, 'it is not his')
    assert.equal((await fetch(`${server.url}/api/files/${id}`, { method: 'HEAD', headers: tus(bob) })).status, 404)
    assert.equal((await ask(server, `/api/files/${id}`, { method: 'DELETE', headers: tus(bob) })).status, 404)
    assert.equal((await patch(server, ann, id, { from: 5, bytes: Buffer.from('56789') })).status, 204)
    assert.equal((await bytesOf(server, ann, id)).toString(), '0123456789')
  })

  test('[U17] an upload that is removed leaves nothing, and an empty file is a file', async () => {
    const id = await begin(server, ann, 10)
    await patch(server, ann, id, { from: 0, bytes: Buffer.from('01234') })
    assert.ok(readdirSync(join(server.dataDir, 'files/uploads')).includes(id))
    assert.equal((await ask(server, `/api/files/${id}`, { method: 'DELETE', headers: tus(ann) })).status, 204)
    assert.ok(!readdirSync(join(server.dataDir, 'files/uploads')).includes(id))
    assert.equal((await patch(server, ann, id, { from: 5, bytes: Buffer.from('56789') })).status, 404)
    const empty = await say(ann, await begin(server, ann, 0))
    assert.deepEqual([empty.files?.[0]?.size, empty.files?.[0]?.hash], [0, sha256(Buffer.of())])
  })

  test('[U18] one line of curl posts words and files, and a form that is refused leaves nothing', async () => {
    const form = (files: [name: string, text: string][], fields: Record<string, string> = {}) => {
      const body = new FormData()
      for (const [name, text] of files) body.append('file', new Blob([text]), name)
      for (const [name, value] of Object.entries(fields)) body.append(name, value)
      return body
    }
    const send = (body: FormData, who = ann) =>
      ask<Message & Refused>(server, MESSAGES, { method: 'POST', headers: bearer(who.token), body })
    const { status, body } = await send(form([['../../plan.pdf', 'the plan']], { body: 'The plan', replyTo: '1' }))
    assert.deepEqual(
      [status, body.body, body.replyTo, body.files?.map(({ name, size }) => [name, size])],
      [201, 'The plan', 1, [['plan.pdf', 8]]],
    )
    assert.equal((await send(form([], { body: 'only words' }))).body.body, 'only words')
    assert.equal((await send(form([]))).body.error.reason, 'message_empty')
    const many = Array.from({ length: 11 }, (_, n): [string, string] => [`${n}.txt`, 'x'])
    assert.equal((await send(form(many))).body.error.reason, 'files_too_many')
    assert.equal((await send(form([['big', 'x'.repeat(20_000_001)]]))).body.error.reason, 'file_too_large')
    const torn = await ask<Refused>(server, MESSAGES, {
      method: 'POST',
      headers: { ...bearer(ann.token), 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nnever ends',
    })
    assert.deepEqual([torn.status, torn.body.error.code], [400, 'bad_request'])
    assert.deepEqual(readdirSync(join(server.dataDir, 'work')), [])
  })

  test('[U19] names deceive nobody: no path, no controls, no turned text, no endless name', async () => {
    const names = {
      '../../etc/passwd': 'passwd',
      'C:\\Users\\ann\\cat.png': 'cat.png',
      'cat\u202egpj.exe': 'catgpj.exe',
      [`cat.jpg${'\u2800'.repeat(50)}.exe`]: 'cat.jpg .exe',
      [`cat.jpg${'\u3164'.repeat(50)}.exe`]: 'cat.jpg.exe',
      '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}.png': '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}.png',
      'nul\0l\u0007.txt': 'null.txt',
      '': 'file',
      '..': 'file',
      [`${'.'.repeat(300)}png`]: '..png',
      [`${'ä'.repeat(200)}.jpeg`]: `${'ä'.repeat(125)}.jpeg`,
    }
    for (const [name, kept] of Object.entries(names)) {
      const message = await say(ann, await uploadByTus(ann, Buffer.from('x'), { name }))
      assert.equal(message.files?.[0]?.name, kept)
    }
  })

  test('[U123] there is a limit for all files together, and one for a person’s day', async () => {
    const small = await startServer({ args: ['--max-files', '1000', '--max-file', '3000000000'] })
    const dora = await guest(small, 'Dora')
    await upload(small, dora, randomBytes(600))
    const full = await announce(small, dora, 500)
    assert.deepEqual([full.status, full.body.error.reason], [503, 'files_full'])
    assert.equal((await announce(small, dora, 400)).status, 201)
    await small.stop()
    const large = await startServer({ args: ['--max-file', '3000000000', '--max-files', '1000000000000'] })
    const emil = await guest(large, 'Emil')
    const id = await begin(large, emil, 1_500_000_000)
    const tooMuch = await announce(large, emil, 600_000_000)
    assert.deepEqual([tooMuch.status, tooMuch.body.error.reason], [429, 'files_of_today'])
    assert.equal((await announce(large, await guest(large, 'Fritz'), 600_000_000)).status, 429, 'the same network')
    await done(large, emil, 'file:remove', { fileId: id })
    assert.equal((await announce(large, emil, 600_000_000)).status, 201, 'what never came is given back')
    await large.stop()
  })
})
