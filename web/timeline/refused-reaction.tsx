import { useEffect } from 'preact/hooks'
import type { Timeline } from '../../client/timeline.ts'
import { sentenceOf } from '../words/language.ts'
import { laterWords as words } from '../words/later.ts'
import { refused } from './reacting.ts'
import './refused-reaction.css'

/** Long enough to be read, in milliseconds. */
const SAID_MS = 8_000

/** Why a reaction could not be added. */
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
      {words.timeline.notReacted(now.emoji, sentenceOf(now.failure))}
    </p>
  )
}
