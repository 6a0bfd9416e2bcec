import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { lazy } from '../ui/lazy.tsx'
import { words } from '../words.ts'
import { DayLine } from './day-line.tsx'
import { MessageRow } from './message-row.tsx'
import type { Reading } from './reading.ts'
import type { Row } from './rows.ts'

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
      return <DayLine time={row.time} />
    case 'new':
      return (
        <div class="new-line" role="separator" aria-label={words.timeline.newLine}>
          <span aria-hidden="true">{words.timeline.newLine}</span>
        </div>
      )
    case 'message': {
      const { message, isHead } = row
      return (
        <MessageRow
          message={message}
          client={client}
          room={room}
          reading={reading}
          isHead={isHead}
          isTarget={message.seq === target}
          isBlocked={client.me.value?.blocked.includes(message.author.id) ?? false}
          onVisit={onVisit}
        />
      )
    }
    case 'draft': {
      const { outbox } = client
      const { draft, author, isHead } = row
      const retry = (clientId: string) => outbox.retry(clientId)
      const discard = (clientId: string) => void outbox.discard(clientId)
      return <DraftRow draft={draft} author={author} isHead={isHead} onRetry={retry} onDiscard={discard} />
    }
  }
}
