/** The smaller forms of a picture, and the blurred one that stands in its place until it is here. */
import { rgbaToThumbHash } from 'thumbhash'
import { decoding, type Look, open } from './sharp.ts'

/** The forms fit into these, in pixels. */
export const THUMBNAIL = { width: 840, height: 560 }
export const VIEW = { width: 2_560, height: 2_560 }
const THUMBHASH_SIDE = 100

/** All frames of an animation that is made smaller, in pixels. A larger one is shown as it came. */
export const MOST_ANIMATED_PIXELS = 30_000_000

/** A picture that fits a thumbnail's place and has no more bytes serves as its own. */
const SMALL_BYTES = 100_000

export const webp = {
  thumbnail: { quality: 75, effort: 1 },
  // A view has ten times as many pixels, which the least effort packs in a third of the time.
  view: { quality: 80, effort: 0 },
}

export const isSmall = ({ width, height, frames }: Look, bytes: number): boolean =>
  frames === 1 && width <= THUMBNAIL.width && height <= THUMBNAIL.height && bytes <= SMALL_BYTES

/** The first frame, small. */
export const makeThumbnail = (path: string): Promise<Buffer> =>
  decoding(
    open(path)
      .resize({ ...THUMBNAIL, fit: 'inside', withoutEnlargement: true })
      .webp(webp.thumbnail)
      .toBuffer(),
  )

/** The form for one who looks at it alone, with all its frames. Nothing when that is the picture itself. */
export async function makeView(path: string, look: Look): Promise<Buffer | undefined> {
  const isAnimated = look.frames > 1
  if (isAnimated && look.width * look.height * look.frames > MOST_ANIMATED_PIXELS) return undefined
  return decoding(
    open(path, isAnimated)
      .resize({ ...VIEW, fit: 'inside', withoutEnlargement: true })
      .webp(webp.view)
      .toBuffer(),
  )
}

/** A picture of about 25 bytes, in base64. */
export async function makeThumbhash(picture: string | Uint8Array): Promise<string> {
  const { data, info } = await decoding(
    open(picture)
      .resize({ width: THUMBHASH_SIDE, height: THUMBHASH_SIDE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true }),
  )
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64')
}

/** The picture turned, where only its EXIF said how it is to be held. The colour profile stays. */
export async function turn(path: string, { metadata }: Look): Promise<Buffer> {
  const turned = open(path).keepIccProfile()
  switch (metadata.format) {
    case 'jpeg':
      return decoding(
        turned
          .jpeg({ quality: 92, chromaSubsampling: metadata.chromaSubsampling === '4:4:4' ? '4:4:4' : '4:2:0' })
          .toBuffer(),
      )
    case 'png':
      return decoding(turned.png().toBuffer())
    default:
      return decoding(turned.webp({ quality: 92, effort: 1 }).toBuffer())
  }
}
