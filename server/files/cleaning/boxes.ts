/**
 * The boxes of which MP4, QuickTime, HEIC and AVIF are made: each has a size, a type, and data or further boxes. They are
 * changed in their place, so that no other box moves: many say where in the file something is.
 */
import { readSync, writeSync } from 'node:fs'

/** A box from `start` to `end`; what is in it begins at `body`. */
export type Box = { type: string; start: number; body: number; end: number }

const HEAD_BYTES = 8
const LONG_HEAD_BYTES = 16
const ZEROS = Buffer.alloc(65_536)

export class Boxes {
  readonly #file: number
  readonly size: number

  /** `file` is open to be read and written. */
  constructor(file: number, size: number) {
    this.#file = file
    this.size = size
  }

  /** Fewer bytes at the end of the file. */
  read(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, this.size - at)))
    return bytes.subarray(0, readSync(this.#file, bytes, 0, bytes.length, at))
  }

  bodyOf({ body, end }: Box): Buffer {
    return this.read(body, end - body)
  }

  /** The boxes in a range, up to one that does not fit into it. */
  *in({ body: from, end }: Pick<Box, 'body' | 'end'>): Generator<Box> {
    let start = from
    while (start + HEAD_BYTES <= end) {
      const head = this.read(start, LONG_HEAD_BYTES)
      if (head.length < HEAD_BYTES) return
      const box = boxAt(start, head, end)
      if (box === undefined || box.end > end) return
      yield box
      start = box.end
    }
  }

  all(): Generator<Box> {
    return this.in({ body: 0, end: this.size })
  }

  first(within: Box, ...types: string[]): Box | undefined {
    let found: Box | undefined = within
    for (const type of types) found = found && this.in(found).find((box) => box.type === type)
    return found
  }

  /** Makes a box one that nobody reads, and its data zeros. */
  blank(box: Box): void {
    this.zero(box.body, box.end)
    this.write(box.start + 4, 'free')
  }

  write(at: number, text: string): void {
    writeSync(this.#file, Buffer.from(text, 'latin1'), 0, text.length, at)
  }

  zero(from: number, to: number): void {
    const end = Math.min(to, this.size)
    for (let at = from; at < end; at += ZEROS.length)
      writeSync(this.#file, ZEROS, 0, Math.min(ZEROS.length, end - at), at)
  }
}

/** The size 0 reaches to the end of the file, and 1 stands before a size of eight bytes. */
function boxAt(start: number, head: Buffer, end: number): Box | undefined {
  const type = head.toString('latin1', 4, HEAD_BYTES)
  const short = head.readUInt32BE()
  if (short === 0) return { type, start, body: start + HEAD_BYTES, end }
  if (short > 1) return short < HEAD_BYTES ? undefined : { type, start, body: start + HEAD_BYTES, end: start + short }
  if (head.length < LONG_HEAD_BYTES) return undefined
  const long = Number(head.readBigUInt64BE(HEAD_BYTES))
  return long < LONG_HEAD_BYTES ? undefined : { type, start, body: start + LONG_HEAD_BYTES, end: start + long }
}
