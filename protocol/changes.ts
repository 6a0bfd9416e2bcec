/** Every fact the server may announce on the typed door: the event's name and what it carries. */
import type * as v from 'valibot'
import { Change, SessionEnded, Typing, Welcome } from './models.ts'

export const facts = {
  welcome: { says: 'Who you are and which rooms you hear; first, and once for each connection.', payload: Welcome },
  'room:changed': {
    says: 'Every message of the room that changed in (from, to]. Ranges follow each other without a hole.',
    payload: Change,
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
