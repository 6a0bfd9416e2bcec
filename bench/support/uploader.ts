/** A process that uploads one file after the other until it is told to stop: arguments are port, uploaders, bytes, pace. */
import { randomBytes } from 'node:crypto'
import { upload } from './uploads.ts'

const [port = 0, uploaders = 0, size = 0, pace = 0] = process.argv.slice(2).map(Number)
const tag = Buffer.alloc(8)
const bytes = Array.from({ length: uploaders }, () => randomBytes(size))
let isOver = false
let files = 0
process.once('message', () => (isOver = true))
process.send?.('begins')
await Promise.all(
  bytes.map(async (own) => {
    while (!isOver) {
      // Each is another file: the same bytes would be kept once.
      tag.writeBigUInt64LE(BigInt(++files))
      tag.copy(own)
      await upload(port, own, pace)
    }
  }),
)
process.disconnect?.()
