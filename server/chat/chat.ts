/** The product, as a table: what each command does. */
import type { CommandName, Input, Output } from '../../protocol/commands.ts'
import type { Caller } from './caller.ts'
import { readChanges } from './messages/changes.ts'
import { deleteMessage } from './messages/delete.ts'
import { editMessage } from './messages/edit.ts'
import { readInbox } from './messages/inbox.ts'
import { readHistory } from './messages/history.ts'
import { listPinned, pinMessage } from './messages/pin.ts'
import { reactToMessage } from './messages/react.ts'
import { listSaved, saveMessage } from './messages/save.ts'
import { search } from './messages/search.ts'
import { sendMessage } from './messages/send.ts'
import { readVersions } from './messages/versions.ts'
import { readAudit } from './moderation/audit.ts'
import { banUser, listBans, unbanUser } from './moderation/ban.ts'
import { muteUser, unmuteUser } from './moderation/mute.ts'
import { removeMessages, undoRemoval } from './moderation/remove-messages.ts'
import { listReports, reportMessage, resolveReport } from './moderation/report.ts'
import { updateSettings } from './moderation/settings.ts'
import { appointUser } from './people/appoint.ts'
import { claimName } from './people/claim.ts'
import { findPeople } from './people/find.ts'
import { createInvite, listInvites, redeemInvite, revokeInvite } from './people/invites.ts'
import { leaveForGood } from './people/leave.ts'
import { blockUser, changePassword, rename } from './people/profile.ts'
import { endAllSessions, endSession, listSessions, makeSignInLink } from './people/sessions.ts'
import { startTyping } from './presence/typing.ts'
import { watchPresence } from './presence/watch.ts'
import { browseRooms } from './rooms/browse.ts'
import { createRoom } from './rooms/create.ts'
import { deleteRoom } from './rooms/delete.ts'
import { joinRoom } from './rooms/join.ts'
import { leaveRoom } from './rooms/leave.ts'
import { appointHost, inviteToRoom, listMembers, removeFromRoom } from './rooms/members.ts'
import { markRead, markUnread, setNotifyLevel } from './rooms/read.ts'
import { updateRoom } from './rooms/update.ts'
import type { Tools } from './tools.ts'

export type Handlers = {
  [Name in CommandName]: (tools: Tools, caller: Caller, input: Input<Name>) => Promise<Output<Name>>
}

export const handlers: Handlers = {
  'message:send': sendMessage,
  'message:edit': editMessage,
  'message:delete': deleteMessage,
  'message:react': reactToMessage,
  'message:pin': pinMessage,
  'message:save': saveMessage,
  'message:versions': readVersions,
  'message:report': reportMessage,
  'messages:pinned': listPinned,
  'messages:saved': listSaved,
  'inbox:list': readInbox,
  search,
  'room:history': readHistory,
  'room:changes': readChanges,

  'room:create': createRoom,
  'room:update': updateRoom,
  'room:delete': deleteRoom,
  'rooms:browse': browseRooms,
  'room:join': joinRoom,
  'room:leave': leaveRoom,
  'room:invite': inviteToRoom,
  'room:remove': removeFromRoom,
  'room:appoint': appointHost,
  'room:members': listMembers,
  'room:read': markRead,
  'room:unread': markUnread,
  'room:notify': setNotifyLevel,
  'presence:watch': watchPresence,
  'typing:start': startTyping,

  'user:claim': claimName,
  'user:rename': rename,
  'user:password': changePassword,
  'user:leave': leaveForGood,
  'user:block': blockUser,
  'user:appoint': appointUser,
  'people:find': findPeople,
  'session:end': endSession,
  'session:endAll': endAllSessions,
  'session:link': makeSignInLink,
  'sessions:list': listSessions,
  'invite:create': createInvite,
  'invites:list': listInvites,
  'invite:revoke': revokeInvite,
  'invite:redeem': redeemInvite,

  'user:ban': banUser,
  'user:unban': unbanUser,
  'bans:list': listBans,
  'user:mute': muteUser,
  'user:unmute': unmuteUser,
  'user:removeMessages': removeMessages,
  'removal:undo': undoRemoval,
  'reports:list': listReports,
  'report:resolve': resolveReport,
  'audit:list': readAudit,
  'settings:update': updateSettings,
}
