import type { Client } from '../../../client/client.ts'
import type { User } from '../../../protocol/models.ts'
import { overlayWords } from '../../words-overlays.ts'
import { useAction, useLoaded } from '../action.ts'
import { Section } from '../parts/section.tsx'
import { PersonRow } from '../person-row.tsx'
import { Problem } from '../../ui/problem.tsx'

/** Whom I do not want to hear. */
export function Blocked({ client, ids }: { client: Client; ids: string[] }) {
  const says = overlayWords.account.blocked
  const found = useLoaded(() => client.run('people:find', { limit: 200 }), [])
  // Of whoever is not found the name is not known here, but the block can be taken back.
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
  const says = overlayWords.account.blocked
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
