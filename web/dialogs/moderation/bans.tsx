import type { Client } from '../../../client/client.ts'
import type { Ban } from '../../../protocol/models.ts'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { Listed } from '../../ui/loaded-list.tsx'
import { PersonRow } from '../../people/person-row.tsx'
import { sayMoment } from '../../ui/moments.ts'

/** The present bans with their reasons and ends, and a way to lift them. */
export function Bans({ client }: { client: Client }) {
  const loaded = useLoaded(() => client.run('bans:list', {}), [])
  return (
    <Listed loaded={loaded} isEmpty={({ bans }) => bans.length === 0} empty={dialogWords.moderation.noBans}>
      {({ bans }) => (
        <ul class="people">
          {bans.map((ban) => (
            <BanRow
              key={ban.user.id}
              client={client}
              ban={ban}
              onUndone={() =>
                loaded.change((list) => ({ bans: list.bans.filter(({ user }) => user.id !== ban.user.id) }))
              }
            />
          ))}
        </ul>
      )}
    </Listed>
  )
}

function BanRow({ client, ban, onUndone }: { client: Client; ban: Ban; onUndone: () => void }) {
  const says = dialogWords.moderation.ban
  const undo = useAction(() => client.run('user:unban', { userId: ban.user.id }))
  const note = (
    <>
      {ban.until === undefined ? says.forGood : says.until(sayMoment(ban.until))}
      {' · '}
      <bdi>{says.by(ban.by.name)}</bdi>
      {ban.reason !== '' && (
        <>
          {' · '}
          <bdi>{ban.reason}</bdi>
        </>
      )}
      <Problem failure={undo.failure} />
    </>
  )
  return (
    <PersonRow user={ban.user} note={note}>
      <button
        type="button"
        class="text-button"
        aria-label={says.undoOne(ban.user.name)}
        aria-disabled={undo.isRunning}
        onClick={() => void undo.start().then((result) => result?.ok && onUndone())}
      >
        {says.undo}
      </button>
    </PersonRow>
  )
}
