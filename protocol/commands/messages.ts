/** Commands about messages. */
import * as v from 'valibot'
import {
  Body,
  BodyOrNone,
  ClientId,
  Cursor,
  ReactionEmoji,
  Epoch,
  FoundLimit,
  Limit,
  Reason,
  Rev,
  RoomId,
  Seq,
  Text,
} from '../fields.ts'
import { FilesToCarry } from '../files.ts'
import { ChangesPage, HistoryPage, Message, MessageRef, PinnedList, Reactors, Versions } from '../models.ts'
import type { Reason as Refused } from '../refusals.ts'
import { command } from './command.ts'

const history = command({
  does: 'A page of a room, ascending by seq. `before` and `after` leave out the given seq. With none of the three it is the newest page.',
  input: {
    roomId: RoomId,
    before: v.optional(v.pipe(Seq, v.description('only messages with a smaller seq'))),
    after: v.optional(
      v.pipe(
        v.number(),
        v.safeInteger(),
        v.minValue(0),
        v.description('only messages with a greater seq; 0 begins with the first'),
      ),
    ),
    around: v.optional(v.pipe(Seq, v.description('the messages on both sides of this seq, and itself'))),
    limit: v.optional(Limit, 50),
  },
  output: HistoryPage,
})

const send = command({
  does: 'Posts a message. The same clientId again answers with the first message and announces nothing. With another body or other files it is a `conflict`. With files the body may be empty.',
  input: {
    roomId: RoomId,
    clientId: ClientId,
    body: v.optional(BodyOrNone, ''),
    files: v.optional(FilesToCarry, []),
    replyTo: v.optional(v.pipe(Seq, v.description('the seq of an earlier message in the room'))),
  },
  output: Message,
})

const edit = command({
  does: 'Changes the body of my message. With `files`, only these of its files stay, each with its `alt` or without one.',
  input: { roomId: RoomId, seq: Seq, body: BodyOrNone, files: v.optional(FilesToCarry) },
  output: Message,
})

/** Words, or files without words. An edit that names no files keeps those that are there. */
const isSaid = ({ body, files }: { body: string; files?: unknown[] | undefined }): boolean =>
  body !== '' || files === undefined || files.length > 0
const empty: Refused = 'message_empty'

export const messageCommands = {
  'message:send': {
    ...send,
    input: v.pipe(
      send.input,
      v.check((said) => isSaid(said), empty),
    ),
  },
  'message:forward': command({
    does: 'Posts a message of one room in another, as a quotation with its author’s name below what I add. Only what I add can mention people. Nothing leads back to a closed or direct room.',
    input: {
      roomId: RoomId,
      seq: Seq,
      toRoomId: RoomId,
      clientId: ClientId,
      comment: v.optional(v.pipe(Body, v.description('what I add; CommonMark'))),
    },
    output: Message,
  }),
  'message:source': command({
    does: 'The place of a forwarded message, if that was an open room and I see it; otherwise `not_found`.',
    input: { roomId: RoomId, seq: Seq },
    output: MessageRef,
  }),
  'message:edit': {
    ...edit,
    input: v.pipe(
      edit.input,
      v.check((said) => isSaid(said), empty),
    ),
  },
  'message:delete': command({
    does: 'Deletes a message. Its place stays, without a body. Deleting another user’s message is moderation, and audited.',
    input: { roomId: RoomId, seq: Seq },
    output: Message,
  }),
  'message:react': command({
    does: 'Adds my reaction to a message, or removes it.',
    input: { roomId: RoomId, seq: Seq, emoji: ReactionEmoji, on: v.boolean() },
    output: Message,
  }),
  'reactions:list': command({
    does: 'The users who reacted to a message with this emoji. The message itself names the first of them.',
    input: {
      roomId: RoomId,
      seq: Seq,
      emoji: ReactionEmoji,
      after: v.optional(Cursor),
      limit: v.optional(FoundLimit, 50),
    },
    output: Reactors,
  }),
  'message:pin': command({
    does: 'Pins a message for all members of its room, or unpins it.',
    input: { roomId: RoomId, seq: Seq, on: v.boolean() },
    output: Message,
  }),
  'message:unpreview': command({
    does: 'Removes a preview from my message, or all of them without a `url`. An edit does not bring it back.',
    input: { roomId: RoomId, seq: Seq, url: v.optional(Text) },
    output: Message,
  }),
  'message:save': command({
    does: 'Saves a message for later, only for me, or removes it from my saved messages.',
    input: { roomId: RoomId, seq: Seq, on: v.boolean() },
    output: v.undefined(),
  }),
  'message:versions': command({
    does: 'The earlier versions of a message. Only its author and the moderators of the room may see them.',
    input: { roomId: RoomId, seq: Seq },
    output: Versions,
  }),
  'messages:pinned': command({
    does: 'The pinned messages of a room, the newest pin first.',
    input: { roomId: RoomId },
    output: PinnedList,
  }),
  'message:report': command({
    does: 'Reports a message to the moderators, who see its text.',
    input: { roomId: RoomId, seq: Seq, reason: v.optional(Reason, '') },
    output: v.undefined(),
  }),
  'room:history': {
    ...history,
    input: v.pipe(
      history.input,
      v.check(
        ({ before, after, around }) => [before, after, around].filter((seq) => seq !== undefined).length <= 1,
        'Send only one of before, after and around.',
      ),
    ),
  },
  'room:changes': command({
    does: 'The changes of a room after `since`, the oldest first. Ask again from `to` while there is `more`.',
    input: {
      roomId: RoomId,
      epoch: Epoch,
      since: v.pipe(Rev, v.description('the rev up to which you know the room')),
      limit: v.optional(Limit, 200),
    },
    output: ChangesPage,
  }),
}
