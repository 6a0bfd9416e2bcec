/** Orders about messages. */
import * as v from 'valibot'
import { Body, ClientId, Emoji, Epoch, Limit, Reason, Rev, RoomId, Seq } from '../fields.ts'
import { ChangesPage, HistoryPage, Message, PinnedList, Versions } from '../models.ts'
import { command } from './command.ts'

const history = command({
  does: 'A page of a room, ascending by seq. `before` and `after` leave out the seq given; with none of the three it is the newest page.',
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

export const messageCommands = {
  'message:send': command({
    does: 'Posts a message. The same clientId again answers with the first message and announces nothing; with another body it is a `conflict`.',
    input: {
      roomId: RoomId,
      clientId: ClientId,
      body: Body,
      replyTo: v.optional(v.pipe(Seq, v.description('the seq of an earlier message in the room'))),
    },
    output: Message,
  }),
  'message:edit': command({
    does: 'Gives my message another body.',
    input: { roomId: RoomId, seq: Seq, body: Body },
    output: Message,
  }),
  'message:delete': command({
    does: 'Deletes a message: what stays is its place, without a body. Of somebody else’s it is an act of moderation.',
    input: { roomId: RoomId, seq: Seq },
    output: Message,
  }),
  'message:react': command({
    does: 'Puts my reaction on a message, or takes it away.',
    input: { roomId: RoomId, seq: Seq, emoji: Emoji, on: v.boolean() },
    output: Message,
  }),
  'message:pin': command({
    does: 'Pins a message in its room for everybody there, or takes the pin away.',
    input: { roomId: RoomId, seq: Seq, on: v.boolean() },
    output: Message,
  }),
  'message:save': command({
    does: 'Saves a message for later, for me alone, or forgets it again.',
    input: { roomId: RoomId, seq: Seq, on: v.boolean() },
    output: v.undefined(),
  }),
  'message:versions': command({
    does: 'What a message said before each edit: of mine, and of others for who moderates the room.',
    input: { roomId: RoomId, seq: Seq },
    output: Versions,
  }),
  'messages:pinned': command({
    does: 'What is pinned in a room, the newest pin first.',
    input: { roomId: RoomId },
    output: PinnedList,
  }),
  'message:report': command({
    does: 'Tells the moderators about a message; they see it with its words.',
    input: { roomId: RoomId, seq: Seq, reason: v.optional(Reason, '') },
    output: v.undefined(),
  }),
  'room:history': {
    ...history,
    input: v.pipe(
      history.input,
      v.check(
        ({ before, after, around }) => [before, after, around].filter((seq) => seq !== undefined).length <= 1,
        'Give one of before, after and around.',
      ),
    ),
  },
  'room:changes': command({
    does: 'What changed in a room after `since`, oldest change first. Ask again from `to` while there is `more`.',
    input: {
      roomId: RoomId,
      epoch: Epoch,
      since: v.pipe(Rev, v.description('the rev up to which you know the room')),
      limit: v.optional(Limit, 200),
    },
    output: ChangesPage,
  }),
}
