import { effect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Boot } from '../../protocol/models.ts'
import { leaveTab } from '../drafts/drafts.ts'
import { shellWords } from '../words/shell.ts'
import { colourPeople } from '../people/name-colour.ts'
import { Broken } from '../ui/broken.tsx'
import { lazy } from '../ui/lazy.tsx'
import { isPainted } from '../state/first-paint.ts'
import { outliveTranslators } from '../browser/translators.ts'
import { ConnectionBar } from './connection-bar.tsx'
import { isDrawerOpen, wide } from '../state/drawer.ts'
import { useShortcuts } from './shortcuts.ts'
import { watchRest } from './rest.ts'
import { Sidebar } from './sidebar.tsx'
import { useTabTitle } from './tab-title.ts'
import './shell.css'

const SkipLinks = lazy(async () => (await import('./skip-links.tsx')).SkipLinks, { canWait: true })

outliveTranslators()

type Props = {
  client: Client
  boot: Boot
  room: Room | undefined
  isOver: boolean
}

/** The parts around the room: the other rooms, the connection, the keys. It is loaded for people who have joined. */
export function Shell({ client, boot, room, isOver }: Props) {
  if (room) colourRoom(client, room)
  useShortcuts(client, !isOver)
  useLeaving(client, isOver)
  useTabTitle(client, room)
  useEffect(() => watchRest(client), [client])
  return (
    <>
      {!isOver && <SkipLinks />}
      {/* A drawer is still closed at the first paint, so it can come later. */}
      {(isPainted.value || wide.matches) && (
        <Broken>
          <Sidebar client={client} room={room} isOver={isOver} />
        </Broken>
      )}
      <button
        type="button"
        class="backdrop"
        tabIndex={-1}
        aria-label={shellWords.sidebar.close}
        onClick={() => (isDrawerOpen.value = false)}
      />
      <ConnectionBar client={client} boot={boot} isOver={isOver} />
    </>
  )
}

/** Runs before the sidebar is drawn, which shows some of the same people. */
function colourRoom(client: Client, room: Room): void {
  const authors = room.timeline.entries
    .peek()
    .flatMap((entry) => (entry.kind === 'message' ? entry.message.author.id : []))
  colourPeople(room.id, authors, client.you.peek()?.id)
}

/** Clears the tab of a signed-out user: when the page shows the end, or when it belongs to another user. */
function useLeaving(client: Client, isOver: boolean): void {
  useEffect(() => {
    let you = client.you.peek()
    // The server may take a page that has lost its cookie for another user.
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
