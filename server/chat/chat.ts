/** The product, as a table: the function of each command. */
import type { CommandName, Input, Output } from '../../protocol/commands.ts'
import type { Caller } from './caller.ts'
import { addEmoji, listEmoji, removeEmoji } from './emoji/emoji.ts'
import { announceFile } from './files/announce.ts'
import { deleteOlderFiles, findOlderFiles, restoreFiles } from './files/older.ts'
import { listFiles } from './files/list.ts'
import { removeFile } from './files/remove.ts'
import { readUsage } from './files/usage.ts'
import { confirmAddress, giveAddress, readMailSettings, removeAddress, updateMail } from './mail/settings.ts'
import { readChanges } from './messages/changes.ts'
import { deleteMessage } from './messages/delete.ts'
import { editMessage } from './messages/edit.ts'
import { findSource, forwardMessage } from './messages/forward.ts'
import { readInbox } from './messages/inbox.ts'
import { findSeqAt, readHistory } from './messages/history.ts'
import { listPinned, pinMessage } from './messages/pin.ts'
import { removePreview } from './messages/unpreview.ts'
import { listReactors, reactToMessage } from './messages/react.ts'
import { listReminders, remindOfMessage } from './messages/remind.ts'
import { listSaved, saveMessage } from './messages/save.ts'
import { search } from './messages/search.ts'
import { sendMessage } from './messages/send.ts'
import { readVersions } from './messages/versions.ts'
import { readAudit } from './moderation/audit.ts'
import { banUser, listBans, unbanUser } from './moderation/ban.ts'
import { muteUser, unmuteUser } from './moderation/mute.ts'
import { removeMessages, undoRemoval } from './moderation/remove-messages.ts'
import { listReporters, listReports, reportMessage, resolveReport } from './moderation/report.ts'
import { setPicture } from './moderation/picture.ts'
import { updateSettings } from './moderation/settings.ts'
import { readPushKey, subscribe, testPush, unsubscribe } from './notify/push-subscriptions.ts'
import { showOnScreen } from './notify/screen.ts'
import { readNotify, snooze, updateNotify } from './notify/settings.ts'
import { appointUser } from './people/appoint.ts'
import { claimName } from './people/claim.ts'
import { listDirectPeople, listPeople } from './people/directory.ts'
import { findPeople } from './people/find.ts'
import { createInvite, listInvites, redeemInvite, revokeInvite } from './people/invites.ts'
import { leaveForGood } from './people/leave.ts'
import { blockUser, changePassword, rename } from './people/profile.ts'
import { endAllSessions, endSession, listSessions, makeSignInLink } from './people/sessions.ts'
import { readPreferences, updatePreferences } from './people/preferences.ts'
import { removePicture, setOwnPicture } from './people/picture.ts'
import { readProfile, setStatus, setTimeZone } from './people/status.ts'
import { startTyping } from './presence/typing.ts'
import { watchPresence } from './presence/watch.ts'
import { browseRooms } from './rooms/browse.ts'
import { createRoom } from './rooms/create.ts'
import { deleteRoom } from './rooms/delete.ts'
import { joinRoom } from './rooms/join.ts'
import { listJoins } from './rooms/joins.ts'
import { readOrigin } from './rooms/origin.ts'
import { leaveRoom } from './rooms/leave.ts'
import { appointHost, inviteToRoom, listMembers, removeFromRoom } from './rooms/members.ts'
import { markAllRead, markRead, markUnread, setNotifyLevel } from './rooms/read.ts'
import { acceptRequest, declineRequest, hideRoom } from './rooms/requests.ts'
import { updateRoom } from './rooms/update.ts'
import type { Tools } from './tools.ts'

type Handlers = {
  [Name in CommandName]: (tools: Tools, caller: Caller, input: Input<Name>) => Promise<Output<Name>>
}

export const handlers: Handlers = {
  'message:send': sendMessage,
  'message:forward': forwardMessage,
  'message:source': findSource,
  'message:edit': editMessage,
  'message:delete': deleteMessage,
  'message:react': reactToMessage,
  'reactions:list': listReactors,
  'message:pin': pinMessage,
  'message:unpreview': removePreview,
  'message:save': saveMessage,
  'message:remind': remindOfMessage,
  'reminders:list': listReminders,
  'message:versions': readVersions,
  'message:report': reportMessage,
  'messages:pinned': listPinned,
  'files:list': listFiles,
  'messages:saved': listSaved,
  'inbox:list': readInbox,
  'file:upload': announceFile,
  'file:remove': removeFile,
  'files:usage': readUsage,
  'files:older': findOlderFiles,
  'files:deleteOlder': deleteOlderFiles,
  'files:restore': restoreFiles,
  'emoji:list': listEmoji,
  'emoji:add': addEmoji,
  'emoji:remove': removeEmoji,
  search,
  'room:history': readHistory,
  'room:changes': readChanges,
  'room:origin': readOrigin,
  'room:joins': listJoins,
  'room:at': findSeqAt,

  'room:create': createRoom,
  'room:update': updateRoom,
  'room:delete': deleteRoom,
  'rooms:browse': browseRooms,
  'room:join': joinRoom,
  'room:leave': leaveRoom,
  'room:accept': acceptRequest,
  'room:decline': declineRequest,
  'room:hide': hideRoom,
  'room:invite': inviteToRoom,
  'room:remove': removeFromRoom,
  'room:appoint': appointHost,
  'room:members': listMembers,
  'room:read': markRead,
  'room:unread': markUnread,
  'rooms:read': markAllRead,
  'room:notify': setNotifyLevel,
  'presence:watch': watchPresence,
  'typing:start': startTyping,

  'user:claim': claimName,
  'user:rename': rename,
  'user:password': changePassword,
  'user:leave': leaveForGood,
  'user:block': blockUser,
  'user:status': setStatus,
  'user:timeZone': setTimeZone,
  'user:picture': setOwnPicture,
  'user:profile': readProfile,
  'people:list': listPeople,
  'people:direct': listDirectPeople,
  'mail:get': readMailSettings,
  'mail:give': giveAddress,
  'mail:confirm': confirmAddress,
  'mail:update': updateMail,
  'mail:remove': removeAddress,
  'preferences:get': readPreferences,
  'preferences:update': updatePreferences,
  'notify:get': readNotify,
  'notify:update': updateNotify,
  'notify:snooze': snooze,
  'push:key': readPushKey,
  'push:subscribe': subscribe,
  'push:test': testPush,
  'screen:show': showOnScreen,
  'push:unsubscribe': unsubscribe,
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
  'user:removePicture': removePicture,
  'user:removeMessages': removeMessages,
  'removal:undo': undoRemoval,
  'reports:list': listReports,
  'report:reporters': listReporters,
  'report:resolve': resolveReport,
  'audit:list': readAudit,
  'settings:update': updateSettings,
  'settings:picture': setPicture,
}
