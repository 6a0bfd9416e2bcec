import type { Client } from '../../../client/client.ts'
import type { Me, RoomView } from '../../../protocol/models.ts'
import { type AnyDialog, openDialog } from '../../state/open-dialog.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { mayHost, mayInvite } from '../../people/permissions.ts'
import { type Tab, Tabs } from '../../ui/tabs.tsx'
import { About } from './about.tsx'
import { InviteToRoom } from './invite.tsx'
import { Members } from './members.tsx'
import { RoomSettings } from './settings.tsx'

type RoomTab = Extract<AnyDialog, { kind: 'room' }>['tab']
type Props = { client: Client; me: Me; room: RoomView; tab: RoomTab; goTo: (slug: string) => void }

export function RoomDialog({ client, me, room, tab, goTo }: Props) {
  const says = dialogWords.room
  const tabs: Tab<RoomTab>[] = [
    { id: 'about', label: says.tabs.about },
    { id: 'members', label: says.tabs.members },
    ...(mayInvite(room, me) || mayHost(room, me) ? [{ id: 'invite' as const, label: says.tabs.invite }] : []),
    ...(mayHost(room, me) ? [{ id: 'settings' as const, label: says.tabs.settings }] : []),
  ]
  // My permissions can change while the dialog is open.
  const current = tabs.some(({ id }) => id === tab) ? tab : 'about'
  return (
    <Tabs
      tabs={tabs}
      current={current}
      label={says.label}
      onChoose={(chosen) => openDialog({ kind: 'room', roomId: room.id, tab: chosen })}
    >
      {current === 'about' && <About client={client} room={room} goTo={goTo} />}
      {current === 'members' && <Members client={client} me={me} room={room} />}
      {current === 'invite' && <InviteToRoom client={client} me={me} room={room} />}
      {current === 'settings' && <RoomSettings client={client} room={room} goTo={goTo} />}
    </Tabs>
  )
}
