/** Commands about rooms and seats. */
import * as v from 'valibot'
import {
  Base64,
  Count,
  Cursor,
  Limit,
  NotifyLevel,
  Query,
  RoomId,
  RoomName,
  Seq,
  Text,
  Time,
  Topic,
  UserId,
} from '../fields.ts'
import { MAX_DIRECT, MAX_MINUTES, MAX_SLOW_SECONDS } from '../limits.ts'
import { Joins, MembersPage, Origin, Presence, ReadMark, ReadMarks, RoomsPage, RoomView, SeqAt } from '../models.ts'
import { command } from './command.ts'

const isKnownTime = (time: string): boolean => !Number.isNaN(Date.parse(time))
const isOn = v.optional(v.boolean())

export const roomCommands = {
  'room:create': command({
    does: 'Creates a room, with me as its host. A direct room has 2 to 8 people, me included, and no name. The same people always get the same direct room.',
    input: {
      name: v.optional(RoomName),
      kind: v.picklist(['open', 'closed', 'direct']),
      memberIds: v.optional(
        v.pipe(
          v.array(UserId),
          v.maxLength(100),
          v.description(`the other members; in a direct room at most ${MAX_DIRECT - 1}`),
        ),
      ),
    },
    output: RoomView,
  }),
  'room:update': command({
    does: 'Changes the given fields. A renamed room can still be found by its old slug. An archived room is read-only. In a locked room only hosts and moderators write. In a slow room others write once in so many seconds.',
    input: {
      roomId: RoomId,
      name: v.optional(RoomName),
      topic: v.optional(Topic),
      kind: v.optional(v.picklist(['open', 'closed'])),
      isArchived: isOn,
      isLocked: isOn,
      slowSeconds: v.optional(
        v.pipe(
          Count,
          v.maxValue(MAX_SLOW_SECONDS),
          v.description('seconds between two messages of one person; 0 for none'),
        ),
      ),
      previews: v.optional(v.pipe(v.picklist(['on', 'off']), v.description('whether links get previews'))),
      image: v.optional(
        v.pipe(
          v.union([v.literal(''), Base64]),
          v.description('the room’s picture, which is cut to a square of 256 pixels; empty for none'),
        ),
      ),
    },
    output: RoomView,
  }),
  'room:delete': command({
    does: 'Deletes a room and all its messages, for good. `name` is its name, as a confirmation.',
    input: { roomId: RoomId, name: Text },
    output: v.undefined(),
  }),
  'rooms:browse': command({
    does: 'The open rooms by name, with and without a seat of mine.',
    input: {
      query: v.optional(Query, ''),
      after: v.optional(Cursor),
      isArchived: v.optional(v.boolean(), false),
      limit: v.optional(Limit, 100),
    },
    output: RoomsPage,
  }),
  'room:join': command({
    does: 'Takes a seat in an open room. It changes nothing if I have one already.',
    input: { roomId: RoomId },
    output: RoomView,
  }),
  'room:leave': command({ does: 'Gives up my seat.', input: { roomId: RoomId }, output: v.undefined() }),
  'room:accept': command({
    does: 'Accepts a request: a seat that a stranger gave me. Writing in the room accepts it too.',
    input: { roomId: RoomId },
    output: RoomView,
  }),
  'room:decline': command({
    does: 'Declines a request: a seat that a stranger gave me. They cannot ask again for a week.',
    input: { roomId: RoomId },
    output: v.undefined(),
  }),
  'room:hide': command({
    does: 'Hides a direct room from my list until its next message. Messages of users that I block do not count.',
    input: { roomId: RoomId },
    output: v.undefined(),
  }),
  'room:invite': command({
    does: 'Gives a user a seat in a room. A stranger gets it as a request.',
    input: { roomId: RoomId, userId: UserId },
    output: v.undefined(),
  }),
  'room:remove': command({
    does: 'Removes a user from a room, and keeps them out for a while.',
    input: {
      roomId: RoomId,
      userId: UserId,
      minutes: v.optional(
        v.pipe(Count, v.maxValue(MAX_MINUTES), v.description('how long they cannot join again by themselves')),
        60,
      ),
    },
    output: v.undefined(),
  }),
  'room:appoint': command({
    does: 'Makes a member a host of the room, or a host a member.',
    input: { roomId: RoomId, userId: UserId, role: v.picklist(['host', 'member']) },
    output: v.undefined(),
  }),
  'room:members': command({
    does: 'The members of a room, hosts first, then by name.',
    input: {
      roomId: RoomId,
      query: v.optional(Query, ''),
      after: v.optional(Cursor),
      limit: v.optional(Limit, 100),
    },
    output: MembersPage,
  }),
  'room:origin': command({
    does: 'The time when this room was made, and its maker where that is known.',
    input: { roomId: RoomId },
    output: Origin,
  }),
  'room:joins': command({
    does: 'The times since when people have a seat in this room, the latest first, for quiet lines between its messages. In a room of more than 50 people the list is empty.',
    input: { roomId: RoomId },
    output: Joins,
  }),
  'room:read': command({
    does: 'Moves my read mark to this message. The mark never moves back.',
    input: { roomId: RoomId, seq: Seq },
    output: ReadMark,
  }),
  'rooms:read': command({
    does: 'Marks all of my rooms as read. The answer names the marks that moved.',
    input: {},
    output: ReadMarks,
  }),
  'room:at': command({
    does: 'The seq of the first message of a room that was sent at this moment or later.',
    input: {
      roomId: RoomId,
      at: v.pipe(
        Time,
        v.check(isKnownTime, 'There is no such moment.'),
        v.transform((at) => new Date(at).toISOString()),
      ),
    },
    output: SeqAt,
  }),
  'room:unread': command({
    does: 'Marks this message and all after it as unread.',
    input: { roomId: RoomId, seq: Seq },
    output: ReadMark,
  }),
  'room:notify': command({
    does: 'Sets my notification level in this room.',
    input: { roomId: RoomId, level: NotifyLevel },
    output: v.undefined(),
  }),
  'presence:watch': command({
    does: 'The members of this room who are online. On the typed door the connection then hears `presence` of it, and of no other room.',
    input: { roomId: RoomId },
    output: Presence,
  }),
  'typing:start': command({
    does: 'Shows that I am typing. Repeat it every few seconds; it ends by itself after five.',
    input: { roomId: RoomId },
    output: v.undefined(),
  }),
}
