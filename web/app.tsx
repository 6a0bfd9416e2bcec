import { batch, untracked, useSignal, useSignalEffect } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Client } from '../client/client.ts'
import { LOBBY } from '../protocol/limits.ts'
import type { Boot, User } from '../protocol/models.ts'
import { Join } from './join/join.tsx'
import { place } from './place.ts'
import { ConnectionBar } from './rooms/connection-bar.tsx'
import { Header } from './rooms/header.tsx'
import { NotFound } from './rooms/not-found.tsx'
import { RoomScreen } from './rooms/room-screen.tsx'
import { words } from './words.ts'

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
  const client = current.value
  const isIn = member.value !== undefined
  const isOver = isIn && hasEnded(client, member.value)
  const { slug } = place.value
  const room = client.rooms.get(slug)
  // A reader who may not look before joining is not told which rooms there are.
  const isMissing =
    !room && slug !== LOBBY && (boot.access === 'open' || client.connection.state.value.state === 'online')

  useSignalEffect(() => {
    // Whoever the server takes us for now, we are not to speak as them.
    const now = current.value
    if (isSomebodyElse(now, member.value)) untracked(() => now.close())
  })

  function become(you: User | undefined) {
    client.close()
    batch(() => {
      current.value = clientFor(you)
      member.value = you
    })
  }

  return (
    <main class="app" data-connection={client.connection.state.value.state} data-joined={isIn}>
      {/* What cannot be used yet must not be reached by Tab either. */}
      <div class="behind" inert={!isIn && !isMissing}>
        <Header room={room} you={client.you.value} />
        {isIn && <ConnectionBar client={client} boot={boot} isOver={isOver} onJoinAgain={() => become(undefined)} />}
        {isMissing ? (
          <NotFound />
        ) : (
          <RoomScreen key={member.value?.id} client={client} room={room} isIn={isIn} isOver={isOver} />
        )}
      </div>
      {!isIn && !isMissing && (
        <Join access={boot.access} room={room?.view.value.name ?? words.product} onJoined={become} />
      )}
    </main>
  )
}

/** A page that has lost its cookie is let in as a new guest where the chat is open. */
const isSomebodyElse = (client: Client, member: User | undefined): boolean =>
  member !== undefined && client.you.value?.id !== member.id

function hasEnded(client: Client, member: User | undefined): boolean {
  const { state } = client.connection.state.value
  return state === 'ended' || state === 'refused' || isSomebodyElse(client, member)
}
