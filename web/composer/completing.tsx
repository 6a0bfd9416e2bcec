import type { RefObject } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { Completion, type HearKey } from '../completion/completion.tsx'
import { sourcesFor } from './sources.tsx'

type Props = {
  client: Client
  room: Room
  field: RefObject<HTMLTextAreaElement | null>
  /** The field passes each key to this first. */
  keys: { current: HearKey | undefined }
}

/** Completes people, emoji, rooms and commands in a message. */
export function Completing({ client, room, field, keys }: Props) {
  const sources = useMemo(() => sourcesFor({ client, room }), [client, room])
  return <Completion field={field} keys={keys} sources={sources} />
}
