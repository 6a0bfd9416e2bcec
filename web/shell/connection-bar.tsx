import { useComputed } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Boot } from '../../protocol/models.ts'
import { lazy } from '../ui/lazy.tsx'
import { useHeld } from '../ui/use-held.ts'
import { shellWords } from '../words/shell.ts'
import { Bar } from './bar.tsx'

const ConnectionNews = lazy(async () => (await import('./connection-news.tsx')).ConnectionNews, { canWait: true })
const Updated = lazy(async () => (await import('./connection-news.tsx')).Updated, { canWait: true })

/** A shorter loss repairs itself and is not shown. */
const QUIET_MS = 2_000

type Props = { client: Client; boot: Boot; isOver: boolean }

/** A bar about a problem of the connection, if there is one. */
export function ConnectionBar({ client, boot, isOver }: Props) {
  const state = client.connection.state.value
  const isDown = state.state === 'offline' || state.state === 'connecting'
  const hasLasted = useHeld(isDown, QUIET_MS)
  const isBehind = useComputed(() =>
    client.rooms.all.value.some(({ timeline }) => timeline.status.value.state === 'catching-up'),
  )
  const isCatchingUp = useHeld(isBehind.value, QUIET_MS / 4)
  const isNewer = client.server.value !== undefined && client.server.value.version !== boot.server.version

  if (isNewer || (state.state === 'ended' && state.reason === 'new_version')) return <Updated />
  if (isOver) return null
  if (isDown && hasLasted) {
    if (!navigator.onLine) return <Bar text={shellWords.connection.offline} />
    return <Bar text={shellWords.connection[state.state === 'connecting' ? 'connecting' : 'reconnecting']} />
  }
  if (isCatchingUp) return <Bar text={shellWords.connection.catchingUp} />
  return <ConnectionNews client={client} />
}
