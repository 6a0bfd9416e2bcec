/**
 * Messages come into a room. Those of one group are appended together: what they need to know is read at once, they are
 * numbered here, and what they write goes out at once. So on an engine that is far away a group costs as many journeys
 * as a message by itself (docs/decisions/appends-together.md).
 */
import { Refusal, refusal } from '../../../../protocol/errors.ts'
import { LOBBY } from '../../../../protocol/limits.ts'
import type { Message } from '../../../../protocol/models.ts'
import type { Draft } from '../../store.ts'
import type { Signed } from '../../terms.ts'
import { type AllowedInRoom, allowEachAsking } from '../allowed.ts'
import type { Database, Question } from '../database.ts'
import { requireFiles, sameFiles, takeUp } from '../files/carried.ts'
import { noteReply } from './inbox.ts'
import { type Meant, mentionColumns, noteMentions, resolveMentions } from './mentions.ts'
import { type MessageRow, SELECT_MESSAGE, toMessage } from './message-rows.ts'
import { noteLinks } from './previews.ts'
import { now } from '../now.ts'
import { attempt, type Outcome, valueOf } from '../outcome.ts'
import { passUnwanted } from '../rooms/read-marks.ts'
import { accept, unhideForAll } from '../rooms/requests.ts'
import { takeTurn } from './turns.ts'
import { requireWords } from '../voice.ts'

/**
 * `shownTo` are the users for whom the room appears: the author who accepted a request, and users who had hidden the
 * room.
 */
type Said = { message: Message; isNew: boolean; shownTo?: string[] }

/** The message that an earlier try of this draft became. */
const askSaid = (authorId: string, clientId: string): Question => [
  `${SELECT_MESSAGE} where m.author_id = ? and m.client_id = ?`,
  authorId,
  clientId,
]

type AllowedToSay = { by: AllowedInRoom; first: MessageRow | undefined }
/** The part of a draft that decides whether it is allowed. */
type Addressed = Pick<Draft, 'roomId' | 'clientId'>

export const allowAppends = (database: Database, drafts: [Signed, Addressed][]): Outcome<AllowedToSay>[] =>
  allowEachAsking(
    database,
    'message:send',
    drafts.map(([who, { roomId, clientId }]) => ({
      who,
      idOrSlug: roomId,
      question: askSaid(who.userId, clientId),
    })),
  ).map((allowed) =>
    allowed instanceof Refusal ? allowed : { by: allowed.by, first: allowed.answer as MessageRow | undefined },
  )

export const allowAppend = (database: Database, who: Signed, draft: Addressed): AllowedToSay =>
  valueOf(allowAppends(database, [[who, draft]])[0]!)

export const append = (database: Database, allowed: AllowedToSay, draft: Draft): Said =>
  valueOf(appendAll(database, [[allowed, draft]])[0]!)

/** In their order. A refused draft has written nothing. */
export function appendAll(database: Database, drafts: [AllowedToSay, Draft][]): Outcome<Said>[] {
  const called = calledIn(database, drafts)
  const group: Group = { rooms: new Map(), said: new Map() }
  const placed = drafts.map(([allowed, draft], place) =>
    attempt(() => placeIn(database, group, allowed, draft, called[place]!)),
  )
  const fresh = placed.filter((one): one is Placed => !(one instanceof Refusal) && one.isNew)
  write(database, group, fresh)
  return placed.map((one) => (one instanceof Refusal ? one : toSaid(database, one)))
}

type Called = { answers: string | null; meant: Meant }

/** The author of the message that each draft replies to, and the users it mentions. */
function calledIn(database: Database, drafts: [AllowedToSay, Draft][]): Called[] {
  const inRooms = drafts.map(([{ by }, draft]) => ({ ...draft, roomId: by.room.id }))
  const replies = inRooms.filter(({ replyTo }) => replyTo !== undefined)
  const authors = replies.length === 0 ? [] : database.ask(...replies.map(askAuthor))
  const answers = new Map(replies.map((draft, place) => [draft, (authors[place] as { id: string } | undefined)?.id]))
  const meant = resolveMentions(database, inRooms)
  return inRooms.map((draft, place) => ({ answers: answers.get(draft) ?? null, meant: meant[place]! }))
}

const askAuthor = ({ roomId, replyTo }: Draft): Question => [
  'select author_id as id from messages where room_id = ? and seq = ?',
  roomId,
  replyTo!,
]

/** How far each room has come with the messages before, and what they say, by author and `clientId`. */
type Group = { rooms: Map<string, RoomCount>; said: Map<string, MessageRow> }
type RoomCount = { lastSeq: number; rev: number; first: MessageRow }
type Placed = { row: MessageRow; by: AllowedInRoom; isNew: boolean; links?: string[] | undefined }

/** Gives a draft its place in the room. */
function placeIn(
  database: Database,
  group: Group,
  { by, first }: AllowedToSay,
  draft: Draft,
  { answers, meant }: Called,
): Placed {
  const said = `${by.user.id} ${draft.clientId}`
  const before = first ?? group.said.get(said)
  if (before) return { row: repeated(before, by.room.id, draft), by, isNew: false }

  requireWords(by)
  const room = group.rooms.get(by.room.id)
  const { lastSeq, rev: lastRev } = room ?? by.counted
  const [seq, rev] = [lastSeq + 1, lastRev + 1]
  if (draft.replyTo !== undefined && draft.replyTo >= seq) throw refusal('no_such_original', { seq: draft.replyTo })
  const files = requireFiles(database, by.user.id, draft.files)
  takeTurn(database, by)

  const row: MessageRow = {
    room_id: by.room.id,
    seq,
    rev,
    client_id: draft.clientId,
    author_id: by.user.id,
    author_name: by.user.name,
    author_kind: by.user.kind,
    author_picture: by.user.picture,
    body: draft.body,
    reply_to: draft.replyTo ?? null,
    answers: answers ?? authorInGroup(group, by.room.id, draft),
    sent_at: now(),
    edited_at: null,
    deleted_at: null,
    reactions: '[]',
    ...mentionColumns(by, meant),
    files: takeUp(database, { room_id: by.room.id, seq }, files),
    files_deleted_at: null,
    pinned_at: null,
    previews: '[]',
    forwarded_room: null,
  }
  group.rooms.set(by.room.id, { lastSeq: seq, rev, first: room?.first ?? row })
  group.said.set(said, row)
  return { row, by, isNew: true, links: draft.links }
}

/** Its client guessed the number of a message that nobody was told of yet. */
function authorInGroup({ said }: Group, roomId: string, { replyTo }: Draft): string | null {
  if (replyTo === undefined) return null
  return said.values().find(({ room_id, seq }) => room_id === roomId && seq === replyTo)?.author_id ?? null
}

/** The statements of one kind stand together: some engines carry them out as one. */
function write(database: Database, { rooms }: Group, placed: Placed[]): void {
  // Another writer to the room is waited for now, or makes this transaction fail.
  for (const [roomId, { lastSeq, rev }] of rooms)
    database.run('update rooms set last_seq = ?, rev = ? where id = ?', lastSeq, rev, roomId)
  for (const { row } of placed) {
    database.run(
      `insert into messages (room_id, seq, rev, client_id, author_id, body, reply_to, sent_at, mentions, mentions_room, files)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      row.room_id,
      row.seq,
      row.rev,
      row.client_id,
      row.author_id,
      row.body,
      row.reply_to,
      row.sent_at,
      row.mentions,
      row.mentions_room,
      row.files,
    )
  }
  for (const { row } of placed) noteReply(database, row)
  for (const { row } of placed) noteMentions(database, row)
  for (const { row, links } of placed) noteLinks(database, row, links)
  for (const { first, lastSeq } of rooms.values()) passUnwanted(database, first, lastSeq)
}

function toSaid(database: Database, { row, by, isNew }: Placed): Said {
  const shownTo = isNew ? showTo(database, by) : []
  return { message: toMessage(row), isNew, ...(shownTo.length > 0 && { shownTo }) }
}

function showTo(database: Database, { user, room, counted }: AllowedInRoom): string[] {
  if (room.id === LOBBY) return []
  // Accepting comes first: a room that its author once declined is no longer declined.
  const accepted = counted.isRequest && accept(database, user.id, room.id) ? [user.id] : []
  return counted.isHidden ? [...accepted, ...unhideForAll(database, user.id, room.id)] : accepted
}

// A retry is answered with the message even after an edit or a deletion. So only an unchanged message is compared.
function repeated(first: MessageRow, roomId: string, draft: Draft): MessageRow {
  const isTouched = first.edited_at !== null || first.deleted_at !== null || first.files_deleted_at !== null
  const isSame = first.body === draft.body && sameFiles(first.files, draft.files)
  if (first.room_id !== roomId || (!isTouched && !isSame)) {
    throw new Refusal('conflict', 'This clientId belongs to another message. Choose a new one.')
  }
  return first
}
