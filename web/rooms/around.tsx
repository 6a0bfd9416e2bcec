import { effect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Boot } from '../../protocol/models.ts'
import { leaveTab } from '../composer/drafts.ts'
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
  useLeaving(client, isOver)
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

/** Whoever is in no more leaves the tab, when the page says so or when it is somebody else's. */
function useLeaving(client: Client, isOver: boolean): void {
  useEffect(() => {
    let you = client.you.peek()
    // A page that has lost its cookie may be taken for somebody else.
    const stop = effect(() => {
      if (client.you.value?.id === you?.id) you = client.you.value
    })
    return () => {
      stop()
      const state = client.connection.state.peek()
      const isToReload = state.state === 'ended' && state.reason === 'new_version'
      if (you && !isToReload) leaveTab(you)
    }
  }, [client, isOver])
}
