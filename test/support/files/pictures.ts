/** Pictures that tell where they were taken, in every way that their formats have. */
import { crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { exif, EXIF_BY_LIBRARY, PLACE, XMP } from './traces.ts'

/** Four colours in the corners, so that one sees which way up it is. */
export function corners(width = 1_000, height = 700): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="50%" height="50%" fill="#e22"/><rect x="50%" width="50%" height="50%" fill="#2b2"/><rect y="50%" width="50%" height="50%" fill="#22e"/><rect x="50%" y="50%" width="50%" height="50%" fill="#fc0"/></svg>`
  return sharp(Buffer.from(svg)).flatten()
}

const segment = (marker: number, ...parts: (Buffer | string)[]): Buffer => {
  const data = Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')))
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

const afterStart = (jpeg: Buffer, ...segments: Buffer[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])

export const jpegWithExif = async (orientation: number): Promise<Buffer> =>
  afterStart(await corners().jpeg().toBuffer(), segment(0xe1, 'Exif\0\0', exif(orientation)))

export const jpegWithMore = async (): Promise<Buffer> =>
  afterStart(
    await corners().jpeg({ progressive: true }).keepIccProfile().withIccProfile('p3').toBuffer(),
    segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', XMP),
    segment(0xed, 'Photoshop 3.0\0', `8BIM\u0004\u0004\0\0\0\0\0\u0012${PLACE}`),
    segment(0xfe, `taken at ${PLACE}`),
  )

/** Phones put a short film behind a picture, with a position of its own. */
export const jpegWithFilm = async (film: Buffer): Promise<Buffer> =>
  Buffer.concat([afterStart(await corners().jpeg().toBuffer(), segment(0xe2, `MPF\0${PLACE}`)), film])

export function chunk(type: string, data: Buffer | string): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(data as string, 'latin1')])
  const head = Buffer.alloc(4)
  head.writeUInt32BE(body.length - 4)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([head, body, sum])
}

/** Behind the signature and the first chunk. */
const IN_PNG = 33

export const pngWith = async (...chunks: Buffer[]): Promise<Buffer> => {
  const png = await corners().png().toBuffer()
  return Buffer.concat([png.subarray(0, IN_PNG), ...chunks, png.subarray(IN_PNG), Buffer.from(`tail ${PLACE}`)])
}
export const pngWithExif = (): Promise<Buffer> => pngWith(chunk('eXIf', exif()))
export const pngWithTexts = (): Promise<Buffer> =>
  pngWith(chunk('tEXt', `Comment\0${PLACE}`), chunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${XMP}`), chunk('zzTe', PLACE))

const told = (picture: Sharp): Sharp => picture.withExif(EXIF_BY_LIBRARY).withXmp(XMP)

export const webpWithAll = (): Promise<Buffer> => told(corners().webp()).toBuffer()
export const avifWithAll = (): Promise<Buffer> => told(corners().avif({ effort: 0 })).toBuffer()

/** A HEIC is built as an AVIF is, and its brand says what it is. */
export const heicWithAll = async (): Promise<Buffer> => {
  const bytes = await avifWithAll()
  bytes.write('heic', 8, 'latin1')
  return bytes
}

const frames = async (count: number): Promise<Sharp> => {
  const width = 200
  const height = 100
  const raw = Buffer.alloc(width * height * 3 * count)
  for (let frame = 0; frame < count; frame++)
    raw.fill(Math.round((frame * 255) / count), width * height * 3 * frame, width * height * 3 * (frame + 1))
  return sharp(raw, { raw: { width, height: height * count, channels: 3, pageHeight: height } })
}

export const movingWebp = async (): Promise<Buffer> => (await frames(5)).webp().withXmp(XMP).toBuffer()
export const movingGif = async (count = 5): Promise<Buffer> =>
  (await frames(count)).gif({ delay: Array.from({ length: count }, () => 80) }).toBuffer()

/** Behind the head and its colours. */
const inGif = (gif: Buffer): number => 13 + (gif[10]! & 0x80 ? 3 * 2 ** ((gif[10]! & 7) + 1) : 0)

export const gifWithAll = async (): Promise<Buffer> => {
  const gif = await movingGif()
  const comment = Buffer.from(`\u0021\u00fe${String.fromCharCode(PLACE.length)}${PLACE}\0`, 'latin1')
  // XMP stands in no blocks: bytes behind it lead every reader to its end.
  const magic = Buffer.from([0x01, ...Array.from({ length: 256 }, (_, place) => 255 - place), 0x00])
  const xmp = Buffer.concat([Buffer.from('\u0021\u00ff\u000bXMP DataXMP', 'latin1'), Buffer.from(XMP), magic])
  const at = inGif(gif)
  return Buffer.concat([gif.subarray(0, at), xmp, comment, gif.subarray(at), Buffer.from(PLACE)])
}
