import { useComputed, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { ConnectionState } from '../../client/connection.ts'
import type { Boot } from '../../protocol/models.ts'
import { words } from '../words.ts'
import { useLasting } from './lasting.ts'
import './connection-bar.css'

/** Shorter losses heal by themselves, and nobody needs to know. */
const QUIET_MS = 2_000
/** Long enough to be read twice. */
const NOTE_MS = 20_000

type Props = { client: Client; boot: Boot; isOver: boolean; onJoinAgain: () => void }

/** Says what is wrong with the line, when there is something to say. It lies over the messages and moves nothing. */
export function ConnectionBar({ client, boot, isOver, onJoinAgain }: Props) {
  const state = client.connection.state.value
  const isDown = state.state === 'offline' || state.state === 'connecting'
  const hasLasted = useLasting(isDown, QUIET_MS)
  const isBehind = useComputed(() =>
    client.rooms.list.value.some(({ id }) => client.rooms.get(id)?.timeline.status.value.state === 'catching-up'),
  )
  const isCatchingUp = useLasting(isBehind.value, QUIET_MS / 4)
  const unsent = client.outbox.entries.value.length
  const isNewer = client.server.value !== undefined && client.server.value.version !== boot.server.version

  if (isNewer || (state.state === 'ended' && state.reason === 'new_version')) return <Updated />
  if (isOver) {
    return (
      <Bar tone="alert" text={unsent > 0 ? `${sentenceFor(state)} ${words.room.unsent(unsent)}` : sentenceFor(state)}>
        <button type="button" class="text-button" onClick={onJoinAgain}>
          {words.connection.joinAgain}
        </button>
      </Bar>
    )
  }
  if (isDown && hasLasted) {
    if (!navigator.onLine) return <Bar tone="status" text={words.connection.offline} />
    return <Bar tone="status" text={words.connection[state.state === 'connecting' ? 'connecting' : 'reconnecting']} />
  }
  if (isCatchingUp) return <Bar tone="status" text={words.connection.catchingUp} />
  return <Rewound client={client} />
}

/** Messages that were there before are gone: whoever saw them is told why. */
function Rewound({ client }: { client: Client }) {
  const count = useComputed(() =>
    client.rooms.list.value.reduce((sum, { id }) => sum + (client.rooms.get(id)?.timeline.rewinds.value ?? 0), 0),
  )
  const seen = useSignal(0)
  const isNews = count.value > seen.value
  const dismiss = () => (seen.value = count.peek())
  useEffect(() => {
    if (!isNews) return
    const timer = setTimeout(dismiss, NOTE_MS)
    return () => clearTimeout(timer)
  }, [isNews, count.value])
  if (!isNews) return null
  return (
    <Bar tone="status" text={words.connection.rewound}>
      <button type="button" class="text-button" onClick={dismiss}>
        {words.connection.dismiss}
      </button>
    </Bar>
  )
}

function sentenceFor(state: ConnectionState): string {
  if (state.state === 'ended')
    return state.reason === 'signed_out' ? words.connection.signedOut : words.connection.ended
  if (state.state === 'refused' && state.failure.code === 'banned') return words.connection.banned
  if (state.state === 'refused' && state.failure.code !== 'unauthorized') return state.failure.message
  return words.connection.signedOut
}

function Updated() {
  // Whoever works on the page wants to see the new one; everybody else is asked.
  if (import.meta.env.MODE === 'development') {
    location.reload()
    return null
  }
  return (
    <Bar tone="status" text={words.connection.updated}>
      <button type="button" class="text-button" onClick={() => location.reload()}>
        {words.connection.reload}
      </button>
    </Bar>
  )
}

function Bar({
  tone,
  text,
  children,
}: {
  tone: 'status' | 'alert'
  text: string
  children?: preact.ComponentChildren
}) {
  return (
    <div class="connection-bar" role={tone} data-tone={tone}>
      <span>{text}</span>
      {children}
    </div>
  )
}
