import { useEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Me } from '../../protocol/models.ts'
import { type Overlay, closeOverlay, openOverlay, overlay } from '../overlay.ts'
import { Dialog } from '../ui/dialog.tsx'
import { overlayWords } from '../words-overlays.ts'
import { Account } from './account/account.tsx'
import { Keys } from './keys.tsx'
import { Moderation } from './moderation/moderation.tsx'
import { Person } from './person/person.tsx'
import { MessageVersions } from '../inbox/versions.tsx'
import { ReportMessage } from './report.tsx'
import { titleOf } from './room-title.ts'
import { Browse } from './rooms/browse.tsx'
import { NewDirect } from './rooms/new-direct.tsx'
import { NewRoom } from './rooms/new-room.tsx'
import { RoomDialog } from './rooms/room.tsx'
import { Switcher } from './switcher.tsx'
import { Writing } from './writing.tsx'
// One after the other as they stand here: each may correct those before it.
import './overlays.css'
import './people.css'
import './lines.css'
import './facts.css'
import './secret-link.css'
import './moderation/moderation.css'
import './switcher.css'
import './narrow.css'

type Props = {
  client: Client
  goTo: (slug: string, seq?: number) => void
  /** Without it the way out is elsewhere. */
  onSignedOut?: (() => void) | undefined
}

/** The one dialog that is open, if any, and the way back to the one before it. */
export function Overlays({ client, goTo, onSignedOut }: Props) {
  const current = overlay.value
  const me = client.me.value
  const trail = useTrail(current)
  // A room that I see no longer takes its dialog along.
  const isGone = current?.kind === 'room' && client.rooms.get(current.roomId) === undefined
  useEffect(() => {
    if (isGone) closeOverlay()
  }, [isGone])
  if (!current || !me || isGone) return null

  const before = trail.at(-1)
  return (
    <Dialog
      key={nameOf(current)}
      heading={headingOf(current, client)}
      onClose={closeOverlay}
      onBack={before && (() => openOverlay(before))}
    >
      <Content overlay={current} client={client} me={me} goTo={goTo} onSignedOut={onSignedOut} />
    </Dialog>
  )
}

/** What was open before, the latest last. Whoever goes back to it is not sent forward again. */
function useTrail(current: Overlay | undefined): readonly Overlay[] {
  const state = useRef<{ current: Overlay | undefined; trail: Overlay[] }>({ current: undefined, trail: [] })
  const { current: last, trail } = state.current
  if (last === current) return trail
  const next = (() => {
    if (!current || !last) return []
    if (nameOf(last) === nameOf(current)) return trail
    const known = trail.findIndex((entry) => nameOf(entry) === nameOf(current))
    return known === -1 ? [...trail, last] : trail.slice(0, known)
  })()
  state.current = { current, trail: next }
  return next
}

/** Two of the same name are one dialog: another tab of it is not another one. */
function nameOf(shown: Overlay): string {
  if (shown.kind === 'room') return `room ${shown.roomId}`
  if (shown.kind === 'person') return `person ${shown.user.id}`
  return shown.kind
}

function headingOf(shown: Overlay, client: Client) {
  const { headings } = overlayWords
  if (shown.kind === 'room') {
    const room = client.rooms.get(shown.roomId)?.view.value
    return <bdi>{room && titleOf(room, client.you.value?.id)}</bdi>
  }
  if (shown.kind === 'person') return <bdi>{shown.user.name}</bdi>
  return headings[shown.kind]
}

function Content({ overlay: shown, client, me, goTo, onSignedOut }: Props & { overlay: Overlay; me: Me }) {
  switch (shown.kind) {
    case 'account':
      return <Account client={client} me={me} onSignedOut={onSignedOut} />
    case 'browse':
      return <Browse client={client} goTo={goTo} />
    case 'new-room':
      return <NewRoom client={client} goTo={goTo} />
    case 'new-direct':
      return <NewDirect client={client} goTo={goTo} />
    case 'room': {
      const room = client.rooms.get(shown.roomId)?.view.value
      return room ? <RoomDialog client={client} me={me} room={room} tab={shown.tab} goTo={goTo} /> : null
    }
    case 'person': {
      const room = shown.roomId === undefined ? undefined : client.rooms.get(shown.roomId)?.view.value
      return <Person client={client} me={me} user={shown.user} room={room} goTo={goTo} />
    }
    case 'moderation':
      return <Moderation client={client} me={me} goTo={goTo} />
    case 'report':
      return <ReportMessage client={client} roomId={shown.roomId} seq={shown.seq} />
    case 'switcher':
      return <Switcher client={client} goTo={goTo} />
    case 'keys':
      return <Keys />
    case 'writing':
      return <Writing />
    case 'versions':
      return <MessageVersions client={client} roomId={shown.roomId} seq={shown.seq} />
  }
}
