/** A WebP without EXIF, XMP and chunks of single programs, and without what stands behind its end. */

/** `RIFF`, the size of what follows, `WEBP`. */
const HEAD_BYTES = 12
const CHUNK_HEAD_BYTES = 8
/** Place, size and time of a frame, before its own chunks. */
const FRAME_HEAD_BYTES = 16

const LOOK = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ICCP'])
/** The flags of EXIF and XMP in the first byte of VP8X. */
const METADATA = 0b0000_1100

/** The parts that stay, in their order. */
export function cleanWebp(bytes: Buffer): Buffer[] {
  const chunks = chunksIn(bytes.subarray(HEAD_BYTES, CHUNK_HEAD_BYTES + bytes.readUInt32LE(4))).flatMap(whatStays)
  return [riff(chunks), ...chunks]
}

type Chunk = { type: string; data: Buffer }

function chunksIn(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  let at = 0
  while (at + CHUNK_HEAD_BYTES <= bytes.length) {
    const size = bytes.readUInt32LE(at + 4)
    const from = at + CHUNK_HEAD_BYTES
    chunks.push({ type: bytes.toString('latin1', at, at + 4), data: bytes.subarray(from, from + size) })
    // Chunks begin at even places.
    at = from + size + (size % 2)
  }
  return chunks
}

function whatStays({ type, data }: Chunk): Buffer[] {
  if (type === 'VP8X') {
    const plain = Buffer.from(data)
    plain.writeUInt8(plain.readUInt8() & ~METADATA)
    return chunk(type, [plain])
  }
  if (type === 'ANMF') {
    const frame = chunksIn(data.subarray(FRAME_HEAD_BYTES)).flatMap((inner) =>
      LOOK.has(inner.type) ? chunk(inner.type, [inner.data]) : [],
    )
    return chunk(type, [data.subarray(0, FRAME_HEAD_BYTES), ...frame])
  }
  return LOOK.has(type) ? chunk(type, [data]) : []
}

function chunk(type: string, data: Buffer[]): Buffer[] {
  const size = lengthOf(data)
  const head = Buffer.alloc(CHUNK_HEAD_BYTES)
  head.write(type, 'latin1')
  head.writeUInt32LE(size, 4)
  return [head, ...data, Buffer.alloc(size % 2)]
}

function riff(chunks: Buffer[]): Buffer {
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(lengthOf(chunks) + 4, 4)
  return head
}

const lengthOf = (parts: Buffer[]): number => parts.reduce((sum, { length }) => sum + length, 0)
