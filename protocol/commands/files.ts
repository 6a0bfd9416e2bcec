/** Commands about files that wait for their bytes or for a message, and the list of those of a room. The bytes themselves come by tus (`/api/files`). */
import * as v from 'valibot'
import { Cursor, FoundLimit, Id, Moment, RoomId, Text, UserId } from '../fields.ts'
import { FileId, ListedKind, UploadView } from '../files.ts'
import { CarriersPage, FileDeletion, FilesUsage } from '../models.ts'
import { command } from './command.ts'

/** Thirty days. */
const MAX_FILM_SECONDS = 2_592_000
const Pixels = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535))

const OLDER = {
  before: v.pipe(Moment, v.description('files of messages that were sent before this moment')),
  roomId: v.optional(RoomId),
  userId: v.optional(v.pipe(UserId, v.description('the author of the messages'))),
}

export const fileCommands = {
  'file:upload': command({
    does: 'Announces a file, whose bytes then come to `/api/files/ID` by tus 1.0. A message takes it with `files`; if none does, it is removed after a day.',
    input: {
      name: v.pipe(Text, v.maxLength(1_000), v.description('its name; what deceives in it is taken out')),
      type: v.optional(v.pipe(Text, v.maxLength(100), v.description('the media type that you think it has')), ''),
      size: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.description('in bytes')),
      keepsMetadata: v.optional(
        v.pipe(v.boolean(), v.description('of a picture or a film: keeps where and when it was made')),
      ),
      width: v.optional(v.pipe(Pixels, v.description('of a film'))),
      height: v.optional(Pixels),
      duration: v.optional(
        v.pipe(
          v.number(),
          v.minValue(0),
          v.maxValue(MAX_FILM_SECONDS),
          v.description('of a film or a recording, in seconds'),
        ),
      ),
    },
    output: UploadView,
  }),
  'files:list': command({
    does: 'The messages of a room that carry files, the newest first; with a `kind`, those that carry one of this kind, or whose words have a link. A page may have fewer messages than `limit`, even none, although there is a `next`.',
    input: {
      roomId: RoomId,
      kind: v.optional(ListedKind),
      after: v.optional(Cursor),
      limit: v.optional(FoundLimit, 20),
    },
    output: CarriersPage,
  }),
  'file:remove': command({
    does: 'Removes a file of mine that no message has taken.',
    input: { fileId: FileId },
    output: v.undefined(),
  }),
  'files:usage': command({
    does: 'What takes the disk, by room, person and month.',
    input: {},
    output: FilesUsage,
  }),
  'files:older': command({
    does: 'How many files of older messages there are, in all rooms and of all people or only of these, and how many bytes their deletion frees.',
    input: OLDER,
    output: v.object({
      files: v.number(),
      bytes: v.number(),
      frees: v.pipe(v.number(), v.description('the bytes that no other file needs; they are freed after a day')),
    }),
  }),
  'files:deleteOlder': command({
    does: 'Takes the files off older messages, which stay. It can be undone for 24 hours; then their bytes go.',
    input: OLDER,
    output: FileDeletion,
  }),
  'files:restore': command({
    does: 'Undoes a deletion of files, up to 24 hours later. Messages that were edited or deleted meanwhile stay as they are.',
    input: { deletionId: Id },
    output: v.undefined(),
  }),
}
