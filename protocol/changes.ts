/** All facts that the server announces on the typed door: the event's name and its payload. */
import type * as v from 'valibot'
import {
  Change,
  Me,
  OwnReaction,
  Preferences,
  Presence,
  ProfileChange,
  ReadMark,
  Reminder,
  ReminderMark,
  ReportsCount,
  RoomGone,
  RoomView,
  SavedMark,
  SessionEnded,
  Settings,
  Typing,
  User,
  Welcome,
} from './models.ts'
import { NotifySettings } from './notices.ts'

export const facts = {
  welcome: { means: 'Your account and your rooms. It comes first, once for each connection.', payload: Welcome },
  'room:changed': {
    means: 'Every message of the room that changed in (from, to]. Ranges follow each other without a gap.',
    payload: Change,
  },
  'room:updated': {
    means: 'A room as I see it now. It was changed, or I have just taken a seat in it and get its changes from now on.',
    payload: RoomView,
  },
  'room:gone': { means: 'A room whose changes I no longer get.', payload: RoomGone },
  'room:read': {
    means: 'My read mark moved on another device of mine.',
    payload: ReadMark,
  },
  'saved:changed': {
    means: 'I saved a message, or removed it from my saved messages, on one of my devices.',
    payload: SavedMark,
  },
  'reminder:due': { means: 'A reminder of mine is due. It is in the inbox as well.', payload: Reminder },
  'reminder:changed': {
    means: 'I set or removed a reminder of a message, on one of my devices.',
    payload: ReminderMark,
  },
  'reaction:changed': {
    means: 'I added or removed a reaction, on one of my devices.',
    payload: OwnReaction,
  },
  'user:changed': {
    means: 'A user has a new name or another picture, or became a person.',
    payload: User,
  },
  'profile:changed': {
    means:
      'A user who shares a room with me has another status or time zone. It also comes for users whom I block: a client does not show their status.',
    payload: ProfileChange,
  },
  'me:changed': {
    means: 'My account has changed: my name, my picture, my role, my status, or the users I block.',
    payload: Me,
  },
  'preferences:changed': { means: 'I changed my preferences, on one of my devices.', payload: Preferences },
  'notify:changed': { means: 'I changed of what I am told or when, on one of my devices.', payload: NotifySettings },
  'settings:changed': { means: 'The chat’s settings changed.', payload: Settings },
  'reports:changed': {
    means: 'For moderators: the number of open reports. It comes after `welcome`, and when the number changes.',
    payload: ReportsCount,
  },
  presence: {
    means: 'The members who are online in the room that this connection watches, at most once a second.',
    payload: Presence,
  },
  'session:ended': {
    means: 'This session has ended, and the connection closes. Do not use its token again.',
    payload: SessionEnded,
  },
  typing: { means: 'The users who are typing in a room, at most once a second for each room.', payload: Typing },
}

type Facts = typeof facts
export type FactName = keyof Facts
export type Fact<Name extends FactName> = v.InferOutput<Facts[Name]['payload']>
