/** Files of messages: what clients get of one, and how a message names the ones that it carries. */
import * as v from 'valibot'
import { Text } from './fields.ts'
import { MAX_ALT_CHARACTERS, MAX_FILES } from './limits.ts'
import type { Reason as Refused } from './refusals.ts'

const no = (reason: Refused): Refused => reason

/** 128 random bits: nobody finds a file by trying. */
export const FileId = v.pipe(v.string(), v.regex(/^f_[\w-]{22}$/), v.description('a file’s id'))

export const Alt = v.pipe(
  Text,
  v.trim(),
  v.maxLength(MAX_ALT_CHARACTERS, no('alt_too_long')),
  v.description(`what a picture shows, for people who do not see it: at most ${MAX_ALT_CHARACTERS} characters`),
)

/** A file of a message. Its bytes are at `/api/files/ID`, for users who see the message. */
export const File = v.object({
  id: FileId,
  name: v.string(),
  type: v.pipe(v.string(), v.description('the media type that its bytes show, whatever the sender said')),
  size: v.pipe(v.number(), v.description('in bytes')),
  hash: v.pipe(v.string(), v.description('SHA-256 of its bytes, in hexadecimal')),
  width: v.optional(v.pipe(v.number(), v.description('of a picture or a video, in pixels'))),
  height: v.optional(v.number()),
  duration: v.optional(v.pipe(v.number(), v.description('of a recording or a video, in seconds'))),
  thumbhash: v.optional(v.pipe(v.string(), v.description('a blurred picture of 25 bytes, in base64'))),
  hasThumbnail: v.optional(
    v.pipe(v.literal(true), v.description('there are pictures of it at `/view` and `/thumbnail`')),
  ),
  alt: v.optional(v.string()),
})
export type File = v.InferOutput<typeof File>

/** A file that waits for its bytes, or for a message. */
export const UploadView = v.object({
  id: FileId,
  name: v.pipe(v.string(), v.description('as it will be shown')),
  size: v.number(),
  received: v.pipe(v.number(), v.description('how many bytes are safe; the next part begins there')),
})
export type UploadView = v.InferOutput<typeof UploadView>

/** The kinds of which a room's files are listed. The kind of a file is the one that its bytes show. */
export const ListedKind = v.picklist(['image', 'video', 'audio', 'other', 'link'])
export type ListedKind = v.InferOutput<typeof ListedKind>

/** A file by its id alone, or with a text that says what it shows. */
const FileToCarry = v.pipe(
  v.union([FileId, v.object({ id: FileId, alt: v.optional(Alt) })]),
  v.transform((given) => (typeof given === 'string' ? { id: given } : given)),
)

export const FilesToCarry = v.pipe(
  v.array(FileToCarry),
  v.maxLength(MAX_FILES, no('files_too_many')),
  v.check((files) => new Set(files.map(({ id }) => id)).size === files.length, 'Name each file once.'),
  v.description('files that I have uploaded, in this order: ids, or `{ id, alt }`'),
)
