/** One stream for each of the searcher’s rooms: first the index's hits, then all messages not in the index yet. */
import type { Database } from '../sql/database.ts'
import type { OwnRoom } from '../sql/rooms/own-rooms.ts'
import { isBeginning, matchIn, type Term } from './grams.ts'
import { type FollowedRoom, rowOf, type SearchIndex, seqOf } from './index-file.ts'
import type { Group, Stream } from '../sql/newest-first.ts'
import { firstSeqFrom, orderOf, seqsBefore } from '../sql/messages/source.ts'

/**
 * Rooms that are opened at once: a millisecond of work, even where all lists with a beginning must be collected first.
 */
const GROUP = 32
const GROUP_OF_BEGINNINGS = 4
/** Messages that are asked for at once, at first and at most. */
const FEWEST = 16
const MOST = 256

export type LookedThrough = {
  messages: Database
  index: SearchIndex | undefined
  rooms: OwnRoom[]
  /** All rows are below this one. */
  before: number
  /** Lists of tokens for the index: one of each list. Without any, all messages. */
  terms?: Term[][]
  /** The range of rows in the index for the wanted time. */
  time?: [low: number, high: number]
}

/** Groups the rooms: those with the latest messages come together. */
export function inGroups(all: LookedThrough): Group[] {
  const streams = all.rooms
    .map((room) => new RoomStream(all, room))
    .filter(({ top }) => top > 0)
    .sort((one, other) => other.top - one.top)
  const size = all.terms?.flat().some(isBeginning) ? GROUP_OF_BEGINNINGS : GROUP
  return Array.from({ length: Math.ceil(streams.length / size) }, (_, count) => {
    const group = streams.slice(count * size, (count + 1) * size)
    return { top: group[0]!.top, open: () => openAll(all.index, group) }
  })
}

/** Asks the index for the first hit of each room at once. Most rooms need no more. */
function openAll(index: SearchIndex | undefined, streams: RoomStream[]): Stream[] {
  const questions = streams.map((stream) => stream.open())
  const asked = questions.filter((question) => question !== undefined)
  const sql = `
    select (select rowid from grams where grams match q.value ->> 0 and rowid > q.value ->> 1 and rowid <= q.value ->> 2
            order by rowid limit 1) as id
    from json_each(?) q`
  const found =
    asked.length > 0 ? index!.database.all<{ id: number | null }>(sql, JSON.stringify(asked)).values() : [].values()
  for (const [place, stream] of streams.entries()) {
    if (questions[place] === undefined) stream.begin()
    else stream.beginAt(found.next().value?.id ?? undefined)
  }
  return streams
}

/** A question to the index: this token, after that row and up to this one. */
type Question = [match: string, after: number, upTo: number]

class RoomStream implements Stream {
  row: number | undefined
  /** None of its rows is greater. */
  readonly top: number
  readonly #all: LookedThrough
  readonly #room: OwnRoom
  readonly #known: FollowedRoom | undefined
  /** The index covers the room from this seq on. It may grow meanwhile. */
  readonly #floor: number
  /** All its seqs lie below this one. */
  #end = 0
  /**
   * The next seqs, the position in them, whether the index gave them, and the seq below which the following ones lie.
   */
  #seqs: number[] = []
  #at = 0
  #isInIndex = false
  #before = 0
  #limit = FEWEST

  constructor(all: LookedThrough, room: OwnRoom) {
    this.#all = all
    this.#room = room
    this.#known = all.index?.rooms.get(room.id)
    // A room that the index does not know is new, and not for this stream.
    this.#floor = this.#known?.floor ?? (all.index ? 0 : Number.MAX_SAFE_INTEGER)
    this.top = Math.min(this.#newestRow(), all.before - 1)
  }

  /** Finds its position. Answers with the question to the index, if there is one. */
  open(): Question | undefined {
    this.#end = this.#seqAt(this.#all.before)
    this.#isInIndex = this.#known !== undefined && this.#end > this.#floor
    this.#before = this.#isInIndex ? Math.min(this.#end, this.#seqAt(this.#high + 1)) : Math.min(this.#end, this.#floor)
    return this.#isInIndex ? this.#question() : undefined
  }

  begin(): void {
    this.#show()
  }

  /** Takes the index's first hit. Without one, the index is not asked for this room again. */
  beginAt(first: number | undefined): void {
    if (first === undefined) this.#leaveIndex()
    else [this.#seqs, this.#before] = [[seqOf(first)], seqOf(first)]
    this.#show()
  }

  advance(): void {
    this.#at++
    this.#show()
  }

  #show(): void {
    for (;;) {
      if (this.#at === this.#seqs.length && !this.#refill()) {
        this.row = undefined
        return
      }
      this.row = orderOf(this.#all.messages, this.#room.id, this.#seqs[this.#at]!)
      if (this.row !== undefined && (!this.#isInIndex || this.row >= this.#low)) return
      // All further hits of the index are older than the wanted time. Without a row, the message was deleted for good.
      if (this.row !== undefined) this.#leaveIndex()
      else this.#at++
    }
  }

  /** Answers whether there are more. */
  #refill(): boolean {
    this.#at = 0
    this.#seqs = this.#isInIndex ? this.#foundInIndex() : []
    if (this.#isInIndex && this.#seqs.length === 0) this.#leaveIndex()
    // A room that is wholly in the index has nothing below.
    if (!this.#isInIndex && this.#before > 1)
      this.#seqs = seqsBefore(this.#all.messages, this.#room.id, this.#before, this.#limit)
    this.#before = this.#seqs.at(-1) ?? 0
    this.#limit = Math.min(2 * this.#limit, MOST)
    return this.#seqs.length > 0
  }

  /** Older messages are not in the index yet. */
  #leaveIndex(): void {
    this.#isInIndex = false
    this.#seqs = []
    this.#at = 0
    this.#before = Math.min(this.#end, this.#floor)
  }

  #foundInIndex(): number[] {
    const { messages, index, terms = [] } = this.#all
    if (terms.length === 0)
      return seqsBefore(messages, this.#room.id, this.#before, this.#limit).filter((seq) => seq >= this.#floor)
    const question = this.#question()
    if (!question) return []
    const sql = `
      select rowid as id from grams where grams match ? and rowid > ? and rowid <= ? order by rowid limit ?`
    return index!.database.all<{ id: number }>(sql, ...question, this.#limit).map(({ id }) => seqOf(id))
  }

  /** Undefined when no row in the index can match, or all of them do. */
  #question(): Question | undefined {
    const { terms = [] } = this.#all
    const { number } = this.#known!
    if (terms.length === 0 || terms.some((either) => either.length === 0)) return undefined
    return [matchIn(number, terms), rowOf(number, this.#before), rowOf(number, this.#floor)]
  }

  get #low(): number {
    return this.#all.time?.[0] ?? 0
  }

  get #high(): number {
    return this.#all.time?.[1] ?? Number.MAX_SAFE_INTEGER - 1
  }

  #seqAt(row: number): number {
    const { id, lastSeq } = this.#room
    return row > this.#newestRow() ? lastSeq + 1 : firstSeqFrom(this.#all.messages, id, lastSeq, row)
  }

  /** Looked up once, until there is a new message in the room. */
  #newestRow(): number {
    const { id, lastSeq } = this.#room
    const { newest } = this.#known ?? {}
    if (newest?.seq === lastSeq) return newest.row
    const row = orderOf(this.#all.messages, id, lastSeq) ?? 0
    if (this.#known) this.#known.newest = { seq: lastSeq, row }
    return row
  }
}
