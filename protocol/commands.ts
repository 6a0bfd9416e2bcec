/** Every order a client may give: what goes in, what comes back. The schema is the type is the documentation. */
import * as v from 'valibot'
import { Body, ClientId, Epoch, Limit, Name, Rev, RoomId, Seq } from './fields.ts'
import { ChangesPage, HistoryPage, Message, NewSession } from './models.ts'

// A message sent back as a draft is no mistake, but what the server gives it is not for the client to say.
const GIVEN_BY_SERVER = ['author', 'role', 'seq', 'rev', 'sentAt', 'editedAt', 'deletedAt', 'reactions']

function command<Entries extends v.ObjectEntries, Output extends v.GenericSchema>(spec: {
  does: string
  input: Entries
  output: Output
}) {
  const known = new Set([...Object.keys(spec.input), ...GIVEN_BY_SERVER])
  const knowsEveryKey = (given: unknown) => Object.keys(given ?? {}).every((key) => known.has(key))
  const fields = v.object(spec.input)
  const input = v.pipe(
    v.unknown(),
    v.check((given) => !Array.isArray(given), 'A payload is an object.'),
    v.check(knowsEveryKey, 'There is a key that this command does not know.'),
    fields,
  )
  return { does: spec.does, fields, input, output: spec.output }
}

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

export const commands = {
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
  'session:end': command({
    does: 'Signs out: this session’s token is worth nothing from now on, and its connections close.',
    input: {},
    output: v.undefined(),
  }),
  'typing:start': command({
    does: 'Says that I am typing. Repeat it every few seconds while it is true; it ends by itself after five.',
    input: { roomId: RoomId },
    output: v.undefined(),
  }),
}

/** The one order from somebody not known yet, so it is given without a caller. */
export const sessionStart = command({
  does: 'Makes a guest with this name and signs it in.',
  input: { name: Name, invite: v.optional(v.pipe(v.string(), v.maxLength(100))) },
  output: NewSession,
})

export type Commands = typeof commands
export type CommandName = keyof Commands
export type Input<Name extends CommandName> = v.InferOutput<Commands[Name]['input']>
export type Payload<Name extends CommandName> = v.InferInput<Commands[Name]['fields']>
export type Output<Name extends CommandName> = v.InferOutput<Commands[Name]['output']>

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commands, name)
