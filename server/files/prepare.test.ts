/** Files as they are kept: types, forms, and files that are not what they seem. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import sharp from 'sharp'
import { thumbHashToAverageRGBA } from 'thumbhash'
import { BAD_FILES, blankPng, gifAndScript, HTML, longGif } from '../../test/support/files/bad-files.ts'
import * as films from '../../test/support/files/films.ts'
import { chunk, corners, movingGif, pngWith } from '../../test/support/files/pictures.ts'
import { kept, preparation } from '../../test/support/files/prepared.ts'
import { temporaryFolder } from '../../test/support/server.ts'

const by = preparation()
after(() => by.close())
const folder = temporaryFolder()

const large = await corners(4_000, 3_000).jpeg().toBuffer()
const noisyGif = await sharp(
  Buffer.from(Array.from({ length: 300 * 200 * 3 * 8 }, (_, place) => (place * 7_919) % 251)),
  { raw: { width: 300, height: 200 * 8, channels: 3, pageHeight: 200 } },
)
  .gif()
  .toBuffer()

describe('the forms of a picture', () => {
  test('[U24] a large picture has a thumbnail and a view in WebP, and a blurred one', async () => {
    const { forms, ...facts } = await kept(by, 'large.jpg', large, { type: 'text/html' })
    assert.deepEqual([facts.width, facts.height, facts.type, facts.hasThumbnail], [4_000, 3_000, 'image/jpeg', true])
    assert.equal(facts.size, forms.original!.bytes.length)
    const sizes = await Promise.all(
      (['view', 'thumbnail'] as const).map(async (form) => {
        const { format, width, height, icc, exif } = await sharp(forms[form]!.bytes).metadata()
        assert.deepEqual([icc, exif, forms[form]!.type], [undefined, undefined, 'image/webp'])
        return [format, width, height]
      }),
    )
    assert.deepEqual(sizes, [
      ['webp', 2_560, 1_920],
      ['webp', 747, 560],
    ])
    const hash = Buffer.from(facts.thumbhash!, 'base64')
    assert.ok(hash.length < 40)
    assert.equal(thumbHashToAverageRGBA(hash).a, 1)
  })

  test('[U24] no form is larger than the picture', async () => {
    const bytes = await corners(900, 100).jpeg().toBuffer()
    const { forms } = await kept(by, 'small.jpg', bytes)
    const view = await sharp(forms.view!.bytes).metadata()
    assert.deepEqual([view.width, view.height], [900, 100])
  })

  test('[U24] a small picture serves as its own thumbnail and view', async () => {
    const { forms, hash, hasThumbnail } = await kept(by, 'small.png', await corners(300, 200).png().toBuffer())
    assert.deepEqual([forms.view!.hash, forms.thumbnail!.hash, hasThumbnail], [hash, hash, true])
  })

  test('[U24] an animation moves in its view and stands still in its thumbnail', async () => {
    for (const bytes of [noisyGif, await movingGif()]) {
      const { forms, width, height } = await kept(by, 'moving.gif', bytes)
      const view = await sharp(forms.view!.bytes).metadata()
      const thumbnail = await sharp(forms.thumbnail!.bytes).metadata()
      assert.equal(view.pages, (await sharp(bytes).metadata()).pages)
      assert.ok(view.pages! > 1)
      assert.deepEqual([thumbnail.format, thumbnail.pages], ['webp', undefined])
      assert.deepEqual([thumbnail.width, thumbnail.height], [width, height])
    }
  })

  test('[U24] a PNG that moves is its own view', async () => {
    const { forms, hash, type } = await kept(
      by,
      'moving.png',
      await pngWith(chunk('acTL', '\0\0\0\u0001\0\0\0\0'), chunk('tEXt', `a\0${'b'.repeat(200_000)}`)),
    )
    assert.equal(type, 'image/png')
    assert.equal(forms.view!.hash, hash)
  })

  test('[U24] transparent pixels stay transparent', async () => {
    const glass = sharp({ create: { width: 1_000, height: 1_000, channels: 4, background: '#f008' } })
    const { forms } = await kept(by, 'glass.png', await glass.png().toBuffer())
    for (const form of ['view', 'thumbnail'] as const) {
      const [alpha] = await sharp(forms[form]!.bytes).extractChannel('alpha').resize(1, 1).raw().toBuffer()
      assert.ok(Math.abs(alpha! - 0x88) < 3, `${form}: ${alpha}`)
    }
  })
})

describe('the type of a file', () => {
  test('[U25] text is text only where it is nothing else', async () => {
    for (const [name, bytes] of [
      ['notes.txt', 'für 日本 😀\r\n\tand \u001b[31mred'],
      ['program.ts', 'export const a = 1 < 2'],
      ['data.json', '{"a": "<b>"}'],
      ['picture.png', 'only words'],
    ] as const)
      assert.equal((await kept(by, name, bytes, { type: 'text/html' })).type, 'text/plain', name)
  })

  test('[U25] the sender’s word decides only whether a container holds sound or a film', async () => {
    const webm = Buffer.from(
      '1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806700000000',
      'hex',
    )
    const types = await Promise.all(
      [
        ['a.webm', webm, 'audio/webm;codecs=opus'],
        ['a.webm', webm, 'video/webm'],
        ['a.mp4', films.filmWithXyz(), 'audio/mp4'],
        ['a.mp4', films.filmWithXyz(), 'text/html'],
        ['a.png', Buffer.from('%PDF-1.7'), 'audio/mpeg'],
      ].map(async ([name, bytes, type]) => (await kept(by, name as string, bytes!, { type: type as string })).type),
    )
    assert.deepEqual(types, ['audio/webm', 'video/webm', 'audio/mp4', 'video/mp4', 'application/pdf'])
  })

  for (const { name, bytes, type } of BAD_FILES) {
    test(`[U26] ${name} is a plain file`, async () => {
      const { forms, ...facts } = await kept(by, name, bytes, { type: 'image/png' })
      assert.deepEqual(Object.keys(forms), ['original'])
      const { hash: _hash, ...told } = facts
      assert.deepEqual(told, { name, type, size: forms.original!.bytes.length })
    })
  }

  test('[U26] less of the same is a picture, so that the tests before can fail', async () => {
    const less = [longGif(10), blankPng(9_000, 9_000), blankPng(20_000, 1), blankPng(200, 200, { isInterlaced: true })]
    for (const bytes of less) assert.equal((await kept(by, 'less', bytes)).hasThumbnail, true)
  })

  test('[U26] what stands behind the end of a picture goes', async () => {
    const { forms, type } = await kept(by, 'both.gif', await gifAndScript())
    assert.equal(type, 'image/gif')
    assert.ok(!forms.original!.bytes.includes('alert'))
  })
})

describe('films and recordings', () => {
  const details = { width: 640, height: 360, duration: 12.5 }

  test('[U31] the size and the length of a film are those that its sender says', async () => {
    const { width, height, duration, thumbhash } = await kept(by, 'a.mp4', films.filmWithXyz(), { details })
    assert.deepEqual({ width, height, duration, thumbhash }, { ...details, thumbhash: undefined })
  })

  test('[U31] a recording has a length and no size, and other files have neither', async () => {
    const recording = await kept(by, 'a.m4a', films.recording(), { type: 'audio/mp4', details })
    assert.deepEqual([recording.width, recording.duration], [undefined, 12.5])
    const text = await kept(by, 'a.txt', 'words', { details })
    assert.deepEqual([text.width, text.duration], [undefined, undefined])
    const picture = await kept(by, 'a.png', await corners(20, 10).png().toBuffer(), { details })
    assert.deepEqual([picture.width, picture.height, picture.duration], [20, 10, undefined])
  })
})

describe('a stranger’s picture', () => {
  const bounds = [
    { width: 400, height: 300 },
    { width: 96, height: 96, fit: 'cover' as const },
  ]

  test('[U32] it comes back in the sizes that were asked for, with nothing else of it', async () => {
    const path = join(folder, 'large.jpg')
    writeFileSync(path, large)
    for (const given of [large, { path, size: large.length }]) {
      const made = await by.boundPicture(given, bounds, { folder, whose: 'a link' })
      assert.deepEqual([made?.width, made?.height], [4_000, 3_000])
      const seen = await Promise.all(
        made!.forms.map(async ({ bytes, width, height }) => {
          const is = await sharp(bytes).metadata()
          assert.deepEqual([is.width, is.height], [width, height])
          return [is.format, width, height]
        }),
      )
      assert.deepEqual(seen, [
        ['webp', 400, 300],
        ['webp', 96, 96],
      ])
    }
  })

  test('[U32] anything else is no picture', async () => {
    for (const bytes of [HTML, '', 'words', ...BAD_FILES.map((bad) => bad.bytes)]) {
      const given = Buffer.from(bytes as string)
      assert.equal(await by.boundPicture(given, bounds, { folder, whose: 'a link' }), undefined)
    }
  })
})
