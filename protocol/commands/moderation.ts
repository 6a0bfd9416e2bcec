/** Orders of those who keep the peace. Each of them is in the audit log. */
import * as v from 'valibot'
import { Count, Id, Limit, Minutes, Reason, RoomId, UserId } from '../fields.ts'
import { AuditPage, BansList, Removal, ReportsList, Settings } from '../models.ts'
import { MAX_REMOVAL_HOURS } from '../limits.ts'
import { command } from './command.ts'

export const moderationCommands = {
  'user:ban': command({
    does: 'Bans somebody, for so many minutes or for good: every session of theirs ends. Nobody new comes from a banned guest’s address meanwhile.',
    input: {
      userId: UserId,
      minutes: v.optional(Minutes),
      reason: v.optional(Reason, ''),
      address: v.optional(v.pipe(v.boolean(), v.description('whether a guest’s address is banned too')), true),
    },
    output: v.undefined(),
  }),
  'user:unban': command({ does: 'Takes a ban back.', input: { userId: UserId }, output: v.undefined() }),
  'bans:list': command({ does: 'Who is banned.', input: {}, output: BansList }),
  'user:mute': command({
    does: 'Lets somebody write nothing for so many minutes: in one room, or everywhere.',
    input: { userId: UserId, minutes: Minutes, roomId: v.optional(RoomId), reason: v.optional(Reason, '') },
    output: v.undefined(),
  }),
  'user:unmute': command({
    does: 'Lets somebody write again.',
    input: { userId: UserId, roomId: v.optional(RoomId) },
    output: v.undefined(),
  }),
  'user:removeMessages': command({
    does: 'Deletes everything that somebody said in the last hours, in all rooms. It can be undone for 24 hours.',
    input: { userId: UserId, hours: v.pipe(Count, v.minValue(1), v.maxValue(MAX_REMOVAL_HOURS)) },
    output: Removal,
  }),
  'removal:undo': command({
    does: 'Brings back what was removed in one act, up to 24 hours later.',
    input: { removalId: Id },
    output: v.undefined(),
  }),
  'reports:list': command({
    does: 'Messages that were reported and not dealt with, oldest first.',
    input: {},
    output: ReportsList,
  }),
  'report:resolve': command({
    does: 'Closes a report: everything about it has been done.',
    input: { reportId: Id },
    output: v.undefined(),
  }),
  'audit:list': command({
    does: 'What moderators did, newest first.',
    input: {
      before: v.optional(v.pipe(Count, v.minValue(1), v.description('only entries with a smaller id'))),
      roomId: v.optional(RoomId),
      limit: v.optional(Limit, 50),
    },
    output: AuditPage,
  }),
  'settings:update': command({
    does: 'Changes what is given of the chat’s settings.',
    input: {
      auditFor: v.optional(v.picklist(['moderators', 'members'])),
      roomsBy: v.optional(v.picklist(['everyone', 'members', 'moderators'])),
    },
    output: Settings,
  }),
}
