/** Bytes named by their hash. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export type Written = { path: string; hash: string; type: string; size: number }

export async function contentAt(path: string, type: string): Promise<Written> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1_024 * 1_024 }), hash)
  return { path, hash: hash.digest('hex'), type, size: (await stat(path)).size }
}

export async function write(folder: string, name: string, type: string, bytes: Uint8Array): Promise<Written> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return { path, hash: createHash('sha256').update(bytes).digest('hex'), type, size: bytes.length }
}
