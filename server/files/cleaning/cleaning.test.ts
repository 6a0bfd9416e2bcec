/** Nothing that is kept says where or with what it was made. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, describe, test } from 'node:test'
import sharp, { type Sharp } from 'sharp'
import * as films from '../../../test/support/files/films.ts'
import * as pictures from '../../../test/support/files/pictures.ts'
import { kept, preparation } from '../../../test/support/files/prepared.ts'
import { tracesIn } from '../../../test/support/files/traces.ts'

const by = preparation()
after(() => by.close())

type Sample = { name: string; type: string; bytes: Buffer }
const turned = await Promise.all(
  [1, 2, 3, 4, 5, 6, 7, 8].map(async (orientation) => ({
    name: `turned-${orientation}.jpg`,
    type: 'image/jpeg',
    bytes: await pictures.jpegWithExif(orientation),
  })),
)
const stills: Sample[] = [
  { name: 'xmp, iptc, comment.jpg', type: 'image/jpeg', bytes: await pictures.jpegWithMore() },
  { name: 'film behind.jpg', type: 'image/jpeg', bytes: await pictures.jpegWithFilm(films.filmWithXyz()) },
  { name: 'exif.png', type: 'image/png', bytes: await pictures.pngWithExif() },
  { name: 'texts.png', type: 'image/png', bytes: await pictures.pngWithTexts() },
  { name: 'exif, xmp.webp', type: 'image/webp', bytes: await pictures.webpWithAll() },
  { name: 'moving.webp', type: 'image/webp', bytes: await pictures.movingWebp() },
  { name: 'xmp, comment.gif', type: 'image/gif', bytes: await pictures.gifWithAll() },
  { name: 'exif, xmp.avif', type: 'image/avif', bytes: await pictures.avifWithAll() },
]
const heic: Sample = { name: 'exif, xmp.heic', type: 'image/heic', bytes: await pictures.heicWithAll() }
const moving: Sample[] = [
  { name: 'xyz.mp4', type: 'video/mp4', bytes: films.filmWithXyz() },
  { name: 'loci.3gp', type: 'video/3gpp', bytes: films.filmWithLoci() },
  { name: 'keys.mov', type: 'video/quicktime', bytes: films.filmWithKeys() },
  { name: 'xmp.mp4', type: 'video/mp4', bytes: films.filmWithXmp() },
  { name: 'track.mp4', type: 'video/mp4', bytes: films.filmWithTrack() },
  { name: 'titles.m4a', type: 'audio/x-m4a', bytes: films.recording() },
]
const samples = [...turned, ...stills, heic, ...moving]

const pixelsOf = async (bytes: Buffer): Promise<string> => {
  const raw = await sharp(bytes, { animated: true }).raw().toBuffer()
  return createHash('sha256').update(raw).digest('hex')
}

describe('what is kept of a file', () => {
  test('[U20] the samples tell a place, so that the next test can fail', () => {
    assert.ok(samples.length >= 20)
    for (const { name, bytes } of samples) assert.notDeepEqual(tracesIn(bytes), [], name)
  })

  for (const { name, type, bytes } of samples) {
    test(`[U20] ${name} tells no place and no device any more, in any of its forms`, async () => {
      const file = await kept(by, name, bytes)
      assert.equal(file.type, type)
      assert.deepEqual(
        Object.entries(file.forms).flatMap(([form, { bytes: of }]) => tracesIn(of).map((trace) => `${form}: ${trace}`)),
        [],
      )
    })
  }

  for (const { name, bytes } of [...stills, turned[0]!]) {
    test(`[U21] ${name} keeps its pixels`, async () => {
      const original = (await kept(by, name, bytes)).forms.original!.bytes
      assert.equal(await pixelsOf(original), await pixelsOf(bytes))
      const { exif, xmp, iptc, comments, icc } = await sharp(original).metadata()
      assert.deepEqual([exif, xmp, iptc, comments], [undefined, undefined, undefined, undefined])
      assert.deepEqual(icc, (await sharp(bytes).metadata()).icc, 'the colour profile stays')
    })
  }

  test('[U21] a picture with a colour profile has one afterwards, so that the test before can fail', async () => {
    assert.ok((await sharp(stills[0]!.bytes).metadata()).icc)
  })

  test('[U21] a moving picture moves as before', async () => {
    const original = (await kept(by, 'moving.gif', stills[6]!.bytes)).forms.original!.bytes
    const { pages, delay, loop } = await sharp(original).metadata()
    const before = await sharp(stills[6]!.bytes).metadata()
    assert.deepEqual({ pages, delay, loop }, { pages: before.pages, delay: before.delay, loop: before.loop })
    assert.equal(pages, 5)
  })

  for (const { name, bytes } of moving) {
    test(`[U21] ${name} keeps its pictures and its titles in their place`, async () => {
      const original = (await kept(by, name, bytes)).forms.original!.bytes
      assert.equal(original.length, bytes.length)
      for (const stays of ['the pixels of a film', 'A title', 'vide', 'moov', 'mvhd'])
        assert.equal(original.indexOf(stays), bytes.indexOf(stays), stays)
    })
  }

  test('[U21] cleaning a film or a picture once more changes nothing', async () => {
    for (const { name, bytes } of [...stills, heic, ...moving]) {
      const once = (await kept(by, name, bytes)).forms.original!
      const twice = (await kept(by, name, once.bytes)).forms.original!
      assert.equal(twice.hash, once.hash, name)
    }
  })

  for (const [place, { name, bytes }] of turned.entries()) {
    test(`[U22] ${name} stands the right way up without its EXIF`, async () => {
      const file = await kept(by, name, bytes)
      const isOnItsSide = place >= 4
      assert.deepEqual([file.width, file.height], isOnItsSide ? [700, 1_000] : [1_000, 700])
      for (const form of ['original', 'view', 'thumbnail'] as const) {
        const seen = file.forms[form]!.bytes
        assert.deepEqual(await coloursOf(sharp(seen)), await coloursOf(sharp(bytes).autoOrient()), form)
      }
      assert.equal((await sharp(file.forms.original!.bytes).metadata()).orientation, undefined)
    })
  }

  test('[U23] “send original” keeps every byte, and the forms beside it tell nothing', async () => {
    for (const { name, bytes } of [turned[5]!, stills[3]!, moving[0]!]) {
      const { forms, ...facts } = await kept(by, name, bytes, { details: { keepsMetadata: true } })
      assert.ok(forms.original!.bytes.equals(bytes), name)
      for (const form of ['view', 'thumbnail'] as const)
        assert.deepEqual(tracesIn(forms[form]?.bytes ?? Buffer.alloc(0)), [])
      if (name === 'turned-6.jpg') assert.deepEqual([facts.width, facts.height], [700, 1_000])
    }
  })
})

/** The colour of each corner, in whole steps: packing changes a little. */
async function coloursOf(picture: Sharp): Promise<string[]> {
  const { data, info } = await sharp(await picture.png().toBuffer())
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => {
    const place = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
    return [0, 1, 2].map((channel) => Math.round(data[place + channel]! / 64)).join()
  }
  return [at(0.2, 0.2), at(0.8, 0.2), at(0.2, 0.8), at(0.8, 0.8)]
}
