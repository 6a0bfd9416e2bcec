import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { Broken } from '../ui/broken.tsx'
import { lazy } from '../ui/lazy.tsx'
import { DayLine, NewWord } from './day-line.tsx'
import { MessageRow } from './message-row.tsx'
import type { Reading } from './reading.ts'
import type { Row } from './rows.ts'
import { savedRows } from '../state/saved-rows.ts'

const JoinedLine = lazy(async () => (await import('./joined-line.tsx')).JoinedLine)
const DraftRow = lazy(async () => (await import('./draft-row.tsx')).DraftRow)

type Props = {
  row: Row
  target: number | undefined
  client: Client
  room: Room
  reading: Reading
  onVisit: (seq: number) => void
}

export function RowOf({ row, target, client, room, reading, onVisit }: Props) {
  switch (row.kind) {
    case 'day':
      return <DayLine time={row.time} isNew={row.isNew} client={client} room={room} onVisit={onVisit} />
    case 'joined':
      return <JoinedLine users={row.users} youId={client.you.value?.id} />
    case 'new':
      return (
        <div class="new-line">
          <NewWord />
        </div>
      )
    case 'message': {
      const { message, isHead } = row
      return (
        // An error in one row leaves the others alone, and its text stays readable.
        <Broken
          instead={
            <article class="row" data-seq={message.seq}>
              <p class="said body">
                {message.author.name}: {message.body}
              </p>
            </article>
          }
        >
          <MessageRow
            message={message}
            client={client}
            room={room}
            reading={reading}
            isHead={isHead}
            isTarget={message.seq === target}
            isSaved={savedRows.value?.of === client && savedRows.value.has(room.id, message.seq)}
            isBlocked={client.me.value?.blocked.includes(message.author.id) ?? false}
            onVisit={onVisit}
          />
        </Broken>
      )
    }
    case 'draft': {
      const { outbox } = client
      const { draft, author, isHead } = row
      const retry = (clientId: string) => outbox.retry(clientId)
      const discard = (clientId: string) => void outbox.discard(clientId)
      return (
        <DraftRow client={client} draft={draft} author={author} isHead={isHead} onRetry={retry} onDiscard={discard} />
      )
    }
  }
}
