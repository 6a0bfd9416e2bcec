/** Reads files in pieces whose memory is used again: making it new for each costs more than the reading itself. */
import type { FileHandle } from 'node:fs/promises'
import { type ByteRange, MissingBytes } from './place.ts'

/** Smaller pieces ask the system more often, and a reader who is slow holds one. */
const PIECE_BYTES = 512 * 1_024
/** How many pieces wait for the next reader. */
const MOST_SPARE = 8

const spare: Buffer[] = []

/** The bytes of the file, which is closed in the end. A piece is valid until the next one is asked for. */
export async function* lend(file: FileHandle, range?: ByteRange): AsyncGenerator<Uint8Array, void> {
  let piece: Buffer | undefined
  try {
    const { start, end } = range ?? { start: 0, end: (await file.stat()).size - 1 }
    const size = end - start + 1
    piece = size < PIECE_BYTES ? Buffer.allocUnsafe(size) : (spare.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES))
    for (let at = start; at <= end;) {
      const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, end - at + 1), at)
      if (bytesRead === 0) throw new MissingBytes('A file is shorter than it was.')
      at += bytesRead
      yield piece.subarray(0, bytesRead)
    }
    // Of a reader who went away the system may still be sending a piece: that one is not used again.
    if (piece.length === PIECE_BYTES && spare.length < MOST_SPARE) spare.push(piece)
  } finally {
    await file.close()
  }
}
