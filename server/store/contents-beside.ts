/** Reads from outside which contents a chat counts on, for an operator. The server may be running. */
import { openBeside, type PlaceOfStore } from './open-beside.ts'
import { contentsAfter } from './sql/files/contents.ts'
import { filesOf } from './sql/files/serving.ts'

const SLICE = 1_000

export type KnownContent = { hash: string; size: number }
export type ContentsBeside = {
  all: () => Iterable<KnownContent>
  /** The names of the files whose bytes these are, and the addresses of the messages that carry them. */
  filesOf: (hash: string) => { name: string; at: string | null }[]
  close: () => void
}

/** Throws `UnusableStore` with a sentence for the operator. */
export function openContents(place: PlaceOfStore): ContentsBeside {
  const database = openBeside(place)
  return {
    *all() {
      for (let after = ''; ;) {
        const slice = contentsAfter(database, after, SLICE)
        yield* slice
        if (slice.length < SLICE) return
        after = slice.at(-1)!.hash
      }
    },
    filesOf: (hash) => filesOf(database, hash),
    close: () => database.close(),
  }
}
