import { batch, untracked, useSignal, useSignalEffect } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import type { Client } from '../client/client.ts'
import type { OutboxEntry } from '../client/outbox.ts'
import { LOBBY } from '../protocol/limits.ts'
import type { Failure } from '../protocol/errors.ts'
import type { Boot, User } from '../protocol/models.ts'
import { Join } from './join/join.tsx'
import { endSession } from './join/session.ts'
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
  /** What a guest that is no more could not send. Whoever joins here next decides about it. */
  const left = useRef<readonly OutboxEntry[]>([])
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
    // The cookie is gone or worth nothing any more: whoever this is has to say so again.
    else if (isUnknown(now)) untracked(() => become(undefined))
  })

  function become(you: User | undefined) {
    const before = current.peek()
    before.close()
    const next = clientFor(you)
    if (!you) left.current = before.outbox.entries.peek()
    else if (left.current.length > 0) {
      void next.outbox.inherit(left.current, { code: 'unauthorized', message: words.draft.signedOut })
      left.current = []
    }
    batch(() => {
      current.value = next
      member.value = you
    })
  }

  /** Only a session that has really ended is left: until then its messages may still go out. */
  async function signOut(): Promise<Failure | undefined> {
    const result = await endSession()
    if (!result.ok) return result.error
    await client.outbox.abandon()
    become(undefined)
    return undefined
  }

  return (
    <main class="app" data-connection={client.connection.state.value.state} data-joined={isIn}>
      {/* What cannot be used yet must not be reached by Tab either. */}
      <div class="behind" inert={!isIn && !isMissing}>
        <Header room={room} client={client} onSignOut={signOut} />
        {isIn && <ConnectionBar client={client} boot={boot} isOver={isOver} onJoinAgain={() => become(undefined)} />}
        {isMissing ? (
          <NotFound />
        ) : (
          <RoomScreen key={member.value?.id} client={client} room={room} isIn={isIn} isOver={isOver} />
        )}
      </div>
      {!isIn && !isMissing && (
        <Join
          access={boot.access}
          room={room?.name.value ?? words.product}
          unsent={left.current.length}
          onJoined={become}
        />
      )}
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
