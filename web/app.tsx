import { batch, untracked, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Client } from '../client/client.ts'
import type { OutboxEntry } from '../client/outbox.ts'
import { LOBBY } from '../protocol/limits.ts'
import type { Boot, User } from '../protocol/models.ts'
import { Join } from './join/join.tsx'
import { overlay } from './overlay.ts'
import { isPanelAlone, panel } from './panel.ts'
import { goTo, moveTo } from './place.ts'
import { isDrawerOpen } from './rooms/drawer.ts'
import { useFound } from './rooms/found.ts'
import { Header } from './rooms/header.tsx'
import { RoomScreen } from './rooms/room-screen.tsx'
import { lazy } from './ui/lazy.tsx'
import { words } from './words.ts'

const Around = lazy(loadAround)
const Overlays = lazy(async () => (await import('./overlays/overlays.tsx')).Overlays, { isLoud: true })
const Panel = lazy(async () => (await import('./panel/panel.tsx')).Panel, { isLoud: true })
const Arrival = lazy(async () => (await import('./join/arrival.tsx')).Arrival, { isLoud: true })
const Nowhere = lazy(async () => (await import('./rooms/nowhere.tsx')).Nowhere)
const Over = lazy(async () => (await import('./rooms/over.tsx')).Over)

/** The part of the page for who is in. All of it together: a line that is lost must not keep my own words from being shown. */
export async function loadAround() {
  const [{ Around }] = await Promise.all([
    import('./rooms/around.tsx'),
    import('./rooms/header-buttons.tsx'),
    import('./timeline/draft-row.tsx'),
    import('./timeline/announcer.tsx'),
    import('./timeline/hear-rows.tsx'),
    import('./timeline/newest-button.tsx'),
    import('./timeline/quoted.tsx'),
    import('./timeline/mentions.ts'),
    import('./timeline/reactions.tsx'),
    import('./composer/notes.tsx'),
    import('./composer/assist.tsx'),
  ])
  return Around
}

const ARRIVALS = ['/owner', '/invite', '/sign-in'] as const

type Props = {
  boot: Boot
  /** A client that is this user, or nobody yet. */
  clientFor: (you: User | undefined) => Client
}

/** Which screen is on, and what lies over it. */
export function App({ boot, clientFor }: Props) {
  // Joining makes another client: who I am is settled before I can write a word, connected or not.
  const member = useSignal(boot.you)
  const current = useSignal(useMemo(() => clientFor(boot.you), []))
  /** One of the pages whose address holds a secret, until it has been used. */
  const arrival = useSignal(ARRIVALS.find((path) => path === location.pathname))
  const client = current.value
  /** What a guest that is no more could not send. Whoever joins here next decides about it. */
  const left = useRef<readonly OutboxEntry[]>([])
  const isIn = member.value !== undefined
  const isOver = isIn && hasEnded(client, member.value)
  const found = useFound(client, isIn && arrival.value === undefined, boot.page !== undefined)
  const room = found.state === 'room' ? found.room : undefined
  const isNowhere = found.state === 'missing' || found.state === 'gone' || found.state === 'failed'
  useEffect(() => {
    if (!isIn && room) document.title = words.title(room.name.value)
  }, [isIn, room?.name.value])
  useEffect(() => client.rooms.watch(isIn ? room?.id : undefined), [client, room?.id, isIn])

  useSignalEffect(() => {
    // Whoever the server takes us for now, we are not to speak as them.
    const now = current.value
    if (isSomebodyElse(now, member.value)) untracked(() => now.close())
    // The cookie is gone or worth nothing any more: whoever this is has to say so again.
    else if (isUnknown(now)) untracked(() => become(undefined))
  })

  function become(you: User | undefined) {
    const before = current.peek()
    before.close()
    const next = clientFor(you)
    // A person comes back to what is theirs.
    if (!you) left.current = before.you.peek()?.kind === 'guest' ? before.outbox.entries.peek() : []
    else if (left.current.length > 0) {
      void next.outbox.inherit(left.current, { code: 'unauthorized', message: words.draft.signedOut })
      left.current = []
    }
    batch(() => {
      overlay.value = undefined
      panel.value = undefined
      current.value = next
      member.value = you
    })
  }

  if (arrival.value !== undefined) {
    const arrive = (you: User, slug: string = LOBBY) => {
      batch(() => {
        become(you)
        arrival.value = undefined
        moveTo(slug)
      })
    }
    return (
      <main class="app">
        <Arrival path={arrival.value} boot={boot} onArrived={arrive} />
      </main>
    )
  }

  return (
    <main class="app" data-connection={client.connection.state.value.state} data-joined={isIn}>
      {isIn && <Around client={client} boot={boot} room={room} isOver={isOver} />}
      {/* What cannot be used yet must not be reached by Tab either. */}
      <div class="behind" inert={(!isIn && !isNowhere) || isDrawerOpen.value || isPanelAlone.value}>
        <Header room={room} client={client} isIn={isIn} isOver={isOver} />
        {isOver && <Over client={client} onAgain={() => become(undefined)} />}
        {isNowhere ? (
          <Nowhere client={client} found={found} />
        ) : (
          <RoomScreen key={member.value?.id} client={client} room={room} isIn={isIn} isOver={isOver} />
        )}
      </div>
      {!isIn && !isNowhere && (
        <Join
          access={boot.access}
          room={room?.name.value ?? words.product}
          unsent={left.current.length}
          onJoined={become}
        />
      )}
      {isIn && panel.value && <Panel client={client} room={room} />}
      {isIn && overlay.value && <Overlays client={client} goTo={goTo} onSignedOut={() => become(undefined)} />}
    </main>
  )
}

/** A page that has lost its cookie is let in as a new guest where the chat is open. */
const isSomebodyElse = (client: Client, member: User | undefined): boolean =>
  member !== undefined && client.you.value?.id !== member.id

function isUnknown(client: Client): boolean {
  const state = client.connection.state.value
  return state.state === 'refused' && state.failure.code === 'unauthorized'
}

function hasEnded(client: Client, member: User | undefined): boolean {
  const { state } = client.connection.state.value
  return state === 'ended' || state === 'refused' || isSomebodyElse(client, member)
}
