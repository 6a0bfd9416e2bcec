import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { ConnectionState } from '../../client/connection.ts'
import { sayMoment } from '../overlays/when.ts'
import { words } from '../words.ts'
import { aroundWords } from '../words-around.ts'
import { isDrawerOpen } from './drawer.ts'
import './over.css'

/** The session is over. Says why, what becomes of what was not sent, and the way back in. */
export function Over({ client, onAgain }: { client: Client; onAgain: () => void }) {
  const state = client.connection.state.value
  const unsent = client.outbox.entries.value.length
  const { heading, text } = wordsFor(state)
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    // The drawer answers no more, and keeps what is behind it from being reached. Without it the button can have the focus.
    isDrawerOpen.value = false
    const frame = requestAnimationFrame(() => button.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])
  // A newer page is a reload away; the bar says so.
  if (state.state === 'ended' && state.reason === 'new_version') return null
  return (
    <section class="over" role="alertdialog" aria-labelledby="over-heading" aria-describedby="over-text">
      <h2 id="over-heading">{heading}</h2>
      <p id="over-text">
        {text}
        {unsent > 0 && ` ${words.room.unsent(unsent)}`}
      </p>
      <button type="button" class="button button-main" ref={button} onClick={onAgain}>
        {aroundWords.connection.joinAgain}
      </button>
    </section>
  )
}

function wordsFor(state: ConnectionState): { heading: string; text: string } {
  const { over } = aroundWords.connection
  if (state.state === 'refused' && state.failure.code !== 'unauthorized') {
    return {
      heading: state.failure.code === 'banned' ? over.banned.heading : over.refused,
      text: state.failure.message,
    }
  }
  const reason = state.state === 'ended' ? state.reason : 'signed_out'
  if (state.state === 'ended' && state.ban) {
    return { heading: over.banned.heading, text: over.banned.text(state.ban, sayMoment) }
  }
  return Object.entries(over.reasons).find(([known]) => known === reason)?.[1] ?? over.reasons.ended
}
