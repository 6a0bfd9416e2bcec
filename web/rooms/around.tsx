import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Boot } from '../../protocol/models.ts'
import { aroundWords } from '../words-around.ts'
import { isPainted } from '../ui/painted.ts'
import { warmUp } from '../warm-up.ts'
import { ConnectionBar } from './connection-bar.tsx'
import { isDrawerOpen, wide } from './drawer.ts'
import { useKeys } from './keys.ts'
import { hearLinks } from './links-in-chat.ts'
import { Sidebar } from './sidebar.tsx'
import { useTitle } from './title.ts'

type Props = {
  client: Client
  boot: Boot
  room: Room | undefined
  isOver: boolean
}

/** What is around the room for who is in: the other rooms, the line, the keys. Who still has to join does not load it. */
export function Around({ client, boot, room, isOver }: Props) {
  useTitle(client, room)
  useKeys(client, !isOver)
  useEffect(warmUp, [])
  useEffect(hearLinks, [])
  return (
    <>
      {/* Where it is a drawer it is still closed, and not missed in the first picture. */}
      {(isPainted.value || wide.matches) && <Sidebar client={client} room={room} isOver={isOver} />}
      <button
        type="button"
        class="backdrop"
        tabIndex={-1}
        aria-label={aroundWords.sidebar.close}
        onClick={() => (isDrawerOpen.value = false)}
      />
      <ConnectionBar client={client} boot={boot} isOver={isOver} />
    </>
  )
}
