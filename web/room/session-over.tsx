import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { ConnectionState } from '../../client/connection.ts'
import { sayMoment } from '../ui/moments.ts'
import { sentenceOf } from '../words/language.ts'
import { words } from '../words/first.ts'
import { laterWords } from '../words/later.ts'
import { isDrawerOpen } from '../state/drawer.ts'
import './session-over.css'

/** The notice that the session is over: the reason, the number of unsent messages, and the way to sign in again. */
export function SessionOver({ client, onAgain }: { client: Client; onAgain: () => void }) {
  const state = client.connection.state.value
  const unsent = client.outbox.entries.value.length
  const { heading, text } = wordsFor(state)
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    // The drawer no longer works, and it blocks the page behind it. Closing it lets the button have the focus.
    isDrawerOpen.value = false
    const frame = requestAnimationFrame(() => button.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])
  // A reload brings the newer page; the bar says so.
  if (state.state === 'ended' && state.reason === 'new_version') return null
  return (
    <section class="over" role="alertdialog" aria-labelledby="over-heading" aria-describedby="over-text">
      <h2 id="over-heading">{heading}</h2>
      <p id="over-text">
        {text}
        {unsent > 0 && ` ${words.room.unsent(unsent)}`}
      </p>
      <button type="button" class="button button-main" ref={button} onClick={onAgain}>
        {laterWords.connection.joinAgain}
      </button>
    </section>
  )
}

function wordsFor(state: ConnectionState): { heading: string; text: string } {
  const { over } = laterWords.connection
  if (state.state === 'refused' && state.failure.code !== 'unauthorized') {
    return {
      heading: state.failure.code === 'banned' ? over.banned.heading : over.refused,
      text: sentenceOf(state.failure),
    }
  }
  const reason = state.state === 'ended' ? state.reason : 'signed_out'
  if (state.state === 'ended' && state.ban) {
    return { heading: over.banned.heading, text: over.banned.text(state.ban, sayMoment) }
  }
  return Object.entries(over.reasons).find(([known]) => known === reason)?.[1] ?? over.reasons.ended
}
