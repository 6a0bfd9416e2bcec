import { useSignal, useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Timeline } from '../../client/timeline.ts'
import type { Message } from '../../protocol/models.ts'
import { laterWords as words } from '../words/later.ts'
import { preview } from '../../protocol/markdown/plain-words.ts'
import { RefusedReaction } from './refused-reaction.tsx'

/** At most one announcement in this time. Messages that arrive faster are only counted. */
const PAUSE_MS = 1_500

/** Reads new messages of other people aloud to screen readers. Older history that is loaded is not announced. */
export function Announcer({ timeline, client }: { timeline: Timeline; client: Client }) {
  const said = useSignal({ turn: 0, text: '' })
  const announced = useRef<number | undefined>(undefined)
  const rewinds = useRef(0)
  const waiting = useRef<Message[]>([])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  function announce() {
    const messages = waiting.current.splice(0)
    const [only] = messages
    timer.current = messages.length === 0 ? undefined : setTimeout(announce, PAUSE_MS)
    if (!only) return
    const text =
      messages.length > 1
        ? words.timeline.announceMany(messages.length)
        : words.timeline.announce(only.author.name, preview(only))
    said.value = { turn: said.peek().turn + 1, text }
  }

  useSignalEffect(() => {
    if (timeline.rewinds.value !== rewinds.current) announced.current = undefined
    rewinds.current = timeline.rewinds.value
    if (!timeline.atHead.value) return
    const messages = timeline.entries.value.flatMap((entry) => (entry.kind === 'message' ? entry.message : []))
    const newest = messages.at(-1)?.seq ?? 0
    const since = announced.current ?? newest
    announced.current = Math.max(since, newest)
    const deaf = new Set([client.you.peek()?.id, ...(client.me.peek()?.blocked ?? [])])
    waiting.current.push(...messages.filter(({ seq, author }) => seq > since && !deaf.has(author.id)))
    if (waiting.current.length > 0 && timer.current === undefined) timer.current = setTimeout(announce, 100)
  })

  const { turn, text } = said.value
  return (
    <>
      <div class="unseen" role="status">
        {/* A new element each time: a screen reader ignores the same words in the same element. */}
        <span key={turn}>{text}</span>
      </div>
      <RefusedReaction timeline={timeline} />
    </>
  )
}
