/** Reactions are given in passing: when one is refused, the reader may be elsewhere, so it is said above all the rows. */
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Room } from '../../client/rooms.ts'
import type { Timeline } from '../../client/timeline.ts'
import type { Failure } from '../../protocol/errors.ts'
import { aroundWords as words } from '../words-around.ts'

/** Long enough to be read. */
const SAID_MS = 8_000

type Refused = { timeline: Timeline; emoji: string; failure: Failure }

const refused = signal<Refused | undefined>(undefined)

/** Adds mine, or takes it away. */
export async function react(room: Room, seq: number, emoji: string, on: boolean): Promise<void> {
  refused.value = undefined
  const result = await room.react(seq, emoji, on)
  if (!result.ok) refused.value = { timeline: room.timeline, emoji, failure: result.error }
}

export function RefusedReaction({ timeline }: { timeline: Timeline }) {
  const now = refused.value
  useEffect(() => {
    if (!now) return
    const timer = setTimeout(() => (refused.value = undefined), SAID_MS)
    return () => clearTimeout(timer)
  }, [now])
  if (now?.timeline !== timeline) return null
  return (
    <p class="refused-reaction" role="alert">
      {words.timeline.notReacted(now.emoji, now.failure)}
    </p>
  )
}
