import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import { drawEmoji } from '../../state/custom-emoji.ts'
import { number } from '../../words/first.ts'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { Listed } from '../../ui/loaded-list.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { PersonRow } from '../../people/person-row.tsx'

type Props = { client: Client; roomId: string; seq: number }

/** The people who reacted to a message, for each emoji, page by page. */
export function MessageReactions({ client, roomId, seq }: Props) {
  const says = dialogWords.reactions
  const [chosen, setChosen] = useState<string>()
  const reactions = client.rooms.get(roomId)?.timeline.find(seq)?.reactions ?? []
  const current = reactions.find(({ emoji }) => emoji === chosen) ?? reactions[0]
  if (!current) return <p class="soft">{says.none}</p>
  const { emoji, userIds, count = userIds.length } = current
  const tabs = reactions.map((one) => ({
    id: one.emoji,
    label: drawEmoji(one.emoji),
    count: one.count ?? one.userIds.length,
  }))
  return (
    <Tabs tabs={tabs} current={emoji} label={says.label} onChoose={setChosen}>
      <Reacted key={emoji} client={client} roomId={roomId} seq={seq} emoji={emoji} count={count} />
    </Tabs>
  )
}

function Reacted({ client, roomId, seq, emoji, count }: Props & { emoji: string; count: number }) {
  const asked = { roomId, seq, emoji }
  const found = useLoaded(() => client.run('reactions:list', asked), [roomId, seq, emoji, count], 1_000)
  const more = useAction((after: string) => client.run('reactions:list', { ...asked, after }))

  async function loadMore(after: string) {
    const page = await more.start(after)
    if (page?.ok) found.change(({ people }) => ({ ...page.value, people: [...people, ...page.value.people] }))
  }

  return (
    <Listed loaded={found} isEmpty={({ people }) => people.length === 0} empty={dialogWords.reactions.none}>
      {({ people, next }) => (
        <div class="stack">
          <ul class="people">
            {people.map((user) => (
              <PersonRow key={user.id} user={user} roomId={roomId} isLink />
            ))}
          </ul>
          <Problem failure={more.failure} />
          {next !== undefined && (
            <button type="button" class="button" aria-disabled={more.isRunning} onClick={() => void loadMore(next)}>
              {dialogWords.more} ({number.format(count - people.length)})
            </button>
          )}
        </div>
      )}
    </Listed>
  )
}
