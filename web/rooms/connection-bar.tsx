import { useComputed, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Boot } from '../../protocol/models.ts'
import { words } from '../words.ts'
import { aroundWords } from '../words-around.ts'
import { useLasting } from './lasting.ts'
import './connection-bar.css'

/** Shorter losses heal by themselves, and nobody needs to know. */
const QUIET_MS = 2_000
/** Long enough to be read twice. */
const NOTE_MS = 20_000

type Props = { client: Client; boot: Boot; isOver: boolean }

/** Says what is wrong with the line, when there is something to say. It lies over the messages and moves nothing. */
export function ConnectionBar({ client, boot, isOver }: Props) {
  const state = client.connection.state.value
  const isDown = state.state === 'offline' || state.state === 'connecting'
  const hasLasted = useLasting(isDown, QUIET_MS)
  const isBehind = useComputed(() =>
    client.rooms.all.value.some(({ timeline }) => timeline.status.value.state === 'catching-up'),
  )
  const isCatchingUp = useLasting(isBehind.value, QUIET_MS / 4)
  const isNewer = client.server.value !== undefined && client.server.value.version !== boot.server.version

  if (isNewer || (state.state === 'ended' && state.reason === 'new_version')) return <Updated />
  if (isOver) return null
  if (isDown && hasLasted) {
    if (!navigator.onLine) return <Bar text={aroundWords.connection.offline} />
    return <Bar text={aroundWords.connection[state.state === 'connecting' ? 'connecting' : 'reconnecting']} />
  }
  if (isCatchingUp) return <Bar text={aroundWords.connection.catchingUp} />
  return <Rewound client={client} />
}

/** Messages that were there before are gone: whoever saw them is told why. */
function Rewound({ client }: { client: Client }) {
  const count = useComputed(() => client.rooms.all.value.reduce((sum, { timeline }) => sum + timeline.rewinds.value, 0))
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
    <Bar text={aroundWords.connection.rewound}>
      <button type="button" class="text-button" onClick={dismiss}>
        {words.connection.dismiss}
      </button>
    </Bar>
  )
}

function Updated() {
  // Whoever works on the page wants to see the new one; everybody else is asked.
  if (import.meta.env.MODE === 'development') {
    location.reload()
    return null
  }
  return (
    <Bar text={aroundWords.connection.updated}>
      <button type="button" class="text-button" onClick={() => location.reload()}>
        {words.connection.reload}
      </button>
    </Bar>
  )
}

function Bar({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <div class="connection-bar" role="status">
      <span>{text}</span>
      {children}
    </div>
  )
}
