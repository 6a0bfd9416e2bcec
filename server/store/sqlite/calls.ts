/** What can be asked of the two threads that hold the database, by name: the writer changes it, the reader only looks. */
import { MAX_BODY_BYTES } from '../../../protocol/limits.ts'
import { audit } from './audit.ts'
import { ban, bans, unban } from './bans.ts'
import type { Database } from './database.ts'
import { changesSince, history } from './history.ts'
import { inbox } from './inbox.ts'
import { addInvite, checkInvite, invites, redeemInvite, revokeInvite } from './invites.ts'
import { leave } from './leave.ts'
import { append, deleteMessage, edit, hasSaid, react } from './messages.ts'
import { mute, unmute } from './mutes.ts'
import { appoint, moderatorIds, ownerState, redeemOwnerCode, setOwnerCode } from './owners.ts'
import {
  addUser,
  block,
  blockersOf,
  changePassword,
  claim,
  findNameHolder,
  findPassword,
  findPeople,
  findUser,
  meOf,
  nextGuestNumber,
  passwordHashOf,
  rename,
  standingOf,
} from './people.ts'
import { pin, pinned } from './pins.ts'
import { purge } from './purge.ts'
import { markRead, markUnread, setLevel } from './read-marks.ts'
import { removalOf, removeMessages, undoRemoval } from './removals.ts'
import { report, reports, resolveReport } from './reports.ts'
import { createRoom, deleteRoom, updateRoom } from './room-making.ts'
import { browse, findRoom, footingIn, peekRoom, revs, roomIdsOf, roomsOf, viewsOf } from './rooms.ts'
import { save, saved } from './saved.ts'
import { appointHost, findMember, join, leaveRoom, members, seat, unseat } from './seats.ts'
import {
  addSignInCode,
  endSession,
  endSessions,
  findSession,
  noteUse,
  redeemSignInCode,
  sessionsOf,
  signIn,
} from './sessions.ts'
import { settings, updateSettings } from './settings.ts'
import { versions } from './versions.ts'

export const writes = {
  addUser,
  noteUse,
  nextGuestNumber,
  signIn,
  redeemSignInCode,
  redeemOwnerCode,
  setOwnerCode,
  claim,
  rename,
  changePassword,
  leave,
  block,
  appoint,
  endSession,
  endSessions,
  addSignInCode,
  addInvite,
  revokeInvite,
  redeemInvite,
  createRoom,
  updateRoom,
  deleteRoom,
  join,
  leaveRoom,
  seat,
  unseat,
  appointHost,
  markRead,
  markUnread,
  setLevel,
  append,
  edit,
  deleteMessage,
  react,
  pin,
  save,
  ban,
  unban,
  mute,
  unmute,
  removeMessages,
  undoRemoval,
  report,
  resolveReport,
  updateSettings,
  purge,
  isWritable,
}
export const reads = {
  epoch,
  findSession,
  findNameHolder,
  findPassword,
  ownerState,
  standingOf,
  findUser,
  meOf,
  findPeople,
  passwordHashOf,
  blockersOf,
  sessionsOf,
  invites,
  checkInvite,
  roomsOf,
  roomIdsOf,
  findRoom,
  footingIn,
  peekRoom,
  viewsOf,
  revs,
  browse,
  members,
  findMember,
  history,
  hasSaid,
  pinned,
  saved,
  versions,
  inbox,
  changesSince,
  bans,
  removalOf,
  reports,
  moderatorIds,
  audit,
  settings,
}

type Call = (database: Database, ...parameters: never[]) => unknown
type ParametersOf<T extends Call> = T extends (database: Database, ...parameters: infer P) => unknown ? P : never

/** The calls as whoever asks for them across a thread has them. */
export type Asking<Calls extends Record<string, Call>> = {
  [Name in keyof Calls]: (...parameters: ParametersOf<Calls[Name]>) => Promise<ReturnType<Calls[Name]>>
}

/** One call on its way to a thread, and what comes back in its place. */
export type Asked = { name: string; parameters: unknown[] }
export type Answered =
  | { value: unknown }
  | { refusal: { code: string; message: string } }
  | { fault: { message: string; stack: string | undefined; isStorage: boolean } }

function epoch(database: Database): string {
  return database.get<{ value: string }>(`select value from meta where key = 'epoch'`)!.value
}

/** Writes as much as a long message does: a full disk has often still room for a single page. */
function isWritable(database: Database): boolean {
  database.run(`insert or replace into meta (key, value) values ('probe', hex(randomblob(${MAX_BODY_BYTES})))`)
  return true
}
