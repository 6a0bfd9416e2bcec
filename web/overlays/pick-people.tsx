import { useState } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Output } from '../../protocol/commands.ts'
import type { User } from '../../protocol/models.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Name } from '../ui/name.tsx'
import { overlayWords } from '../words-overlays.ts'
import { useLoaded } from './action.ts'
import { SearchField } from './parts/fields.tsx'
import { Listed } from './parts/listed.tsx'

type Found = Output<'people:find'>['people']

type Props = {
  client: Client
  picked: readonly User[]
  onPick: (picked: User[]) => void
  atMost: number
  isFirst?: boolean
}

/** Finding people by name, and keeping the ones that are meant. */
export function PickPeople({ client, picked, onPick, atMost, isFirst = false }: Props) {
  const [query, setQuery] = useState('')
  const found = useLoaded(() => client.run('people:find', { query: query.trim(), limit: 30 }), [query.trim()], 150)
  const says = overlayWords.pick
  const isFull = picked.length >= atMost
  const isPicked = (user: User) => picked.some(({ id }) => id === user.id)
  const others = (people: Found) => people.filter(({ user }) => user.id !== client.you.value?.id)

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
      <Listed loaded={found} isEmpty={({ people }) => others(people).length === 0} empty={says.nobody}>
        {({ people }) => (
          <ul class="people people-pick">
            {others(people).map(({ user, isHere }) => (
              <li key={user.id}>
                <label class="person person-pick">
                  <input
                    type="checkbox"
                    checked={isPicked(user)}
                    disabled={isFull && !isPicked(user)}
                    onChange={() => turn(user)}
                  />
                  <span class="person-picture" data-here={isHere || undefined}>
                    <Avatar name={user.name} />
                  </span>
                  <span>
                    <Name user={user} />
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
