/**
 * Searches messages, the newest first. The index says where to look. Each hit is compared with the message as it is
 * now, so edits and deletions always count. A long search runs in parts (`turns.ts`): it stops at each `yield`, which
 * answers whether others ran meanwhile.
 */
import type { SearchPage } from '../../../protocol/models.ts'
import type { Search } from '../store.ts'
import type { Signed } from '../terms.ts'
import type { Database } from '../sql/database.ts'
import { type MessageRow, toMessage } from '../sql/messages/message-rows.ts'
import { ownRooms, toRoomRef } from '../sql/rooms/own-rooms.ts'
import { requireSession } from '../sql/require-session.ts'
import { candidates, type Candidates } from './candidates.ts'
import type { SearchIndex } from './index-file.ts'
import { messageAt } from '../sql/messages/source.ts'
import { compare, type Wanted, wantedBy } from './wanted.ts'

/** Messages that one page looks at, at most, and their folded characters. One more is read than fits. */
const MAX_LOOKED_AT = 5_000
const MAX_COMPARED = 1_000_000
/** Of the bodies of one page, in UTF-16 code units. */
const MAX_PAGE_CHARACTERS = 262_144

export type Searching = Generator<void, SearchPage, boolean>
type Hit = { row: number; message: MessageRow }

export function* search(
  messages: Database,
  index: SearchIndex | undefined,
  who: Signed,
  { after, limit, ...asked }: Search,
): Searching {
  let isInterrupted = false
  const user = requireSession(messages, who)
  const reading = wantedBy(messages, user, asked)
  let read = reading.next()
  for (; !read.done; read = reading.next()) if (yield) isInterrupted = true
  const wanted = read.value
  const terms = wanted.texts
  if (wanted.rooms.size === 0 || wanted.authors?.size === 0) return { hits: [], terms }

  const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after)
  const looking = lookThrough(messages, wanted, candidates(messages, index, wanted, before), limit)
  for (;;) {
    const { done, value } = looking.next()
    if (!done) {
      if (yield) isInterrupted = true
      continue
    }
    // After others ran, access is checked again: a seat or a message may be gone.
    const hits = isInterrupted ? stillThere(messages, who, wanted, value.hits) : value.hits
    return {
      hits: hits.map(({ message }) => ({
        message: toMessage(message),
        room: toRoomRef(wanted.rooms.get(message.room_id)!),
      })),
      terms,
      ...(value.next !== undefined && { next: String(value.next) }),
    }
  }
}

function* lookThrough(
  messages: Database,
  wanted: Wanted,
  rows: Candidates,
  limit: number,
): Generator<void, { hits: Hit[]; next?: number }> {
  const hits: Hit[] = []
  let [lookedAt, compared, characters, last] = [0, 0, 0, 0]
  for (const row of rows) {
    yield
    if (row === undefined) continue
    const isFull = hits.length === limit || characters >= MAX_PAGE_CHARACTERS
    if (isFull || lookedAt === MAX_LOOKED_AT || compared >= MAX_COMPARED) return { hits, next: last }
    lookedAt++
    last = row
    const message = messageAt(messages, row)
    if (!message) continue
    const found = compare(message, wanted)
    compared += found.characters
    if (!found.isWanted) continue
    hits.push({ row, message })
    characters += message.body.length
  }
  return { hits }
}

function stillThere(messages: Database, who: Signed, wanted: Wanted, hits: Hit[]): Hit[] {
  const mine = new Map(ownRooms(messages, requireSession(messages, who)).map((room) => [room.id, room]))
  const rooms = new Map([...wanted.rooms.keys()].flatMap((id) => (mine.has(id) ? [[id, mine.get(id)!]] : [])))
  return hits.flatMap(({ row }) => {
    const message = messageAt(messages, row)
    return message && compare(message, { ...wanted, rooms }).isWanted ? [{ row, message }] : []
  })
}
