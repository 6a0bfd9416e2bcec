/** Files that are not what they seem, or too much of it. */
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { chunk, corners, movingGif } from './pictures.ts'

const SIGNATURE = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')

/** A PNG of one colour. It is small because it is packed, and large when it is unpacked. */
export function blankPng(width: number, height: number, { bits = 1, channels = 1, isInterlaced = false } = {}): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([bits, channels === 4 ? 6 : 0, 0, 0, isInterlaced ? 1 : 0], 8)
  const line = 1 + Math.ceil((width * bits * channels) / 8)
  // Seven passes have a little more than one.
  const packed = deflateSync(Buffer.alloc(line * height + (isInterlaced ? height * 4 + 64 : 0)), { level: 1 })
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', packed), chunk('IEND', '')])
}

/** A GIF with this many frames of one pixel. */
export function longGif(frames: number): Buffer {
  const head = Buffer.from('GIF89a\u0001\0\u0001\0\u0080\0\0\0\0\0\u00ff\u00ff\u00ff', 'latin1')
  const frame = Buffer.from('!\u00f9\u0004\0\u0005\0\0\0,\0\0\0\0\u0001\0\u0001\0\0\u0002\u0002D\u0001\0', 'latin1')
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from(';')])
}

const jpeg = await corners(1_600, 1_200).jpeg().toBuffer()
const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))
export const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
export const HTML = '<!doctype html><script>alert(document.domain)</script>'
const noise = await sharp({
  create: {
    width: 900,
    height: 900,
    channels: 3,
    background: '#888',
    noise: { type: 'gaussian', mean: 128, sigma: 40 },
  },
})
  .png()
  .toBuffer()

/** Each with the type that it is kept as. None of them has a thumbnail. */
export const BAD_FILES: { name: string; bytes: Buffer | string; type: string }[] = [
  { name: 'empty.txt', bytes: '', type: 'application/octet-stream' },
  { name: 'empty.png', bytes: '', type: 'application/octet-stream' },
  { name: 'one byte.jpg', bytes: Buffer.from([0xff]), type: 'application/octet-stream' },
  { name: 'only its mark.jpg', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0]), type: 'application/octet-stream' },
  { name: 'only its mark.png', bytes: SIGNATURE, type: 'application/octet-stream' },
  { name: 'only its mark.webp', bytes: Buffer.from('RIFF\0\0\0\0WEBP'), type: 'application/octet-stream' },
  { name: 'only its mark.gif', bytes: 'GIF89a', type: 'application/octet-stream' },
  { name: 'bomb.png', bytes: blankPng(20_000, 20_000), type: 'application/octet-stream' },
  { name: 'wide.png', bytes: blankPng(100_000, 1), type: 'application/octet-stream' },
  { name: 'high.png', bytes: blankPng(1, 100_000), type: 'application/octet-stream' },
  { name: 'long.gif', bytes: longGif(10_000), type: 'application/octet-stream' },
  { name: 'half.jpg', bytes: half(jpeg), type: 'application/octet-stream' },
  { name: 'half.png', bytes: half(noise), type: 'application/octet-stream' },
  { name: 'half.webp', bytes: half(await sharp(noise).webp().toBuffer()), type: 'application/octet-stream' },
  { name: 'half.gif', bytes: half(await sharp(noise).gif().toBuffer()), type: 'application/octet-stream' },
  {
    name: 'half.avif',
    bytes: half(await sharp(noise).avif({ effort: 0 }).toBuffer()),
    type: 'application/octet-stream',
  },
  { name: 'script.gif', bytes: 'GIF89a/*\0\u0001\0\0\0\0*/=1;alert(1)', type: 'application/octet-stream' },
  { name: 'clothes.png', bytes: SVG, type: 'application/octet-stream' },
  { name: 'clothes.jpg', bytes: HTML, type: 'application/octet-stream' },
  { name: 'page behind spaces.txt', bytes: ` \n\ufeff\t${HTML}`, type: 'application/octet-stream' },
  { name: 'page behind words.html', bytes: `Hello ${HTML}`, type: 'application/octet-stream' },
  { name: 'drawing behind words.SVG', bytes: `Hello ${SVG}`, type: 'application/octet-stream' },
  { name: 'declared.txt', bytes: `<?xml version="1.0"?>${SVG}`, type: 'application/octet-stream' },
  { name: 'page, then pdf.pdf', bytes: `${HTML}%PDF-1.7`, type: 'application/octet-stream' },
  { name: 'pdf, then page.html', bytes: `%PDF-1.7\n${HTML}`, type: 'application/pdf' },
  { name: 'controls.txt', bytes: 'Hello\u0001', type: 'application/octet-stream' },
  { name: 'not utf-8.txt', bytes: Buffer.from('f\u00fcr', 'latin1'), type: 'application/octet-stream' },
  { name: 'half a letter.txt', bytes: Buffer.from('für').subarray(0, 2), type: 'application/octet-stream' },
]

/** A picture that moves, with a program behind its end. */
export const gifAndScript = async (): Promise<Buffer> =>
  Buffer.concat([await movingGif(), Buffer.from('*/=1;alert(1)')])
