import type { RefObject } from 'preact'
import type { Room } from '../../client/rooms.ts'
import { openOverlay } from '../overlay.ts'
import { openPanel } from '../panel.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { actionWords as words } from '../words-actions.ts'

const LEVELS = ['everything', 'mentions', 'nothing'] as const

type Props = { room: Room; anchor: RefObject<HTMLElement | null>; onClose: () => void }

export function RoomMenu({ room, anchor, onClose }: Props) {
  const { id: roomId } = room
  const isDirect = room.kind.value === 'direct'
  const show = (tab: 'about' | 'members' | 'settings' | 'invite') => () => openOverlay({ kind: 'room', roomId, tab })
  return (
    <Menu label={words.room.label} anchor={anchor} onClose={onClose}>
      {room.isMember.value && (
        <>
          <MenuItem onClick={() => room.markRead(room.view.peek().lastSeq)}>{words.room.markRead}</MenuItem>
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
      <MenuItem onClick={() => openPanel({ kind: 'pinned' })}>{words.room.pinned}</MenuItem>
      <MenuItem onClick={show('about')}>{words.room.about}</MenuItem>
      <MenuItem onClick={show('members')}>{words.room.members}</MenuItem>
      {!isDirect && room.isMember.value && <MenuItem onClick={show('invite')}>{words.room.invite}</MenuItem>}
      {room.isModerator.value && <MenuItem onClick={show('settings')}>{words.room.settings}</MenuItem>}
    </Menu>
  )
}
