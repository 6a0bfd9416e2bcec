import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { ChatRole } from '../../../protocol/roles.ts'
import { PersonRow } from '../../people/person-row.tsx'
import { Check, SearchField } from '../../ui/fields.tsx'
import { Listed } from '../../ui/loaded-list.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { peopleWords } from '../../words/people.ts'

const ROLES = ['owner', 'moderator', 'member', 'guest', 'outsider'] as const

const roleOf = (value: string): ChatRole | undefined => ROLES.find((role) => role === value)

/** All people of the chat, page by page. */
export function Directory({ client }: { client: Client }) {
  const says = peopleWords.directory
  const [query, setQuery] = useState('')
  const [role, setRole] = useState<ChatRole | undefined>(undefined)
  const [here, setHere] = useState(false)
  const asked = { query: query.trim(), ...(role && { role }), here }
  const found = useLoaded(() => client.run('people:list', asked), [asked.query, role, here], 150)
  const more = useAction((after: string) => client.run('people:list', { ...asked, after }))

  async function loadMore(after: string) {
    const page = await more.start(after)
    if (page?.ok)
      found.change((before) => ({ people: [...before.people, ...page.value.people], next: page.value.next }))
  }

  return (
    <div class="stack directory">
      <div class="directory-filters">
        <SearchField label={says.search} value={query} onType={setQuery} isFirst />
        <select
          class="field"
          aria-label={says.role}
          value={role ?? ''}
          onChange={({ currentTarget }) => setRole(roleOf(currentTarget.value))}
        >
          <option value="">{says.anyRole}</option>
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {peopleWords.roles[one]}
            </option>
          ))}
        </select>
      </div>
      <Check label={says.here} checked={here} onChange={setHere} />
      <Listed
        loaded={found}
        isEmpty={({ people }) => people.length === 0}
        empty={here ? <NobodyHere onEveryone={() => setHere(false)} /> : asked.query === '' ? says.none : says.nobody}
      >
        {({ people, next }) => (
          <>
            <ul class="people">
              {people.map((one) => (
                <PersonRow
                  key={one.user.id}
                  user={one.user}
                  role={one.role}
                  isHere={one.isHere}
                  status={one.status}
                  isLink
                />
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

function NobodyHere({ onEveryone }: { onEveryone: () => void }) {
  const says = peopleWords.directory
  return (
    <span class="none">
      {says.nobodyHere}
      <button type="button" class="text-button" onClick={onEveryone}>
        {says.everyone}
      </button>
    </span>
  )
}
