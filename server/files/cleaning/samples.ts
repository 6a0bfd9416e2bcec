/** The samples of one track of a film, which stand in pieces between those of the other tracks. */
import type { Box, Boxes } from './boxes.ts'

/** Samples of one track, at most: a film of three hours has 600,000 pictures. */
const MOST = 2_000_000

export function blankSamples(boxes: Boxes, track: Box): void {
  const table = boxes.first(track, 'mdia', 'minf', 'stbl')
  if (!table) return
  const starts = startsOf(boxes, table)
  const sizes = sizesOf(boxes, table)
  const perChunk = perChunkOf(boxes, table)
  let sample = 0
  for (const [chunk, start] of starts.entries()) {
    let end = start
    for (const last = sample + perChunk(chunk); sample < last && sample < sizes.count; sample++) end += sizes.of(sample)
    boxes.zero(start, end)
  }
}

/** Where in the file each chunk of samples begins. */
function startsOf(boxes: Boxes, table: Box): number[] {
  const short = boxes.first(table, 'stco')
  const long = boxes.first(table, 'co64')
  if (short) return entries(boxes.bodyOf(short), 4, 4, (bytes, at) => bytes.readUInt32BE(at))
  return long ? entries(boxes.bodyOf(long), 4, 8, (bytes, at) => Number(bytes.readBigUInt64BE(at))) : []
}

function sizesOf(boxes: Boxes, table: Box): { count: number; of: (sample: number) => number } {
  const box = boxes.first(table, 'stsz')
  const bytes = box ? boxes.bodyOf(box) : Buffer.alloc(0)
  if (bytes.length < 12) return { count: 0, of: () => 0 }
  const same = bytes.readUInt32BE(4)
  const sizes = same > 0 ? [] : entries(bytes, 8, 4, (all, at) => all.readUInt32BE(at))
  const count = same > 0 ? Math.min(bytes.readUInt32BE(8), MOST) : sizes.length
  return { count, of: (sample) => sizes[sample] ?? same }
}

/** The table names the first chunk, counted from one, of each number of samples. */
function perChunkOf(boxes: Boxes, table: Box): (chunk: number) => number {
  const box = boxes.first(table, 'stsc')
  const rows = box
    ? entries(boxes.bodyOf(box), 4, 12, (bytes, at) => ({
        from: bytes.readUInt32BE(at) - 1,
        samples: bytes.readUInt32BE(at + 4),
      }))
    : []
  let row = 0
  return (chunk) => {
    while (rows[row + 1] !== undefined && rows[row + 1]!.from <= chunk) row++
    return rows[row]?.samples ?? 0
  }
}

/** The entries of a table: their number, and then each in `size` bytes. */
function entries<T>(bytes: Buffer, from: number, size: number, read: (bytes: Buffer, at: number) => T): T[] {
  if (bytes.length < from + 4) return []
  const count = Math.min(bytes.readUInt32BE(from), Math.floor((bytes.length - from - 4) / size), MOST)
  return Array.from({ length: count }, (_, place) => read(bytes, from + 4 + place * size))
}
