/** Reactions to messages. A message itself stores the counts and the first users. */
import { MAX_NAMED } from '../../../../protocol/limits.ts'
import type { Message, OwnReactions, Reaction, Reactors } from '../../../../protocol/models.ts'
import { refusal } from '../../../../protocol/errors.ts'
import type { FoundPage } from '../../store.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { type MessageRow, noSuchMessage, parseList, requireMessage } from './message-rows.ts'
import { toPage } from '../page.ts'
import { type ShownUserRow, toUser } from '../people/users.ts'

/** Kinds of reactions on one message, at most. */
const MAX_REACTIONS = 20

/** Adds or removes a reaction. Answers with the reactions of the message; undefined when nothing changes. */
export function changeReaction(
  database: Database,
  { room_id: roomId, seq, ...row }: MessageRow,
  userId: string,
  emoji: string,
  on: boolean,
): Reaction[] | undefined {
  const reactions = parseList<Reaction>(row.reactions)
  const found = reactions.find((reaction) => reaction.emoji === emoji)
  if (hasReacted(database, roomId, seq, emoji, userId) === on) return undefined
  if (!found && reactions.length >= MAX_REACTIONS) throw refusal('reactions_full', { most: MAX_REACTIONS })
  const userIds = found?.userIds ?? []
  const count = found?.count ?? userIds.length
  if (on) {
    const sql = 'insert into reactions (room_id, seq, emoji, user_id) values (?, ?, ?, ?)'
    database.run(sql, roomId, seq, emoji, userId)
    const named = userIds.length < MAX_NAMED ? [...userIds, userId] : userIds
    const changed = toReaction(emoji, named, count + 1)
    return found ? reactions.map((reaction) => (reaction === found ? changed : reaction)) : [...reactions, changed]
  }
  const sql = 'delete from reactions where room_id = ? and seq = ? and emoji = ? and user_id = ?'
  database.run(sql, roomId, seq, emoji, userId)
  // The next person takes the free place.
  const named = userIds.includes(userId) ? firstOf(database, roomId, seq, emoji) : userIds
  return reactions
    .map((reaction) => (reaction === found ? toReaction(emoji, named, count - 1) : reaction))
    .filter((reaction) => reaction.userIds.length > 0)
}

const toReaction = (emoji: string, userIds: string[], count: number): Reaction => ({
  emoji,
  userIds,
  ...(count > userIds.length && { count }),
})

function firstOf(database: Database, roomId: string, seq: number, emoji: string): string[] {
  const rows = database.all<{ user_id: string }>(
    `select user_id from reactions where room_id = ? and seq = ? and emoji = ? order by id limit ${MAX_NAMED}`,
    roomId,
    seq,
    emoji,
  )
  return rows.map(({ user_id }) => user_id)
}

function hasReacted(database: Database, roomId: string, seq: number, emoji: string, userId: string): boolean {
  const sql = 'select 1 from reactions where room_id = ? and seq = ? and emoji = ? and user_id = ?'
  return database.get(sql, roomId, seq, emoji, userId) !== undefined
}

/** A reader's own reactions on these messages, where the messages themselves do not name the reader. */
export function ownReactions(database: Database, userId: string, messages: Message[]): { own?: OwnReactions[] } {
  const own = messages.flatMap(({ roomId, seq, reactions }): OwnReactions[] => {
    const emojis = reactions
      .filter(({ userIds, count }) => count !== undefined && !userIds.includes(userId))
      .filter(({ emoji }) => hasReacted(database, roomId, seq, emoji, userId))
      .map(({ emoji }) => emoji)
    return emojis.length > 0 ? [{ seq, emojis }] : []
  })
  return own.length > 0 ? { own } : {}
}

/** The users who reacted with this emoji, the earliest first. */
export function reactors(database: Database, by: AllowedInRoom, seq: number, emoji: string, page: FoundPage): Reactors {
  const roomId = by.room.id
  const message = requireMessage(database, roomId, seq)
  if (message.deleted_at !== null) throw noSuchMessage()
  const rows = database.all<ShownUserRow & { place: number }>(
    `select u.id, u.name, u.kind, u.picture, x.id as place from reactions x join users u on u.id = x.user_id
     where x.room_id = ?1 and x.seq = ?2 and x.emoji = ?3 and x.id > ?4 order by x.id limit ?5`,
    roomId,
    seq,
    emoji,
    Number(page.after ?? 0),
    page.limit + 1,
  )
  const { shown, more } = toPage(rows, page.limit, (last) => String(last.place))
  const reaction = parseList<Reaction>(message.reactions).find((one) => one.emoji === emoji)
  return {
    people: shown.map(toUser),
    count: reaction?.count ?? reaction?.userIds.length ?? 0,
    isMine: hasReacted(database, roomId, seq, emoji, by.user.id),
    ...more,
  }
}

/** For each message `m` that the rest of a statement finds, before it loses its own list. */
export function forgetReactions(database: Database, those: string, ...parameters: (string | number)[]): void {
  database.run(
    `delete from reactions where (room_id, seq) in (select m.room_id, m.seq ${those} and m.reactions <> '[]')`,
    ...parameters,
  )
}
