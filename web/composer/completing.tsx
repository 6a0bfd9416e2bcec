import { useMemo } from 'preact/hooks'
import { Completion } from '../completion/completion.tsx'
import type { AssistProps } from './assist.tsx'
import { sourcesFor } from './sources.tsx'

/** Completes people, emoji, rooms and commands in a message. */
export function Completing({ client, room, field, keys }: AssistProps) {
  const sources = useMemo(() => sourcesFor({ client, room }), [client, room])
  return <Completion field={field} keys={keys} sources={sources} />
}
