/** The size of a server's log so far, read without asking the server. */
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** A page of 4,096 bytes, and the header before it. */
export const FRAME_BYTES = 4_120

/** In SQLite's index of the log (`-shm`): how many pages it holds. */
const FRAMES_AT = 16

/**
 * Pages in the log. The file itself tells nothing: it never shrinks, and is written anew from its beginning after each
 * checkpoint, when the count begins at 0 again.
 */
export function walFrames(folder: string): number {
  const file = openSync(join(folder, 'earshot.db-shm'), 'r')
  try {
    const bytes = Buffer.alloc(4)
    readSync(file, bytes, 0, 4, FRAMES_AT)
    return bytes.readUInt32LE()
  } finally {
    closeSync(file)
  }
}
