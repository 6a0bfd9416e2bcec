/** Finding messages in all of my rooms. */
import * as v from 'valibot'
import { Cursor, Found, SearchText, TimeZone } from '../fields.ts'
import { InboxPage, SavedPage, SearchPage } from '../models.ts'
import { command } from './command.ts'

const page = { after: v.optional(Cursor), limit: v.optional(Found, 20) }

export const findingCommands = {
  search: command({
    does: 'Finds messages in the rooms in which I have a seat, newest first. Filters: `from:` a name or me, `in:` a room, `before:` `after:` `on:` a day as 2026-12-31, `has:link` `has:code`, `is:pinned`; a value with spaces stands in quotes.',
    input: { query: SearchText, timeZone: v.optional(TimeZone, 'UTC'), ...page },
    output: SearchPage,
  }),
  'inbox:list': command({
    does: 'What was said to me in the rooms in which I have a seat, newest first: mentions, and replies to what I said.',
    input: page,
    output: InboxPage,
  }),
  'messages:saved': command({
    does: 'What I saved for later, the latest first, of the rooms that I still see.',
    input: page,
    output: SavedPage,
  }),
}
