import { useEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Me } from '../../protocol/models.ts'
import { type AnyDialog, closeDialog, openDialog, dialog } from '../state/open-dialog.ts'
import { isNarrow } from '../state/narrow.ts'
import { Dialog } from '../ui/dialog.tsx'
import { lazy } from '../ui/lazy.tsx'
import { dialogWords } from '../words/dialogs.ts'
import { peopleWords } from '../words/people.ts'
import { Account } from './account/account.tsx'
import { ChatEmoji } from './emoji/emoji.tsx'
import { Keys } from './help/shortcuts.tsx'
import { Moderation } from './moderation/moderation.tsx'
import { Directory } from './directory/directory.tsx'
import { Person } from './person/person.tsx'
import { StatusEditor } from './person/status.tsx'
import { MessageVersions } from './versions/versions.tsx'
import { MessageReactions } from './message/reactions.tsx'
import { Forward } from './message/forward.tsx'
import { Remind } from './message/remind.tsx'
import { ReportMessage } from './message/report.tsx'
import { titleOf } from './rooms/room-title.ts'
import { Arrange } from './rooms/arrange.tsx'
import { Browse } from './rooms/browse.tsx'
import { NewDirect } from './rooms/new-direct.tsx'
import { NewRoom } from './rooms/new-room.tsx'
import { RoomDialog } from './rooms/room.tsx'
import { Switcher } from './switcher/switcher.tsx'
import { Writing } from './help/writing.tsx'
// In the order of this list: each file may correct the files before it.
import './dialogs.css'
import './people.css'
import './person/card.css'
import './person/status.css'
import './lines.css'
import './facts.css'
import './account/account.css'
import './invitations/secret-link.css'
import './moderation/moderation.css'
import './switcher/switcher.css'
import './narrow.css'

/** The card stands beside its opener, or over a dialog. */
export { PersonCard } from './person/card.tsx'

/** Rare, and it needs what takes files. */
const SharedWithUs = lazy(async () => (await import('./sharing/shared.tsx')).SharedWithUs)

type Props = {
  client: Client
  goTo: (slug: string, seq?: number) => void
  /** Absent where signing out is offered elsewhere. */
  onSignedOut?: (() => void) | undefined
}

/** The open dialog, if any, and the way back to the one before it. */
export function Dialogs({ client, goTo, onSignedOut }: Props) {
  const current = dialog.value
  const me = client.me.value
  const trail = useTrail(current)
  // When a room disappears, its dialog closes.
  const isGone = current?.kind === 'room' && client.rooms.get(current.roomId) === undefined
  useEffect(() => {
    if (isGone) closeDialog()
  }, [isGone])
  if (!current || !me || isGone) return null

  const before = trail.at(-1)
  return (
    <Dialog
      key={nameOf(current)}
      heading={headingOf(current, client)}
      onClose={closeDialog}
      onBack={before && (() => openDialog(before))}
      isWide={current.kind === 'account'}
      isText={current.kind === 'keys' || current.kind === 'writing'}
    >
      <Content
        dialog={current}
        client={client}
        me={me}
        goTo={goTo}
        onDone={before ? () => openDialog(before) : closeDialog}
        onSignedOut={onSignedOut}
      />
    </Dialog>
  )
}

/** The dialogs that were open before, the latest last. Going back to one drops those after it. */
function useTrail(current: AnyDialog | undefined): readonly AnyDialog[] {
  const state = useRef<{ current: AnyDialog | undefined; trail: AnyDialog[] }>({ current: undefined, trail: [] })
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

/** The name of a dialog. Two dialogs of the same name are one, maybe at another tab. */
function nameOf(shown: AnyDialog): string {
  if (shown.kind === 'room') return `room ${shown.roomId}`
  if (shown.kind === 'person') return `person ${shown.user.id}`
  // On a phone each section is a page, with a way back to the list of them.
  if (shown.kind === 'account' && isNarrow.peek() && shown.section) return `account ${shown.section}`
  return shown.kind
}

function headingOf(shown: AnyDialog, client: Client) {
  const { headings } = dialogWords
  const ofPeople = { directory: peopleWords.directory.heading, status: peopleWords.status.heading }
  if (shown.kind === 'room') {
    const room = client.rooms.get(shown.roomId)?.view.value
    return <bdi>{room && titleOf(room, client.you.value?.id)}</bdi>
  }
  if (shown.kind === 'person') return <bdi>{shown.user.name}</bdi>
  if (shown.kind === 'account' && isNarrow.value && shown.section) return dialogWords.account.sections[shown.section]
  return shown.kind === 'directory' || shown.kind === 'status' ? ofPeople[shown.kind] : headings[shown.kind]
}

type ContentProps = Props & { dialog: AnyDialog; me: Me; onDone: () => void }

function Content({ dialog: shown, client, me, goTo, onDone, onSignedOut }: ContentProps) {
  switch (shown.kind) {
    case 'account':
      return <Account client={client} me={me} section={shown.section} onSignedOut={onSignedOut} />
    case 'arrange':
      return <Arrange client={client} />
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
    case 'directory':
      return <Directory client={client} />
    case 'emoji':
      return <ChatEmoji client={client} me={me} />
    case 'status':
      return <StatusEditor client={client} me={me} onDone={onDone} />
    case 'moderation':
      return <Moderation client={client} me={me} tab={shown.tab} goTo={goTo} />
    case 'forward':
      return <Forward client={client} roomId={shown.roomId} seq={shown.seq} />
    case 'remind':
      return <Remind client={client} roomId={shown.roomId} seq={shown.seq} />
    case 'report':
      return <ReportMessage client={client} roomId={shown.roomId} seq={shown.seq} />
    case 'reactions':
      return <MessageReactions client={client} roomId={shown.roomId} seq={shown.seq} />
    case 'shared':
      return <SharedWithUs client={client} goTo={goTo} />
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
