/** Commands of moderators. Each of them is in the audit log. */
import * as v from 'valibot'
import {
  Accent,
  Base64,
  Count,
  Cursor,
  Emoji,
  FoundLimit,
  Id,
  Limit,
  Minutes,
  Reason,
  RoomId,
  RoomName,
  UserId,
} from '../fields.ts'
import { AuditPage, BansList, Removal, ReportersPage, ReportsList, Settings } from '../models.ts'
import { MAX_REMOVAL_HOURS } from '../limits.ts'
import { command } from './command.ts'

export const moderationCommands = {
  'user:ban': command({
    does: 'Bans a user, for so many minutes or for good. All their sessions end. No new guest can join from their addresses meanwhile.',
    input: {
      userId: UserId,
      minutes: v.optional(Minutes),
      reason: v.optional(Reason, ''),
      address: v.optional(v.pipe(v.boolean(), v.description('whether their addresses are banned too')), true),
    },
    output: v.undefined(),
  }),
  'user:unban': command({ does: 'Lifts a ban.', input: { userId: UserId }, output: v.undefined() }),
  'bans:list': command({ does: 'The active bans.', input: {}, output: BansList }),
  'user:mute': command({
    does: 'Mutes a user for so many minutes, in one room or everywhere. A muted user can write nothing.',
    input: { userId: UserId, minutes: Minutes, roomId: v.optional(RoomId), reason: v.optional(Reason, '') },
    output: v.undefined(),
  }),
  'user:unmute': command({
    does: 'Unmutes a user.',
    input: { userId: UserId, roomId: v.optional(RoomId) },
    output: v.undefined(),
  }),
  'user:removePicture': command({
    does: 'Removes the picture of a user.',
    input: { userId: UserId },
    output: v.undefined(),
  }),
  'user:removeMessages': command({
    does: 'Deletes all messages of a user from the last hours, in all rooms. It can be undone for 24 hours.',
    input: { userId: UserId, hours: v.pipe(Count, v.minValue(1), v.maxValue(MAX_REMOVAL_HOURS)) },
    output: Removal,
  }),
  'removal:undo': command({
    does: 'Undoes a removal: restores its messages, up to 24 hours later.',
    input: { removalId: Id },
    output: v.undefined(),
  }),
  'reports:list': command({
    does: 'The open reports: the oldest of each network in turn, so that one network’s reports do not hide the others. When some are closed, the next ones follow.',
    input: {},
    output: ReportsList,
  }),
  'report:reporters': command({
    does: 'The people who reported a message, and their reasons, the earliest first.',
    input: { reportId: Id, after: v.optional(Cursor), limit: v.optional(FoundLimit, 50) },
    output: ReportersPage,
  }),
  'report:resolve': command({
    does: 'Closes the report of a message, for all who reported it.',
    input: { reportId: Id },
    output: v.undefined(),
  }),
  'audit:list': command({
    does: 'The audit log of moderators’ actions, the newest first.',
    input: {
      after: v.optional(Cursor),
      roomId: v.optional(RoomId),
      limit: v.optional(Limit, 50),
    },
    output: AuditPage,
  }),
  'settings:update': command({
    does: 'Changes the given settings of the chat.',
    input: {
      auditFor: v.optional(v.picklist(['moderators', 'members'])),
      roomsBy: v.optional(v.picklist(['everyone', 'members', 'moderators'])),
      previews: v.optional(v.pipe(v.picklist(['on', 'off']), v.description('whether links get previews'))),
      emojiBy: v.optional(
        v.pipe(v.picklist(['members', 'moderators']), v.description('the least role that may add custom emoji')),
      ),
      noticeWords: v.optional(
        v.pipe(
          v.picklist(['on', 'off']),
          v.description('whether notices outside of the page show the words of messages'),
        ),
      ),
      name: v.optional(
        v.pipe(RoomName, v.description('the chat’s own name, by the rules of room names; empty for none')),
      ),
      accent: v.optional(Accent),
      emoji: v.optional(v.union([v.literal(''), Emoji], 'One emoji, or nothing to clear it.')),
    },
    output: Settings,
  }),
  'settings:picture': command({
    does: 'Sets the chat’s picture. Without an image, the picture is removed.',
    input: { image: v.optional(Base64) },
    output: Settings,
  }),
}
