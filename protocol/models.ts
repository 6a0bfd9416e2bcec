/** What travels: the nouns of the vocabulary, as clients see them. */
import * as v from 'valibot'
import { ClientId, Epoch, Rev, RoomId, Seq, Slug, Time, UserId } from './fields.ts'

/** Someone who can speak. A guest has only a name, a person has claimed it. */
export const User = v.object({
  id: UserId,
  name: v.string(),
  kind: v.picklist(['guest', 'person', 'bot']),
})
export type User = v.InferOutput<typeof User>

/** A room as one user sees it: `readSeq` and `role` are that user's own. */
export const RoomView = v.object({
  id: RoomId,
  slug: Slug,
  name: v.string(),
  topic: v.string(),
  kind: v.picklist(['open', 'closed', 'direct']),
  lastSeq: v.pipe(v.number(), v.description('the newest message’s seq; 0 when there is none')),
  rev: Rev,
  readSeq: v.pipe(v.number(), v.description('the last seq that this user has read; unread is lastSeq − readSeq')),
  role: v.picklist(['host', 'member']),
  memberCount: v.number(),
})
export type RoomView = v.InferOutput<typeof RoomView>

export const Reaction = v.object({ emoji: v.string(), userIds: v.array(UserId) })
export type Reaction = v.InferOutput<typeof Reaction>

/** An accepted utterance in its latest state; `rev` is the room's count at its last change. */
export const Message = v.object({
  roomId: RoomId,
  seq: Seq,
  rev: Rev,
  clientId: ClientId,
  author: User,
  body: v.string(),
  sentAt: Time,
  editedAt: v.optional(Time),
  deletedAt: v.optional(Time),
  replyTo: v.optional(Seq),
  reactions: v.array(Reaction),
})
export type Message = v.InferOutput<typeof Message>

/** Every message of a room that changed in (from, to], each in its latest state. Laying it over twice does no harm. */
export const Change = v.object({
  roomId: RoomId,
  from: Rev,
  to: Rev,
  messages: v.array(Message),
})
export type Change = v.InferOutput<typeof Change>

/** A page of history, ascending by seq, and the room at the same instant. */
export const HistoryPage = v.object({ messages: v.array(Message), room: RoomView })
export type HistoryPage = v.InferOutput<typeof HistoryPage>

/**
 * A page of what was missed: `more` says that `to` is not yet `head`. Or a `reset`: what the client holds cannot be
 * brought up to date, and it starts again from the newest page.
 */
export const ChangesPage = v.union([
  v.object({ from: Rev, to: Rev, head: Rev, more: v.boolean(), messages: v.array(Message) }),
  v.object({ reset: v.picklist(['epoch_changed', 'ahead', 'trimmed']) }),
])
export type ChangesPage = v.InferOutput<typeof ChangesPage>

/** First on every connection of the typed door, once. `token` is given only to a guest made by this connection. */
export const Welcome = v.object({
  protocol: v.number(),
  server: v.object({ name: v.string(), version: v.string() }),
  epoch: Epoch,
  you: User,
  token: v.optional(v.string()),
  rooms: v.array(RoomView),
})
export type Welcome = v.InferOutput<typeof Welcome>

/** Who is typing in a room at this moment; an empty list when nobody is. */
export const Typing = v.object({ roomId: RoomId, users: v.array(User) })
export type Typing = v.InferOutput<typeof Typing>

/** Why a session is over: somebody ended it. */
export const SessionEnded = v.object({ reason: v.picklist(['signed_out']) })
export type SessionEnded = v.InferOutput<typeof SessionEnded>

/** A fresh session: the token is shown this once and kept only as a hash. */
export const NewSession = v.object({ token: v.string(), user: User })
export type NewSession = v.InferOutput<typeof NewSession>

/**
 * What the page is born with, so that its first paint waits for no second request. `you` is absent before joining;
 * `page` is absent where there is no such room, or where the reader may not look before joining.
 */
export const Boot = v.object({
  protocol: v.number(),
  server: v.object({ name: v.string(), version: v.string() }),
  epoch: Epoch,
  access: v.picklist(['open', 'invite', 'closed']),
  you: v.optional(User),
  page: v.optional(HistoryPage),
})
export type Boot = v.InferOutput<typeof Boot>
