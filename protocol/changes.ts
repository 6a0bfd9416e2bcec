/** Every fact the server may announce on the typed door: the event's name and what it carries. */
import type * as v from 'valibot'
import {
  Change,
  Me,
  Presence,
  ReadMark,
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

export const facts = {
  welcome: { says: 'Who you are and which rooms you hear; first, and once for each connection.', payload: Welcome },
  'room:changed': {
    says: 'Every message of the room that changed in (from, to]. Ranges follow each other without a hole.',
    payload: Change,
  },
  'room:updated': {
    says: 'A room as it is for me now: it was changed, or I have just taken a seat in it and hear it from here on.',
    payload: RoomView,
  },
  'room:gone': { says: 'A room that I hear no longer.', payload: RoomGone },
  'room:read': {
    says: 'I have read further, or marked something unread, on another device of mine.',
    payload: ReadMark,
  },
  'saved:changed': {
    says: 'I saved a message for later, or no longer want it, on one of my devices.',
    payload: SavedMark,
  },
  'user:changed': {
    says: 'Somebody is called otherwise, or became a person: this is who they are now.',
    payload: User,
  },
  'me:changed': { says: 'What I am has changed: my name, my role, or whom I block.', payload: Me },
  'settings:changed': { says: 'The chat’s settings are others now.', payload: Settings },
  'reports:changed': { says: 'To moderators: there is a report more or less to look at.', payload: ReportsCount },
  presence: {
    says: 'Who is here of the room that this connection watches, at most once a second.',
    payload: Presence,
  },
  'session:ended': {
    says: 'This session is over; the connection closes after it. Do not come back with its token.',
    payload: SessionEnded,
  },
  typing: { says: 'Who is typing in a room, at most once a second for each room.', payload: Typing },
}

export type Facts = typeof facts
export type FactName = keyof Facts
export type Fact<Name extends FactName> = v.InferOutput<Facts[Name]['payload']>
