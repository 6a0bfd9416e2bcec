/** Pictures for tests. */
import { deflateSync, crc32 } from 'node:zlib'

/** A PNG of so many pixels, of one colour with some noise in it. */
export function aPicture({ width = 1_200, height = 900 } = {}): Buffer {
  const line = 1 + width * 3
  const pixels = Buffer.alloc(line * height)
  for (let at = 0; at < pixels.length; at++) pixels[at] = at % line === 0 ? 0 : (at * 2_654_435_761) >>> 27
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.of())])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
