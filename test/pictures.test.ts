/** Pictures, films and pages through the API: uploaded, sent, and served so that nothing in them runs. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import sharp from 'sharp'
import type { File } from '../protocol/files.ts'
import type { Message } from '../protocol/models.ts'
import { bareRequest } from './support/bare-http.ts'
import { HTML, SVG } from './support/files/bad-files.ts'
import { filmWithXyz } from './support/files/films.ts'
import { corners, jpegWithExif } from './support/files/pictures.ts'
import { tracesIn } from './support/files/traces.ts'
import { ask, bearer, json, MESSAGES, type Refused, signIn } from './support/http.ts'
import { startServer } from './support/server.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const ann = await signIn(server, 'Ann')
const bob = await signIn(server, 'Bob')
const asAnn = bearer(ann.token)
const asBob = bearer(bob.token)

const TUS = { 'tus-resumable': '1.0.0' }
const metadata = (said: Record<string, string>) =>
  Object.entries(said)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')

const announce = (size: number, said: Record<string, string>) =>
  ask<Refused>(server, '/api/files', {
    method: 'POST',
    headers: { ...asAnn, ...TUS, 'upload-length': String(size), 'upload-metadata': metadata(said) },
  })

/** The id of a file whose bytes are here. */
async function upload(bytes: Buffer | string, said: Record<string, string>): Promise<string> {
  const { headers, status, text } = await announce(Buffer.byteLength(bytes), said)
  assert.equal(status, 201, text)
  const path = headers.get('location')!
  const answer = await ask(server, path, {
    method: 'PATCH',
    headers: { ...asAnn, ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(Buffer.from(bytes as string)),
  })
  assert.equal(answer.status, 204, answer.text)
  return path.split('/').at(-1)!
}

async function send(...ids: string[]): Promise<File[]> {
  const { status, body, text } = await ask<Message>(server, MESSAGES, json({ files: ids }, asAnn))
  assert.equal(status, 201, text)
  return body.files ?? []
}

async function get(id: string, form = ''): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const response = await fetch(`${server.url}/api/files/${id}${form}`, { headers: asBob })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

describe('a picture in a message', () => {
  test('[U33] everybody who sees the message gets it, its view and its thumbnail, which tell no place', async () => {
    const id = await upload(await jpegWithExif(6), { filename: 'p.jpg', filetype: 'image/jpeg' })
    const [file] = await send(id)
    assert.deepEqual([file?.width, file?.height, file?.type, file?.hasThumbnail], [700, 1_000, 'image/jpeg', true])
    const served = await Promise.all(['', '/view', '/thumbnail'].map((form) => get(id, form)))
    for (const { status, headers, bytes } of served) {
      assert.equal(status, 200)
      assert.deepEqual(tracesIn(bytes), [])
      assert.match(headers.get('content-disposition')!, /^inline/)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.match(headers.get('content-security-policy')!, /^sandbox; default-src 'none'/)
      assert.equal(headers.get('content-length'), String(bytes.length))
    }
    assert.deepEqual(
      served.map(({ headers }) => headers.get('content-type')),
      ['image/jpeg', 'image/webp', 'image/webp'],
    )
    const sizes = await Promise.all(served.map(async ({ bytes }) => (await sharp(bytes).metadata()).height))
    assert.deepEqual(sizes, [1_000, 1_000, 560])
    assert.equal(served[0]!.bytes.length, file?.size)
  })

  test('[U23] “send original” keeps what the camera wrote, by an upload and by a form', async () => {
    const bytes = await jpegWithExif(6)
    const [file] = await send(await upload(bytes, { filename: 'p.jpg', original: '1' }))
    assert.ok((await get(file!.id)).bytes.equals(bytes))
    assert.deepEqual(tracesIn((await get(file!.id, '/view')).bytes), [])

    for (const original of ['1', '']) {
      const form = new FormData()
      form.set('original', original)
      form.set('file', new Blob([new Uint8Array(bytes)]), 'p.jpg')
      const { body, status, text } = await ask<Message>(server, MESSAGES, {
        method: 'POST',
        headers: asAnn,
        body: form,
      })
      assert.equal(status, 201, text)
      assert.equal((await get(body.files![0]!.id)).bytes.equals(bytes), original === '1')
    }
  })

  test('[U33] pages, drawings and what no browser shows safely are downloads', async () => {
    const given = [
      ['page.html', HTML, 'text/html'],
      ['drawing.svg', SVG, 'image/svg+xml'],
      ['drawing.png', SVG, 'image/png'],
      ['half.jpg', (await jpegWithExif(1)).subarray(0, 3_000), 'image/jpeg'],
      ['a.pdf', `%PDF-1.7\n${HTML}`, 'text/html'],
    ] as const
    const files = await send(
      ...(await Promise.all(
        given.map(([filename, bytes, filetype]) => upload(bytes as string, { filename, filetype })),
      )),
    )
    for (const { id, name, type, hasThumbnail } of files) {
      const { headers } = await get(id)
      assert.match(headers.get('content-disposition')!, /^attachment/, name)
      assert.equal(headers.get('content-type'), type)
      assert.match(type, /^application\/(?:octet-stream|pdf)$/)
      assert.equal(hasThumbnail, undefined)
      assert.equal((await get(id, '/thumbnail')).status, 404)
    }
  })
})

describe('a film in a message', () => {
  const putPoster = (id: string, picture: Buffer, headers: Record<string, string> = asAnn) =>
    ask<Refused>(server, `/api/files/${id}/poster`, { method: 'PUT', headers, body: new Uint8Array(picture) })
  const said = { filename: 'a.mp4', width: '640', height: '360', duration: '12.3456' }

  test('[U31] it has the size, the length and the picture that its sender’s page made of it', async () => {
    const id = await upload(filmWithXyz(), said)
    assert.equal((await putPoster(id, await corners(1_920, 1_080).jpeg().toBuffer())).status, 204)
    const [file] = await send(id)
    assert.deepEqual(
      [file?.type, file?.width, file?.height, file?.duration, file?.hasThumbnail],
      ['video/mp4', 640, 360, 12.346, true],
    )
    assert.ok(file?.thumbhash)
    for (const [form, width] of [
      ['/poster', 1_920],
      ['/view', 1_920],
      ['/thumbnail', 840],
    ] as const) {
      const { headers, bytes } = await get(id, form)
      assert.equal(headers.get('content-type'), 'image/webp')
      assert.equal((await sharp(bytes).metadata()).width, width)
    }
    const film = await get(id)
    assert.match(film.headers.get('content-disposition')!, /^inline/)
    assert.deepEqual(tracesIn(film.bytes), [])
  })

  test('[U31] a size or a length that is none is refused before the bytes come', async () => {
    for (const [name, value] of [
      ['width', '-1'],
      ['height', '1e3'],
      ['duration', 'long'],
      ['width', '0'],
      ['width', '70000'],
      ['duration', '99999999'],
    ])
      assert.deepEqual([(await announce(9, { ...said, [name!]: value! })).status, name], [400, name])
  })

  test('[U31] a poster is a picture, small, of one’s own film, and comes before the message', async () => {
    const id = await upload(filmWithXyz(), said)
    const picture = await corners(300, 200).png().toBuffer()
    assert.equal((await putPoster(id, Buffer.from(SVG))).status, 400)
    assert.equal((await putPoster(id, Buffer.alloc(0))).status, 400)
    // The server answers before it has read so much, and ends the connection.
    const token = `Authorization: Bearer ${ann.token}`
    const large = await bareRequest(server.port, 'PUT', `/api/files/${id}/poster`, [token], 'x'.repeat(500_001))
    assert.equal(large.status, 413)
    assert.equal((await putPoster(id, picture, asBob)).status, 404)
    assert.equal((await putPoster(id, picture, {})).status, 401)
    assert.equal((await putPoster(await upload('words', { filename: 'a.txt' }), picture)).status, 400)
    await send(id)
    assert.equal((await putPoster(id, picture)).status, 404)
    assert.equal((await get(id, '/poster')).status, 404)
  })
})
