/** Blanks the EXIF and XMP of AVIF and HEIC pictures. Their orientation is a property of the picture, and stays. */
import type { Box, Boxes } from './boxes.ts'
import { insideMeta } from './movie.ts'

/** Items that are data of programs and no pictures. */
const TOLD = new Set(['Exif', 'mime', 'uri '])
const ITEMS_MOST = 10_000

export function blankItems(boxes: Boxes): void {
  for (const meta of boxes.all().filter(({ type }) => type === 'meta')) {
    const inside = { ...meta, ...insideMeta(boxes, meta) }
    const told = new Set<number>()
    const table = boxes.first(inside, 'iinf')
    for (const { id, type, typeAt } of table ? itemsIn(boxes, table) : []) {
      if (!TOLD.has(type)) continue
      told.add(id)
      boxes.write(typeAt, 'free')
    }
    const places = boxes.first(inside, 'iloc')
    const data = boxes.first(inside, 'idat')?.body ?? 0
    for (const { id, isInside, from, length } of places ? placesIn(boxes.bodyOf(places)) : []) {
      const start = isInside ? data + from : from
      if (told.has(id)) boxes.zero(start, length === 0 ? boxes.size : start + length)
    }
  }
}

function* itemsIn(boxes: Boxes, table: Box): Generator<{ id: number; type: string; typeAt: number }> {
  const countBytes = boxes.read(table.body, 1).readUInt8() === 0 ? 2 : 4
  for (const item of boxes.in({ body: table.body + 4 + countBytes, end: table.end })) {
    const head = boxes.read(item.body, 14)
    // Older versions of an item name no type.
    if (item.type !== 'infe' || head.length < 14 || head[0]! < 2) continue
    const idBytes = head[0] === 2 ? 2 : 4
    const typeAt = 4 + idBytes + 2
    yield {
      id: head.readUIntBE(4, idBytes),
      type: head.toString('latin1', typeAt, typeAt + 4),
      typeAt: item.body + typeAt,
    }
  }
}

type Piece = { id: number; isInside: boolean; from: number; length: number }

/** The pieces of each item. The table says itself how many bytes its numbers have. */
function placesIn(bytes: Buffer): Piece[] {
  const pieces: Piece[] = []
  let at = 6
  const next = (size: number): number => {
    const value = size === 8 ? Number(bytes.readBigUInt64BE(at)) : size === 0 ? 0 : bytes.readUIntBE(at, size)
    at += size
    return value
  }
  const version = bytes.readUInt8()
  const [offsetBytes, lengthBytes] = [bytes.readUInt8(4) >> 4, bytes.readUInt8(4) & 15]
  const [baseBytes, indexBytes] = [bytes.readUInt8(5) >> 4, version === 0 ? 0 : bytes.readUInt8(5) & 15]
  const count = Math.min(next(version < 2 ? 2 : 4), ITEMS_MOST)
  for (let item = 0; item < count; item++) {
    const id = next(version < 2 ? 2 : 4)
    const isInside = version > 0 && (next(2) & 15) === 1
    next(2)
    const base = next(baseBytes)
    const extents = next(2)
    for (let extent = 0; extent < extents; extent++) {
      next(indexBytes)
      const from = base + next(offsetBytes)
      pieces.push({ id, isInside, from, length: next(lengthBytes) })
    }
  }
  return pieces
}
