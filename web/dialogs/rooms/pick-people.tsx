import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Output } from '../../../protocol/commands.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { User } from '../../../protocol/models.ts'
import { Avatar } from '../../people/avatar.tsx'
import { Name } from '../../people/name.tsx'
import { mayInviteToChat } from '../../people/permissions.ts'
import { StatusMark } from '../../people/status-mark.tsx'
import { openDialog } from '../../state/open-dialog.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { useLoaded } from '../../ui/use-action.ts'
import { SearchField } from '../../ui/fields.tsx'
import { Listed } from '../../ui/loaded-list.tsx'

type Found = Output<'people:find'>['people']

type Props = {
  client: Client
  picked: readonly User[]
  onPick: (picked: User[]) => void
  atMost: number
  isFirst?: boolean
}

/** A search for people by name, and the chosen ones. */
export function PickPeople({ client, picked, onPick, atMost, isFirst = false }: Props) {
  const [query, setQuery] = useState('')
  const found = useLoaded(() => client.run('people:find', { query: query.trim(), limit: 30 }), [query.trim()], 150)
  const says = dialogWords.pick
  const isFull = picked.length >= atMost
  const isPicked = (user: User) => picked.some(({ id }) => id === user.id)
  // An outsider is in one room, and cannot be given a seat elsewhere.
  const others = (people: Found) =>
    people.filter(({ user, role }) => user.id !== client.you.value?.id && role !== 'outsider')

  function turn(user: User) {
    if (isPicked(user)) onPick(picked.filter(({ id }) => id !== user.id))
    else if (!isFull) onPick([...picked, user])
  }

  return (
    <div class="pick">
      {picked.length > 0 && (
        <ul class="picked" aria-label={says.picked}>
          {picked.map((user) => (
            <li key={user.id}>
              <button type="button" class="chip" aria-label={says.remove(user.name)} onClick={() => turn(user)}>
                <bdi>{user.name}</bdi> <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <SearchField label={says.search} value={query} onType={setQuery} isFirst={isFirst} />
      {isFull && <p class="hint">{says.full(atMost)}</p>}
      <Listed
        loaded={found}
        isEmpty={({ people }) => others(people).length === 0}
        empty={<Nobody client={client} isAlone={query.trim() === ''} />}
      >
        {({ people }) => (
          <ul class="people people-pick">
            {others(people).map(({ user, isHere, status }) => (
              <li key={user.id}>
                <label class="person person-pick">
                  <input
                    type="checkbox"
                    checked={isPicked(user)}
                    disabled={isFull && !isPicked(user)}
                    onChange={() => turn(user)}
                  />
                  <span class="person-picture" data-here={isHere || undefined}>
                    <Avatar name={user.name} id={user.id} picture={user.picture} />
                  </span>
                  <span>
                    <Name user={user} />
                    <StatusMark status={status} />
                  </span>
                </label>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </div>
  )
}

/** An empty list of people: a missing person can be invited. */
function Nobody({ client, isAlone }: { client: Client; isAlone: boolean }) {
  const me = client.me.value
  return (
    <span class="none">
      {isAlone ? dialogWords.pick.alone : dialogWords.pick.nobody}
      {me && mayInviteToChat(me) && (
        <button
          type="button"
          class="text-button"
          onClick={() => openDialog({ kind: 'room', roomId: LOBBY, tab: 'invite' })}
        >
          {dialogWords.invite.linkHeading}
        </button>
      )}
    </span>
  )
}
