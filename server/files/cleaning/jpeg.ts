/** A JPEG without what its camera and its editors wrote beside the picture, and without what stands behind its end. */

const FILL = 0xff
const END = 0xd9
const SCAN = 0xda
/** The picture itself: frames, tables, and how often a decoder may begin anew. */
const isOfPicture = (marker: number): boolean =>
  (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) || (marker >= 0xdb && marker <= 0xdf)
/** Marks without anything behind them. */
const stand = (marker: number): boolean => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)
const JFIF_BYTES = 18

/** The parts that stay, in their order. A picture that breaks off stays broken off. */
export function cleanJpeg(bytes: Buffer): Buffer[] {
  const kept = [bytes.subarray(0, 2)]
  for (let at = nextMarker(bytes, 2); at !== -1;) {
    const marker = bytes[at + 1]!
    if (marker === END) return [...kept, bytes.subarray(at, at + 2)]
    const end = stand(marker) || at + 4 > bytes.length ? at + 2 : at + 2 + bytes.readUInt16BE(at + 2)
    const segment = bytes.subarray(at, end)
    if (marker === SCAN) {
      const next = endOfScan(bytes, end)
      kept.push(bytes.subarray(at, next))
      at = nextMarker(bytes, next)
    } else {
      const stays = whatStays(marker, segment)
      if (stays) kept.push(stays)
      at = nextMarker(bytes, end)
    }
  }
  return kept
}

/** Decoders skip what stands between segments. */
function nextMarker(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(FILL, from); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(FILL, at + 1)) {
    if (bytes[at + 1] !== FILL && bytes[at + 1] !== 0) return at
  }
  return -1
}

/** In the bytes of a scan a mark follows only 0xff without a zero. Those at which a decoder may begin anew belong to it. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(FILL, from); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(FILL, at + 1)) {
    const next = bytes[at + 1]!
    if (next !== 0 && next !== FILL && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}

function whatStays(marker: number, segment: Buffer): Buffer | undefined {
  if (isOfPicture(marker)) return segment
  const begins = (text: string) => segment.subarray(4, 4 + text.length).toString('latin1') === text
  // The colours of a CMYK picture cannot be read without Adobe's segment.
  if ((marker === 0xe2 && begins('ICC_PROFILE\0')) || (marker === 0xee && begins('Adobe'))) return segment
  return marker === 0xe0 && begins('JFIF\0') ? withoutThumbnail(segment) : undefined
}

/** The picture's small copy in the JFIF segment may show what was cut away. */
function withoutThumbnail(segment: Buffer): Buffer | undefined {
  if (segment.length < JFIF_BYTES) return undefined
  const plain = Buffer.from(segment.subarray(0, JFIF_BYTES))
  plain.writeUInt16BE(JFIF_BYTES - 2, 2)
  plain.fill(0, JFIF_BYTES - 2)
  return plain
}
