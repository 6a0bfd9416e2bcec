/** The calls of the database threads, by name: the writer's, the counter's and the reader's. */
import { randomBytes } from 'node:crypto'
import { MAX_BODY_BYTES } from '../../../protocol/limits.ts'
import type { Signed } from '../terms.ts'
import {
  type Decided,
  decided,
  decidedForMany,
  inChat,
  inChatAbout,
  inRoom,
  inRoomOf,
  inRoomOrChat,
} from './allowed.ts'
import { audit, mayReadAudit } from './moderation/audit.ts'
import { ban, bans, unban } from './moderation/bans.ts'
import { block } from './people/blocks.ts'
import type { Database } from './database.ts'
import { changesSince, history, readChanges, readHistory, readPreview } from './messages/history.ts'
import { allowForward, forward, sourceOf } from './messages/forwarding.ts'
import { carriers } from './files/carriers.ts'
import { announceContent, contentsAfter, forgetContents, keptBytes, takeUnusedContents } from './files/contents.ts'
import { allowFile, fileToServe } from './files/serving.ts'
import {
  addFile,
  addPoster,
  completeFile,
  noteReceived,
  removeFile,
  takeOverUpload,
  upload,
  uploadsUnderWay,
} from './files/uploads.ts'
import { addEmoji, checkEmoji, customEmoji, removeEmoji } from './emoji/emoji.ts'
import { inbox } from './messages/inbox.ts'
import { seqAt } from './messages/dates.ts'
import { directory, directPeople } from './people/directory.ts'
import { deleteOlderFiles } from './files/deleting.ts'
import { goOnWithFiles, restoreFiles } from './files/restoring.ts'
import { fileUsage, olderFiles } from './files/usage.ts'
import { eraseNext } from './upkeep/erasing.ts'
import { addInvite, checkInvite, invites, lookAtInvite, redeemInvite, revokeInvite } from './people/invites.ts'
import { joins } from './rooms/joins.ts'
import { origin } from './rooms/origin.ts'
import { leave } from './people/leave.ts'
import { allowAppends, appendAll } from './messages/append.ts'
import { deleteMessage, edit, hasSaid, react } from './messages/messages.ts'
import { mute, unmute } from './moderation/mutes.ts'
import {
  addFirstOwnerCode,
  appoint,
  checkOwnerCode,
  hasOwner,
  moderatorIds,
  redeemOwnerCode,
  setOwnerCode,
} from './people/owners.ts'
import {
  addUser,
  changePassword,
  claim,
  findNameHolder,
  findPassword,
  findPeople,
  meOf,
  mesOf,
  namedSince,
  nextGuestNumber,
  passwordHashOf,
  rename,
  accountOf,
} from './people/people.ts'
import { picture, setPicture } from './moderation/picture.ts'
import { confirmAddress, giveAddress, mailSettings, removeAddress, stopMail, updateMail } from './mail/addresses.ts'
import { checkPasswordCode, redeemPasswordCode } from './mail/recover.ts'
import {
  askForMail,
  addCodeOfMail,
  areMailsDue,
  mailBounced,
  mailDelayed,
  mailDropped,
  mailSent,
  takeMails,
} from './mail/queue.ts'
import { missedReaders, queueMissed, roomsMissed } from './mail/missed.ts'
import { queueWeekly, weeklyReaders } from './mail/weekly.ts'
import { leaveNodes, meetNodes } from './nodes/meeting.ts'
import { giveBackUses, takeUses } from './nodes/limits.ts'
import { pin, pinned } from './messages/pins.ts'
import { areLinksDue, keepPages, takeLinks, unpreview } from './messages/previews.ts'
import { preferences, updatePreferences } from './people/preferences.ts'
import { allowPicture, pictureToServe, removeUserPicture, setUserPicture } from './people/pictures.ts'
import { notifySettings, updateNotifySettings } from './notices/settings.ts'
import { note, roomsToNote } from './notices/noting.ts'
import {
  areNoticesDue,
  areNoticesOver,
  heldNotices,
  holdNotices,
  recallNotices,
  settleNotices,
  takeNotices,
} from './notices/telling.ts'
import { pushSubscriptionsOf, removeSubscription, subscribe, vapidKeys } from './notices/push-subscriptions.ts'
import { profile, setStatus, setTimeZone } from './people/profiles.ts'
import { purge } from './upkeep/purge.ts'
import { reactors } from './messages/reactions.ts'
import { markAllRead, markRead, markUnread, setLevel } from './rooms/read-marks.ts'
import { dueReminderTimes, isReminderDue, remind, reminders, takeDueReminders } from './messages/reminders.ts'
import { removeMessages, undoRemoval } from './moderation/removals.ts'
import { countReports, report, reporters, reports, resolveReport } from './moderation/reports.ts'
import { acceptRequest, declineRequest, hideRoom } from './rooms/requests.ts'
import { seat } from './rooms/seating.ts'
import { createRoom, deleteRoom, updateRoom } from './rooms/room-making.ts'
import { browse, findRoom, peekRoom, roomIdsOf, roomsOf, seatsOf, viewsOf } from './rooms/rooms.ts'
import { roomAccess } from './room-access.ts'
import { save, saved } from './messages/saved.ts'
import { appointHost, join, leaveRoom, members, unseat } from './rooms/seats.ts'
import {
  addSignInCode,
  checkSignInCode,
  endedSessions,
  endSession,
  endSessions,
  findSession,
  noteUse,
  redeemSignInCode,
  sessionsOf,
  signIn,
} from './people/sessions.ts'
import { settings, updateSettings } from './moderation/settings.ts'
import { compareRevs, epoch, renewEpoch } from './upkeep/epoch.ts'
import { versions } from './messages/versions.ts'

/** Calls of the server itself: letting users in, and upkeep. */
const upkeep = {
  addUser,
  noteUse,
  nextGuestNumber,
  signIn,
  redeemSignInCode,
  redeemOwnerCode,
  setOwnerCode,
  addFirstOwnerCode,
  eraseNext,
  goOnWithFiles,
  takeDueReminders,
  queueMissed,
  queueWeekly,
  stopMail,
  askForMail,
  redeemPasswordCode,
  takeMails,
  addCodeOfMail,
  mailSent,
  mailDropped,
  mailDelayed,
  mailBounced,
  takeLinks,
  keepPages,
  purge,
  doesUpkeep,
  isWritable,
  sealingKey,
  vapidKeys,
  note,
  renewEpoch,
  noteReceived,
  completeFile,
  announceContent,
  takeUnusedContents,
  forgetContents,
}

/** Facts that nodes share beside the chat: limits that they count together, and the settings of each. */
const betweenNodes = {
  takeUses,
  giveBackUses,
  meetNodes,
  leaveNodes,
  takeNotices,
  holdNotices,
  settleNotices,
  recallNotices,
}

/** Calls for a user. Each checks its permission; one that does not cannot be here, because it does not compile. */
const acts = {
  claim: inChat('user:claim', claim),
  rename: inChat('user:rename', rename),
  changePassword: inChat('user:password', changePassword),
  leave: inChat('user:leave', leave),
  block: inChat('user:block', block),
  appoint: inChat('user:appoint', appoint),
  setStatus: inChat('user:status', setStatus),
  setTimeZone: inChat('user:timeZone', setTimeZone),
  setUserPicture: inChat('user:picture', setUserPicture),
  updatePreferences: inChat('preferences:update', updatePreferences),
  updateNotifySettings: inChat('notify:update', updateNotifySettings),
  subscribe: inChat('push:subscribe', subscribe),
  removeSubscription: inChat('push:unsubscribe', removeSubscription),
  giveAddress: inChat('mail:give', giveAddress),
  confirmAddress: inChat('mail:confirm', confirmAddress),
  updateMail: inChat('mail:update', updateMail),
  removeAddress: inChat('mail:remove', removeAddress),
  markAllRead: inChat('rooms:read', markAllRead),
  endSession: inChat('session:end', endSession),
  endSessions: inChat('session:endAll', endSessions),
  addSignInCode: inChat('session:link', addSignInCode),
  addInvite: decided(inRoomOrChat('invite:createHere', 'invite:create'), addInvite),
  revokeInvite: inChat('invite:revoke', revokeInvite),
  redeemInvite: inChat('invite:redeem', redeemInvite),
  createRoom: inChat('room:create', createRoom),
  updateRoom: inRoom('room:update', updateRoom),
  deleteRoom: inRoom('room:delete', deleteRoom),
  join: inRoom('room:join', join),
  leaveRoom: inRoom('room:leave', leaveRoom),
  acceptRequest: inRoom('room:accept', acceptRequest),
  declineRequest: inRoom('room:decline', declineRequest),
  hideRoom: inRoom('room:hide', hideRoom),
  seat: inRoom('room:invite', seat),
  unseat: inRoom('room:remove', unseat),
  appointHost: inRoom('room:appoint', appointHost),
  markRead: inRoom('room:read', markRead),
  markUnread: inRoom('room:unread', markUnread),
  setLevel: inRoom('room:notify', setLevel),
  append: decidedForMany(allowAppends, appendAll),
  forward: decided(allowForward, forward),
  edit: decided(inRoomOf('message:edit'), edit),
  deleteMessage: inRoom('message:delete', deleteMessage),
  react: inRoom('message:react', react),
  pin: inRoom('message:pin', pin),
  unpreview: inRoom('message:unpreview', unpreview),
  remind: inRoom('message:remind', remind),
  save: inRoom('message:save', save),
  report: inRoom('message:report', report),
  ban: inChat('user:ban', ban),
  unban: inChat('user:unban', unban),
  mute: decided(inRoomOrChat('user:muteHere', 'user:mute'), mute),
  unmute: decided(inRoomOrChat('user:unmuteHere', 'user:unmute'), unmute),
  removeUserPicture: inChat('user:removePicture', removeUserPicture),
  removeMessages: inChat('user:removeMessages', removeMessages),
  undoRemoval: inChat('removal:undo', undoRemoval),
  resolveReport: inChat('report:resolve', resolveReport),
  updateSettings: inChat('settings:update', updateSettings),
  setPicture: inChat('settings:picture', setPicture),
  addEmoji: inChat('emoji:add', addEmoji),
  removeEmoji: inChat('emoji:remove', removeEmoji),
  addFile: inChat('file:upload', addFile),
  addPoster: inChat('file:upload', addPoster),
  takeOverUpload: inChat('file:upload', takeOverUpload),
  removeFile: inChat('file:upload', removeFile),
  deleteOlderFiles: decided(inChatAbout('files:deleteOlder'), deleteOlderFiles),
  restoreFiles: inChat('files:restore', restoreFiles),
} satisfies Record<string, Decided>

export const writes = { ...(upkeep satisfies InNobodysName<typeof upkeep>), ...acts }

/** No write of a message waits for these. */
export const shared = betweenNodes satisfies InNobodysName<typeof betweenNodes>

export const reads = {
  id,
  epoch,
  findSession,
  endedSessions,
  findNameHolder,
  findPassword,
  hasOwner,
  accountOf,
  meOf,
  mesOf,
  namedSince,
  passwordHashOf,
  checkInvite,
  lookAtInvite,
  checkSignInCode,
  checkPasswordCode,
  checkOwnerCode,
  picture,
  roomsOf,
  roomIdsOf,
  seatsOf,
  findRoom,
  roomAccess,
  peekRoom,
  viewsOf,
  compareRevs,
  browse,
  history,
  readPreview,
  changesSince,
  hasSaid,
  saved,
  inbox,
  countReports,
  moderatorIds,
  settings,
  profile: inChat('user:profile', profile),
  preferences,
  pushSubscriptionsOf,
  roomsToNote,
  areNoticesDue,
  heldNotices,
  areNoticesOver,
  notifySettings: inChat('notify:get', notifySettings),
  directory: inChat('people:list', directory),
  directPeople: inChat('people:direct', directPeople),
  mailSettings: inChat('mail:get', mailSettings),
  areMailsDue,
  missedReaders,
  roomsMissed,
  weeklyReaders,
  isReminderDue,
  areLinksDue,
  dueReminderTimes,
  reminders: inChat('reminders:list', reminders),
  origin: inRoom('room:origin', origin),
  sourceOf: inRoom('message:source', sourceOf),
  joins: inRoom('room:joins', joins),
  seqAt: inRoom('room:at', seqAt),
  findPeople: inChat('people:find', findPeople),
  sessionsOf: inChat('sessions:list', sessionsOf),
  invites: inChat('invites:list', invites),
  members: inRoom('room:members', members),
  readHistory: inRoom('room:history', readHistory),
  readChanges: inRoom('room:changes', readChanges),
  pinned: inRoom('messages:pinned', pinned),
  carriers: inRoom('files:list', carriers),
  versions: inRoom('message:versions', versions),
  reactors: inRoom('reactions:list', reactors),
  bans: inChat('bans:list', bans),
  reports: inChat('reports:list', reports),
  reporters: inChat('report:reporters', reporters),
  audit: decided(mayReadAudit, audit),
  fileUsage: inChat('files:usage', fileUsage),
  olderFiles: decided(inChatAbout('files:older'), olderFiles),
  customEmoji: inChat('emoji:list', customEmoji),
  checkEmoji: inChat('emoji:add', checkEmoji),
  upload: inChat('file:upload', upload),
  fileToServe: decided(allowFile, fileToServe),
  pictureToServe: decided(allowPicture, pictureToServe),
  uploadsUnderWay,
  contentsAfter,
  keptBytes,
}

/** The names of all calls. A thread tells them, so that the main thread need not load the statements for them. */
export const NAMES = { writes: Object.keys(writes), shared: Object.keys(shared), reads: Object.keys(reads) }

/** Whether one of these calls takes a user: then it would have to check a permission. */
type InNobodysName<Calls extends Record<string, Call>> = {
  [Name in keyof Calls]: Signed extends ParametersOf<Calls[Name]>[0] ? never : Calls[Name]
}

type Call = (database: Database, ...parameters: never[]) => unknown
type ParametersOf<T extends Call> = T extends (database: Database, ...parameters: infer P) => unknown ? P : never

/** The calls as seen from the main thread. */
export type Asking<Calls extends Record<string, Call>> = {
  [Name in keyof Calls]: (...parameters: ParametersOf<Calls[Name]>) => Promise<ReturnType<Calls[Name]>>
}

/** One call on its way to a thread. */
export type Asked = { id: number; name: string; parameters: unknown[] }

function id(database: Database): string {
  return database.get<{ value: string }>(`select value from meta where key = 'id'`)!.value
}

/** Made when it is first asked for. */
function sealingKey(database: Database): Uint8Array {
  const key = randomBytes(32).toString('hex')
  database.run(`insert into meta (key, value) values ('sealing_key', ?) on conflict do nothing`, key)
  const { value } = database.get<{ value: string }>(`select value from meta where key = 'sealing_key'`)!
  return Uint8Array.from(Buffer.from(value, 'hex'))
}

function doesUpkeep(database: Database): boolean {
  return database.takeUpkeep()
}

/** Writes as much as a long message does: a full disk often still has room for a single page. */
function isWritable(database: Database): boolean {
  database.run(
    `insert into meta (key, value) values ('probe', ?) on conflict (key) do update set value = excluded.value`,
    randomBytes(MAX_BODY_BYTES).toString('hex'),
  )
  return true
}
