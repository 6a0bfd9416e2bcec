/** Orders about rooms, and about my seat in them. */
import * as v from 'valibot'
import { Count, Limit, NotifyLevel, Query, RoomId, RoomName, Seq, Topic, UserId } from '../fields.ts'
import { MAX_DIRECT, MAX_MINUTES, MAX_SLOW_SECONDS } from '../limits.ts'
import { MembersPage, Presence, ReadMark, RoomsPage, RoomView } from '../models.ts'
import { command } from './command.ts'

const isOn = v.optional(v.boolean())

export const roomCommands = {
  'room:create': command({
    does: 'Makes a room; I am its host. A direct room is one for its set of people (2 to 8, me included): asked for again, it is the same one, and it has no name of its own.',
    input: {
      name: v.optional(RoomName),
      kind: v.picklist(['open', 'closed', 'direct']),
      memberIds: v.optional(
        v.pipe(
          v.array(UserId),
          v.maxLength(100),
          v.description(`who else has a seat; in a direct room ${MAX_DIRECT - 1} at most`),
        ),
      ),
    },
    output: RoomView,
  }),
  'room:update': command({
    does: 'Changes what is given. A room that gets another name can still be found by its old slug. Archived, a room can only be read; locked, only hosts and moderators write in it; slow, others write once in so many seconds.',
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
    },
    output: RoomView,
  }),
  'room:delete': command({
    does: 'Deletes a room and all that was said in it, for good. `name` is its name, to be sure.',
    input: { roomId: RoomId, name: v.string() },
    output: v.undefined(),
  }),
  'rooms:browse': command({
    does: 'The open rooms, by name, whether I have a seat in them or not.',
    input: {
      query: v.optional(Query, ''),
      after: v.optional(v.pipe(v.string(), v.maxLength(200), v.description('the `next` of the page before'))),
      isArchived: v.optional(v.boolean(), false),
      limit: v.optional(Limit, 100),
    },
    output: RoomsPage,
  }),
  'room:join': command({
    does: 'Takes a seat in an open room. With a seat already taken it changes nothing.',
    input: { roomId: RoomId },
    output: RoomView,
  }),
  'room:leave': command({ does: 'Gives up my seat.', input: { roomId: RoomId }, output: v.undefined() }),
  'room:invite': command({
    does: 'Gives somebody a seat in a room.',
    input: { roomId: RoomId, userId: UserId },
    output: v.undefined(),
  }),
  'room:remove': command({
    does: 'Takes somebody’s seat away, and keeps them out for a while.',
    input: {
      roomId: RoomId,
      userId: UserId,
      minutes: v.optional(
        v.pipe(Count, v.maxValue(MAX_MINUTES), v.description('how long they cannot come back by themselves')),
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
    does: 'Who has a seat, hosts first, then by name.',
    input: {
      roomId: RoomId,
      query: v.optional(Query, ''),
      after: v.optional(v.pipe(v.string(), v.maxLength(200), v.description('the `next` of the page before'))),
      limit: v.optional(Limit, 100),
    },
    output: MembersPage,
  }),
  'room:read': command({
    does: 'I have read up to this message. The mark never moves back.',
    input: { roomId: RoomId, seq: Seq },
    output: ReadMark,
  }),
  'room:unread': command({
    does: 'Marks this message and all after it as unread.',
    input: { roomId: RoomId, seq: Seq },
    output: ReadMark,
  }),
  'room:notify': command({
    does: 'What of this room I want to be told of.',
    input: { roomId: RoomId, level: NotifyLevel },
    output: v.undefined(),
  }),
  'presence:watch': command({
    does: 'Who is here of this room. On the typed door the connection then hears `presence` of it, and of no other room.',
    input: { roomId: RoomId },
    output: Presence,
  }),
  'typing:start': command({
    does: 'Says that I am typing. Repeat it every few seconds while it is true; it ends by itself after five.',
    input: { roomId: RoomId },
    output: v.undefined(),
  }),
}
