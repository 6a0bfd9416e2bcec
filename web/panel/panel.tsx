import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { Inbox } from '../inbox/inbox.tsx'
import { Pinned } from '../inbox/pinned.tsx'
import { SavedMessages } from '../inbox/saved.tsx'
import { panel } from '../state/open-panel.ts'
import { Search } from '../search/search.tsx'
import { lazy } from '../ui/lazy.tsx'
import { findingWords as words } from '../words/finding.ts'
import { Frame } from './frame.tsx'
import './panel.css'

const RoomFiles = lazy(async () => (await import('./room-files.tsx')).RoomFiles, { isLoud: true })

type Props = { client: Client; room: Room | undefined }

/** The panel beside the room, if one is open. */
export function Panel({ client, room }: Props) {
  const shown = panel.value
  switch (shown?.kind) {
    case 'search':
      return (
        <Frame heading={words.search.heading}>
          <Search client={client} wanted={shown} />
        </Frame>
      )
    case 'inbox':
      return (
        <Frame heading={words.inbox.heading}>
          <Inbox client={client} />
        </Frame>
      )
    case 'saved':
      return (
        <Frame heading={words.saved.heading}>
          <SavedMessages client={client} />
        </Frame>
      )
    case 'pinned':
      return (
        room && (
          <Frame key={room.id} heading={words.pinned.heading(room.name.value)}>
            <Pinned client={client} room={room} />
          </Frame>
        )
      )
    case 'files':
      return room && <RoomFiles key={room.id} client={client} room={room} />
    case undefined:
      return null
  }
}
