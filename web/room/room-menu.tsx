import type { RefObject } from 'preact'
import type { Client } from '../../client/client.ts'
import { isGroup, type Room } from '../../client/rooms.ts'
import { openDialog } from '../state/open-dialog.ts'
import { openPanel } from '../state/open-panel.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { MENU_ICONS } from '../ui/menu-icons.ts'
import { isFavourite, toggleFavourite } from '../shell/arranging.ts'
import { actionWords as words } from '../words/actions.ts'

const LEVELS = ['everything', 'mentions', 'nothing'] as const

type Props = { client: Client; room: Room; anchor: RefObject<HTMLElement | null>; onClose: () => void }

export function RoomMenu({ client, room, anchor, onClose }: Props) {
  const { id: roomId } = room
  const show = (tab: 'about' | 'members' | 'settings' | 'invite') => () => openDialog({ kind: 'room', roomId, tab })
  return (
    <Menu label={words.room.label} anchor={anchor} onClose={onClose}>
      {room.isMember.value && (
        <>
          <MenuItem icon={MENU_ICONS.markRead} onClick={() => room.markRead(room.view.peek().lastSeq)}>
            {words.room.markRead}
          </MenuItem>
          {!room.askedBy.value && (
            <MenuItem icon={MENU_ICONS.favourite} onClick={() => toggleFavourite(client, roomId)}>
              {isFavourite(client, roomId) ? words.room.unfavourite : words.room.favourite}
            </MenuItem>
          )}
          <hr />
          <p class="menu-heading" id="level-heading">
            {words.room.level}
          </p>
          <div role="group" aria-labelledby="level-heading">
            {LEVELS.map((level) => (
              <MenuItem key={level} isChosen={room.level.value === level} onClick={() => void room.notify(level)}>
                {words.room.levels[level]}
              </MenuItem>
            ))}
          </div>
          <hr />
        </>
      )}
      <MenuItem icon={MENU_ICONS.pin} onClick={() => openPanel({ kind: 'pinned' })}>
        {words.room.pinned}
      </MenuItem>
      <MenuItem icon={MENU_ICONS.files} onClick={() => openPanel({ kind: 'files' })}>
        {words.room.files}
      </MenuItem>
      <MenuItem icon={MENU_ICONS.about} onClick={show('about')}>
        {words.room.about}
      </MenuItem>
      <MenuItem icon={MENU_ICONS.members} onClick={show('members')}>
        {words.room.members}
      </MenuItem>
      {room.mayInvite.value && (
        <MenuItem icon={MENU_ICONS.invite} onClick={show('invite')}>
          {words.room.invite}
        </MenuItem>
      )}
      {room.isModerator.value && (
        <MenuItem icon={MENU_ICONS.settings} onClick={show('settings')}>
          {words.room.settings}
        </MenuItem>
      )}
      {room.kind.value === 'direct' && room.isMember.value && (
        <>
          <hr />
          <MenuItem icon={MENU_ICONS.hide} onClick={() => void client.run('room:hide', { roomId })}>
            {words.room.hide}
          </MenuItem>
          {isGroup(room.view.value) && (
            <MenuItem icon={MENU_ICONS.leave} onClick={show('about')}>
              {words.room.leave}
            </MenuItem>
          )}
        </>
      )}
    </Menu>
  )
}
