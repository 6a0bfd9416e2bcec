/**
 * Permissions, checked in the transaction that carries a call out. It reads the rows that decide itself, so nothing can
 * change between the check and the write.
 */
import { noSuchRoom, requireAbove, requireInChat, requireInRoom } from '../../../protocol/allowed.ts'
import { Refusal, refusal } from '../../../protocol/errors.ts'
import { type ChatRole, type Role, roleIn } from '../../../protocol/roles.ts'
import type { ChatAction, RoomAction } from '../../../protocol/permissions.ts'
import type { RoomAccess } from '../store.ts'
import type { Signed } from '../terms.ts'
import type { Database, Question } from './database.ts'
import { attempt, type Outcome, valueOf } from './outcome.ts'
import { askRoom, type CountedRow, toRoom } from './room-access.ts'
import { askSession, requireSession, type SessionRow, toSession } from './require-session.ts'
import { chatRole, requireUser, USER_COLUMNS, type UserRow } from './people/users.ts'

declare const BY_THE_TABLE: unique symbol

/** A user who may do this. Only this file makes one. */
export type Allowed = { user: SessionRow; sessionId: string; role: ChatRole; readonly [BY_THE_TABLE]: true }
/** The same, and the one room that it is about. */
export type AllowedAbout = Allowed & { aboutRoomId: string | undefined }
/** A user who may do this in this room. `role` is the role there. */
export type AllowedInRoom = Omit<Allowed, 'role'> & { role: Role; room: RoomAccess['room']; counted: Counted }
/**
 * How far the room has come, before this call writes. The user’s seat may still be a request, and a direct room may be
 * hidden from somebody.
 */
type Counted = { lastSeq: number; rev: number; isRequest: boolean; isHidden: boolean }

/** A call that checks its permission first, in the same transaction. */
export type Decided<Given extends unknown[] = never[], Answer = unknown> = {
  (database: Database, who: Signed, ...given: Given): Answer
  readonly isDecided: true
}

const deciding = <Given extends unknown[], Answer>(
  call: (database: Database, who: Signed, ...given: Given) => Answer,
): Decided<Given, Answer> => Object.assign(call, { isDecided: true as const })

/** Checks an action in the chat as a whole. */
export const inChat = <Given extends unknown[], Answer>(
  action: ChatAction,
  act: (database: Database, by: Allowed, ...given: Given) => Answer,
): Decided<Given, Answer> =>
  deciding((database, who, ...given: Given) => act(database, allowInChat(database, who, action), ...given))

/** Checks an action in the room that is the call's first parameter. */
export const inRoom = <Given extends unknown[], Answer>(
  action: RoomAction,
  act: (database: Database, by: AllowedInRoom, ...given: Given) => Answer,
): Decided<[roomId: string, ...given: Given], Answer> =>
  deciding((database, who, roomId: string, ...given: Given) =>
    act(database, allowInRoom(database, who, roomId, action), ...given),
  )

/** Checks with a function, where the action's name is not enough. */
export const decided = <By, Given extends unknown[], Answer>(
  decide: (database: Database, who: Signed, ...given: Given) => By,
  act: (database: Database, by: By, ...given: Given) => Answer,
): Decided<Given, Answer> =>
  deciding((database, who, ...given: Given) => act(database, decide(database, who, ...given), ...given))

/** A call that many make at once: all are allowed first, in one journey, and then the allowed ones are carried out. */
export type DecidedForMany<Given extends unknown[] = never[], Answer = unknown> = Decided<Given, Answer> & {
  readonly ofMany: OfMany<Given, Answer>
}
/** A refused one has its refusal in its place, and harms no other. */
export type OfMany<Given extends unknown[] = never[], Answer = unknown> = (
  database: Database,
  calls: [who: Signed, ...given: Given][],
) => Outcome<Answer>[]

export function decidedForMany<By, Given extends unknown[], Answer>(
  decide: (database: Database, calls: [who: Signed, ...given: Given][]) => Outcome<By>[],
  act: (database: Database, calls: [by: By, ...given: Given][]) => Outcome<Answer>[],
): DecidedForMany<Given, Answer> {
  const ofMany: OfMany<Given, Answer> = (database, calls) => {
    const decisions = decide(database, calls)
    const allowed = calls.flatMap(([, ...given], place): [By, ...Given][] => {
      const by = decisions[place]!
      return by instanceof Refusal ? [] : [[by, ...given]]
    })
    const answers = act(database, allowed).values()
    return decisions.map((by) => (by instanceof Refusal ? by : answers.next().value!))
  }
  const one = deciding((database, who, ...given: Given) => valueOf(ofMany(database, [[who, ...given]])[0]!))
  return Object.assign(one, { ofMany })
}

/** For a call whose parameter names the room in a field. */
export const inRoomOf =
  (action: RoomAction) =>
  (database: Database, who: Signed, { roomId }: { roomId: string }): AllowedInRoom =>
    allowInRoom(database, who, roomId, action)

/** For a call in the chat that may name one room, which the user must see. A hidden room is refused like a missing one. */
export const inChatAbout =
  (action: ChatAction) =>
  (database: Database, who: Signed, { roomId }: { roomId?: string | undefined }): AllowedAbout => {
    const room = roomId === undefined ? undefined : allowInRoom(database, who, roomId, 'room:history').room
    return { ...allowInChat(database, who, action), aboutRoomId: room?.id }
  }

/** For a call in one room, or everywhere if it names none. */
export const inRoomOrChat =
  (here: RoomAction, everywhere: ChatAction) =>
  (database: Database, who: Signed, { roomId }: { roomId?: string | undefined }): Allowed | AllowedInRoom =>
    roomId === undefined ? allowInChat(database, who, everywhere) : allowInRoom(database, who, roomId, here)

function allowInChat(database: Database, who: Signed, action: ChatAction): Allowed {
  const allowed = asThemselves(database, who)
  requireInChat(allowed.role, action)
  return allowed
}

export const allowInRoom = (database: Database, who: Signed, idOrSlug: string, action: RoomAction): AllowedInRoom =>
  valueOf(allowEachAsking(database, action, [{ who, idOrSlug }])[0]!).by

/** The same for many at once, each with the answer to a question that is asked along with it. */
export function allowEachAsking(
  database: Database,
  action: RoomAction,
  calls: { who: Signed; idOrSlug: string; question?: Question }[],
): Outcome<{ by: AllowedInRoom; answer: unknown }>[] {
  const questions = calls.map(({ who, idOrSlug, question }) => [
    askSession(who),
    askRoom(who.userId, idOrSlug),
    ...(question ? [question] : []),
  ])
  const answers = database.ask(...questions.flat())
  let at = 0
  return questions.map(({ length }, place) => {
    const [session, row, answer] = answers.slice(at, (at += length))
    return attempt(() => ({ by: toAllowed(database, calls[place]!.who, action, session, row), answer }))
  })
}

function toAllowed(database: Database, who: Signed, action: RoomAction, session: unknown, row: unknown): AllowedInRoom {
  const user = toSession(session)
  const room = toRoom(database, user, row)
  if (!room) throw noSuchRoom()
  const { last_seq: lastSeq, rev, is_request, is_hidden } = row as CountedRow
  const counted = { lastSeq, rev, isRequest: is_request === 1, isHidden: is_hidden === 1 }
  const by = { user, sessionId: who.sessionId, role: roleIn(room, chatRole(user)), room, counted }
  requireInRoom(by, action)
  return by as unknown as AllowedInRoom
}

/** The user that a moderator acts against, who must have a lesser role in the chat. */
export function requireLesser(database: Database, by: Allowed, userId: string): UserRow {
  requireAnother(by, userId)
  const other = requireUser(database, userId)
  requireAbove(by.role, chatRole(other))
  return other
}

/** The same in a room, where the user must have a seat and a lesser role. */
export function requireLesserMember(database: Database, by: AllowedInRoom, userId: string): UserRow {
  requireAnother(by, userId)
  const member = seatedUser(database, by.room.id, userId)
  if (!member) throw refusal('not_in_room')
  requireAbove(by.role, roleIn({ kind: by.room.kind, role: member.seat }, chatRole(member)))
  return member
}

export function seatedUser(
  database: Database,
  roomId: string,
  userId: string,
): (UserRow & { seat: 'host' | 'member' }) | undefined {
  return database.get(
    `select ${USER_COLUMNS}, m.role as seat from memberships m join users u on u.id = m.user_id
     where m.room_id = ? and m.user_id = ?`,
    roomId,
    userId,
  )
}

function requireAnother({ user }: Pick<Allowed, 'user'>, userId: string): void {
  if (userId === user.id) throw refusal('not_to_yourself')
}

export function asThemselves(database: Database, who: Signed): Allowed {
  const user = requireSession(database, who)
  return { user, sessionId: who.sessionId, role: chatRole(user) } as Allowed
}
