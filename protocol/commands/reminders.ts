/** Commands about reminders of messages. */
import * as v from 'valibot'
import { Cursor, FoundLimit, FutureTime, RoomId, Seq } from '../fields.ts'
import { RemindersPage } from '../models.ts'
import { command } from './command.ts'

export const reminderCommands = {
  'message:remind': command({
    does: 'Reminds me of a message at a moment: all of my devices are told, and it is in my inbox from then on. Another moment replaces the first; without `at` the reminder is removed.',
    input: { roomId: RoomId, seq: Seq, at: v.optional(FutureTime) },
    output: v.undefined(),
  }),
  'reminders:list': command({
    does: 'The reminders that are still to come, the next one first.',
    input: { after: v.optional(Cursor), limit: v.optional(FoundLimit, 20) },
    output: RemindersPage,
  }),
}
