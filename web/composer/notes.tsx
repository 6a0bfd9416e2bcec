import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { TypingLine } from './typing.tsx'
import { useSecondsUntil } from '../ui/use-seconds-until.ts'
import { shellWords } from '../words/shell.ts'
import { note } from '../state/command-note.ts'

/** Long enough to be read, in milliseconds. */
const NOTE_MS = 6_000

/** Below the field: other people typing, and delays of my own messages. */
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

/** The result of a command. */
function Noted() {
  const text = note.value
  useEffect(() => {
    if (text === '') return
    const timer = setTimeout(() => (note.value = ''), NOTE_MS)
    return () => clearTimeout(timer)
  }, [text])
  // The note is not shown in another room.
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

/** In a slow room: the time until the next message goes out. */
function Slow({ room }: { room: Room }) {
  const seconds = useSecondsUntil(room.slowUntil.value)
  return seconds > 0 ? <span>{shellWords.composer.slow(seconds)}</span> : null
}

/** Only while offline: with a connection, each row shows its own state. */
function Waiting({ client }: { client: Client }) {
  const count = client.outbox.waiting.value
  const isOnline = client.connection.state.value.state === 'online'
  return <span role="status">{!isOnline && count > 0 && shellWords.draft.waitingCount(count)}</span>
}
