/** Commands that find messages in all my rooms. */
import * as v from 'valibot'
import { Cursor, FoundLimit, SearchText, TimeZone } from '../fields.ts'
import { InboxPage, SavedPage, SearchPage } from '../models.ts'
import { command } from './command.ts'

const page = { after: v.optional(Cursor), limit: v.optional(FoundLimit, 20) }

export const findingCommands = {
  search: command({
    does: 'Finds messages in my rooms, the newest first. Filters: `from:` a name or me, `in:` a room, `before:` `after:` `on:` a day as 2026-12-31, `has:` link, code, file, image, video or audio, `is:pinned`. Words are also found in the names and descriptions of files. A value with spaces needs quotes.',
    input: { query: SearchText, timeZone: v.optional(TimeZone, 'UTC'), ...page },
    output: SearchPage,
  }),
  'inbox:list': command({
    does: 'Mentions of me, and replies to me, in my rooms, the newest first.',
    input: page,
    output: InboxPage,
  }),
  'messages:saved': command({
    does: 'My saved messages in rooms that I still see, the latest first.',
    input: page,
    output: SavedPage,
  }),
}
