import { batch, untracked, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Client } from '../client/client.ts'
import type { OutboxEntry } from '../client/outbox.ts'
import { LOBBY } from '../protocol/limits.ts'
import type { Boot, User } from '../protocol/models.ts'
import { Join } from './join/join.tsx'
import { card } from './state/open-card.ts'
import { dialog } from './state/open-dialog.ts'
import { isPanelAlone, panel } from './state/open-panel.ts'
import { belowBase, goTo, moveTo } from './state/address.ts'
import { chatName } from './state/chat-look.ts'
import { isDrawerOpen } from './state/drawer.ts'
import { useRoomAtAddress } from './room/room-at-address.ts'
import { Header } from './room/header.tsx'
import { RoomScreen } from './room/room-screen.tsx'
import { Broken } from './ui/broken.tsx'
import { lazy } from './ui/lazy.tsx'
import { words } from './words/first.ts'

const Shell = lazy(loadShell)
const Soon = lazy(async () => (await import('./soon.tsx')).Soon, { canWait: true })
const Dialogs = lazy(async () => (await import('./dialogs/dialogs.tsx')).Dialogs, { isLoud: true })
const PersonCard = lazy(async () => (await import('./dialogs/dialogs.tsx')).PersonCard, { isLoud: true })
const Panel = lazy(async () => (await import('./panel/panel.tsx')).Panel, { isLoud: true })
const Arrival = lazy(async () => (await import('./join/arrival.tsx')).Arrival, { isLoud: true })
const NoRoom = lazy(async () => (await import('./room/no-room.tsx')).NoRoom)
const SessionOver = lazy(async () => (await import('./room/session-over.tsx')).SessionOver)

/** The page for people who have joined. All of its parts are in one file, which is loaded before they are shown. */
export async function loadShell() {
  return (await import('./shell/shell.tsx')).Shell
}

const ARRIVALS = ['/owner', '/invite', '/sign-in', '/new-password', '/confirm-mail'] as const

type Props = {
  boot: Boot
  /** A client for this user, or for a visitor who has not joined. */
  clientFor: (you: User | undefined) => Client
}

/** The page: the present screen, and the dialog or card over it. */
export function App({ boot, clientFor }: Props) {
  // Joining makes another client: the user is known before a first word is written, connected or not.
  const member = useSignal(boot.you)
  const current = useSignal(useMemo(() => clientFor(boot.you), []))
  /** One of the pages whose address holds a secret, until it has been used. */
  const arrival = useSignal(ARRIVALS.find((path) => path === belowBase(location.pathname)))
  const client = current.value
  const isCookieless = useSignal(!navigator.cookieEnabled)
  /** The unsent messages of a guest whose session is over. The next person to join here decides about them. */
  const left = useRef<readonly OutboxEntry[]>([])
  const isIn = member.value !== undefined
  const isOver = isIn && hasEnded(client, member.value)
  const found = useRoomAtAddress(client, isIn && arrival.value === undefined, boot.page !== undefined)
  const room = found.state === 'room' ? found.room : undefined
  const isNowhere = found.state === 'missing' || found.state === 'gone' || found.state === 'failed'
  useEffect(() => {
    if (!isIn && room) document.title = words.title(room.name.value, chatName.value)
  }, [isIn, room?.name.value, chatName.value])
  useEffect(() => client.rooms.watch(isIn ? room?.id : undefined), [client, room?.id, isIn])

  useSignalEffect(() => {
    // If the server takes us for another user, this page must not speak as them.
    const now = current.value
    if (isSomebodyElse(now, member.value)) untracked(() => now.close())
    // The cookie is gone or no longer valid: the user has to sign in again.
    else if (isUnknown(now)) {
      // A newcomer who never got a welcome has a browser that did not keep the cookie.
      isCookieless.value ||= !boot.you && !now.settings.peek()
      untracked(() => become(undefined))
    }
  })

  function become(you: User | undefined) {
    const before = current.peek()
    before.close()
    const next = clientFor(you)
    // A returning person finds their own drafts.
    if (!you) left.current = before.you.peek()?.kind === 'guest' ? before.outbox.entries.peek() : []
    else if (left.current.length > 0) {
      const entries = left.current
      left.current = []
      void import('../client/inherit-drafts.ts').then(({ inheritDrafts }) =>
        inheritDrafts(next.outbox, entries, { code: 'unauthorized', message: words.draft.signedOut }),
      )
    }
    batch(() => {
      dialog.value = undefined
      card.value = undefined
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
      {isIn && <Shell client={client} boot={boot} room={room} isOver={isOver} />}
      {isIn && <Soon client={client} />}
      {/* Tab must not reach parts that cannot be used yet. */}
      <div class="behind" inert={(!isIn && !isNowhere) || isDrawerOpen.value || isPanelAlone.value}>
        <Broken>
          <Header room={room} client={client} isIn={isIn} isOver={isOver} />
        </Broken>
        {isOver && <SessionOver client={client} onAgain={() => become(undefined)} />}
        {isNowhere ? (
          <NoRoom client={client} found={found} />
        ) : (
          <RoomScreen key={member.value?.id} client={client} room={room} isIn={isIn} isOver={isOver} />
        )}
      </div>
      {!isIn &&
        !isNowhere &&
        (isCookieless.value ? (
          <Arrival boot={boot} onArrived={become} />
        ) : (
          <Join
            access={boot.access}
            hasMail={boot.server.hasMail}
            room={room?.name.value ?? chatName.value}
            unsent={left.current.length}
            onJoined={become}
          />
        ))}
      {isIn && panel.value && <Panel client={client} room={room} />}
      {isIn && dialog.value && <Dialogs client={client} goTo={goTo} onSignedOut={() => become(undefined)} />}
      {isIn && card.value && <PersonCard client={client} card={card.value} goTo={goTo} />}
    </main>
  )
}

/** Whether the server sees another user: an open chat lets a page that has lost its cookie in as a new guest. */
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
