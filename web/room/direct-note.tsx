import type { Room } from '../../client/rooms.ts'
import { directPeople } from '../state/direct-people.ts'
import { StatusMark } from '../people/status-mark.tsx'
import { shellWords } from '../words/shell.ts'

/** Below the name of a direct room's other person: their presence and their status. */
export function DirectNote({ room }: { room: Room }) {
  const person = directPeople.value?.in(room)
  if (!person) return null
  return (
    <>
      {person.isHere && <span class="header-here">{shellWords.sidebar.isHere}</span>}
      <StatusMark status={person.status} isInWords />
    </>
  )
}
