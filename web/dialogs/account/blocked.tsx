import type { Client } from '../../../client/client.ts'
import type { User } from '../../../protocol/models.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { Section } from '../../ui/section.tsx'
import { PersonRow } from '../../people/person-row.tsx'
import { Problem } from '../../ui/problem.tsx'

/** The people I block. */
export function Blocked({ client, ids }: { client: Client; ids: string[] }) {
  const says = dialogWords.account.blocked
  const found = useLoaded(() => client.run('people:find', { limit: 200 }), [])
  // If a user is not found, their name is unknown here, but the block can still be undone.
  const userOf = (id: string): User =>
    client.people.get(id) ??
    found.value?.people.find(({ user }) => user.id === id)?.user ?? { id, name: says.unknown, kind: 'person' }
  return (
    <Section heading={says.heading}>
      <ul class="people">
        {ids.map((id) => (
          <BlockedRow key={id} client={client} user={userOf(id)} />
        ))}
      </ul>
    </Section>
  )
}

function BlockedRow({ client, user }: { client: Client; user: User }) {
  const says = dialogWords.account.blocked
  const unblock = useAction(() => client.run('user:block', { userId: user.id, on: false }))
  return (
    <PersonRow user={user} note={unblock.failure && <Problem failure={unblock.failure} />}>
      <button
        type="button"
        class="text-button"
        aria-label={says.unblockOne(user.name)}
        aria-disabled={unblock.isRunning}
        onClick={() => void unblock.start()}
      >
        {says.unblock}
      </button>
    </PersonRow>
  )
}
