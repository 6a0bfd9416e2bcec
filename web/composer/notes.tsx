import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { TypingLine } from '../rooms/typing.tsx'
import { useSecondsUntil } from '../ui/seconds-until.ts'
import { aroundWords } from '../words-around.ts'
import { note } from './note.ts'

/** Long enough to be read. */
const NOTE_MS = 6_000

/** Below the field: who else is typing, and what holds my own words up. */
export function Notes({ client, room, isQuiet }: { client: Client; room: Room; isQuiet: boolean }) {
  return (
    <>
      {!isQuiet && <TypingLine room={room} />}
      <Noted />
      <Slow room={room} />
      <Waiting client={client} />
    </>
  )
}

/** What a command has done. */
function Noted() {
  const text = note.value
  useEffect(() => {
    if (text === '') return
    const timer = setTimeout(() => (note.value = ''), NOTE_MS)
    return () => clearTimeout(timer)
  }, [text])
  // Another room is not told of it.
  useEffect(
    () => () => {
      note.value = ''
    },
    [],
  )
  return (
    <span role="status" dir="auto">
      {text}
    </span>
  )
}

/** In a slow room: when the next message goes out. */
function Slow({ room }: { room: Room }) {
  const seconds = useSecondsUntil(room.slowUntil.value)
  return seconds > 0 ? <span>{aroundWords.composer.slow(seconds)}</span> : null
}

/** Only while there is no connection: with one, each row tells its own story. */
function Waiting({ client }: { client: Client }) {
  const count = client.outbox.waiting.value
  const isOnline = client.connection.state.value.state === 'online'
  return <span role="status">{!isOnline && count > 0 && aroundWords.draft.waitingCount(count)}</span>
}
