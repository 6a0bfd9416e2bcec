import { useEffect, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Room } from '../../../client/rooms.ts'
import { unsentIn } from '../../drafts/unsent.ts'
import { attach } from '../../files/attach.ts'
import { type Shared, forgetShared, sharedWithUs } from '../../offline/shared.ts'
import { matchOf } from '../../people/match.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { SearchField } from '../../ui/fields.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import './shared.css'

type Props = { client: Client; goTo: (slug: string) => void }

/** Asks for the room of what another app has shared. It goes into the draft there, and nothing is sent. */
export function SharedWithUs({ client, goTo }: Props) {
  const says = dialogWords.shared
  const [shared, setShared] = useState<Shared>()
  const [typed, setTyped] = useState('')
  const rooms = goalsOf(client, typed.trim())

  useEffect(() => {
    void sharedWithUs().then((found) => (found ? setShared(found) : closeDialog()))
  }, [])

  function take(room: Room) {
    if (!shared) return
    const { text } = unsentIn(room)
    text.value = [text.peek(), shared.text].filter((part) => part !== '').join('\n')
    void forgetShared()
    closeDialog()
    goTo(room.slug.peek())
    if (shared.files.length > 0) attach(client, room, shared.files)
  }

  if (!shared) return null
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const [first] = rooms
        if (first && typed.trim() !== '') take(first.room)
      }}
    >
      <blockquote class="forwarded">
        <bdi>{shared.text.slice(0, 300)}</bdi>
        {shared.files.map(({ name }, at) => (
          <bdi key={at} class="forwarded-by">
            {name}{' '}
          </bdi>
        ))}
      </blockquote>
      <SearchField label={says.search} value={typed} onType={setTyped} isFirst />
      <ul class="lines shared-goals" aria-label={says.rooms}>
        {rooms.map(({ room, title }) => (
          <li key={room.id}>
            <button type="button" class="shared-room" onClick={() => take(room)}>
              {room.kind.value !== 'direct' && '#'}
              <bdi translate={false}>{title}</bdi>
            </button>
          </li>
        ))}
      </ul>
      {rooms.length === 0 && (
        <p class="soft" role="status">
          {says.nothing}
        </p>
      )}
      <div class="acts">
        <button type="button" class="button" onClick={() => void forgetShared().then(closeDialog)}>
          {says.discard}
        </button>
      </div>
    </form>
  )
}

/** The rooms in which I may write, best first. */
const goalsOf = (client: Client, query: string): { room: Room; title: string }[] =>
  client.rooms.all.value
    .filter((room) => room.isMember.value && room.writing.value.may)
    .map((room) => ({ room, title: room.name.value, match: matchOf(room.name.value, query) }))
    .filter(({ match }) => match !== undefined)
    .sort((a, b) => (a.match ?? 0) - (b.match ?? 0))
