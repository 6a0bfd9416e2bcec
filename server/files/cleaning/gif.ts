/** A GIF without comments, XMP and blocks of single programs, and without what stands behind its end. */

const HEAD_BYTES = 13
const EXTENSION = 0x21
const IMAGE = 0x2c
const END = 0x3b

const CONTROL = 0xf9
const APPLICATION = 0xff
/** How often it plays, and its colour profile. */
const LOOK = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'])

/** The parts that stay, in their order. A picture that breaks off stays broken off. */
export function cleanGif(bytes: Buffer): Buffer[] {
  let at = HEAD_BYTES + coloursOf(bytes[10] ?? 0)
  const kept = [bytes.subarray(0, at)]
  for (;;) {
    const from = at
    const kind = bytes[at]
    if (kind === EXTENSION) {
      at = endOfBlocks(bytes, at + 2)
      if (stays(bytes, from)) kept.push(bytes.subarray(from, at))
    } else if (kind === IMAGE) {
      // A place, colours of its own, and how many bits a code has at first.
      at = endOfBlocks(bytes, at + 10 + coloursOf(bytes[at + 9] ?? 0) + 1)
      kept.push(bytes.subarray(from, at))
    } else return kind === END ? [...kept, bytes.subarray(from, from + 1)] : kept
  }
}

/** The bytes of a table of colours. */
const coloursOf = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

/** Each block begins with its size. An empty one is the last. */
function endOfBlocks(bytes: Buffer, from: number): number {
  let at = from
  for (let size = bytes[at]; size !== undefined && size > 0; size = bytes[at]) at += 1 + size
  return Math.min(at + 1, bytes.length)
}

function stays(bytes: Buffer, at: number): boolean {
  if (bytes[at + 1] === CONTROL) return true
  return bytes[at + 1] === APPLICATION && LOOK.has(bytes.toString('latin1', at + 3, at + 14))
}
