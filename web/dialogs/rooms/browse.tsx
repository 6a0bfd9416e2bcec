import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { BrowsedRoom } from '../../../protocol/models.ts'
import { closeDialog, openDialog } from '../../state/open-dialog.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { Check, SearchField } from '../../ui/fields.tsx'
import { Listed } from '../../ui/loaded-list.tsx'
import { Problem } from '../../ui/problem.tsx'
import { mayMakeRooms } from '../../people/may-make-rooms.ts'

type Props = { client: Client; goTo: (slug: string) => void }

/** All open rooms, with buttons to join them. */
export function Browse({ client, goTo }: Props) {
  const says = dialogWords.browse
  const [query, setQuery] = useState('')
  const [isArchived, setArchived] = useState(false)
  const asked = { query: query.trim(), isArchived }
  const found = useLoaded(() => client.run('rooms:browse', asked), [asked.query, isArchived], 150)
  const more = useAction(async (after: string) => client.run('rooms:browse', { ...asked, after }))
  const me = client.me.value

  async function loadMore(after: string) {
    const page = await more.start(after)
    if (page?.ok) found.change((before) => ({ rooms: [...before.rooms, ...page.value.rooms], next: page.value.next }))
  }

  return (
    <div class="stack">
      <SearchField label={says.search} value={query} onType={setQuery} isFirst />
      <div class="acts acts-apart">
        <Check label={says.archived} checked={isArchived} onChange={setArchived} />
        {me && mayMakeRooms(me, client.settings.value) && (
          <button type="button" class="button" onClick={() => openDialog({ kind: 'new-room' })}>
            {dialogWords.newRoom.heading}
          </button>
        )}
      </div>
      <Listed
        loaded={found}
        isEmpty={({ rooms }) => rooms.length === 0}
        empty={query.trim() === '' && !isArchived ? says.none : says.nothing}
      >
        {({ rooms, next }) => (
          <>
            <ul class="lines">
              {rooms.map((room) => (
                <RoomLine key={room.id} client={client} room={room} goTo={goTo} />
              ))}
            </ul>
            <Problem failure={more.failure} />
            {next !== undefined && (
              <button type="button" class="button" aria-disabled={more.isRunning} onClick={() => void loadMore(next)}>
                {dialogWords.more}
              </button>
            )}
          </>
        )}
      </Listed>
    </div>
  )
}

function RoomLine({ client, room, goTo }: { client: Client; room: BrowsedRoom; goTo: (slug: string) => void }) {
  const says = dialogWords.browse
  const join = useAction(() => client.run('room:join', { roomId: room.id }))

  function visit() {
    closeDialog()
    goTo(room.slug)
  }

  return (
    <li class="line">
      <button type="button" class="line-words line-link" onClick={visit}>
        <bdi class="line-name">{room.name}</bdi>
        <span class="line-note">
          {says.members(room.memberCount)}
          {room.topic !== '' && (
            <>
              {' · '}
              <bdi>{room.topic}</bdi>
            </>
          )}
        </span>
        <Problem failure={join.failure} />
      </button>
      {room.isMember ? (
        <span class="line-note">{says.isIn}</span>
      ) : (
        !room.isArchived && (
          <button
            type="button"
            class="button"
            aria-label={says.joinOne(room.name)}
            aria-disabled={join.isRunning}
            onClick={() => void join.start().then((result) => result?.ok && visit())}
          >
            {says.join}
          </button>
        )
      )}
    </li>
  )
}
